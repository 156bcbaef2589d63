"""Read the numbers that a text quotes, in digits and in words, and leave out those in names."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from handouts.claims.numbers.not_results import YEAR, compiled, without_names


@dataclass(frozen=True)
class Quoted:
    """A number as a text quotes it."""

    text: str
    start: int
    end: int
    value: Fraction
    of: Fraction | None = None
    """What it is counted out of: 100 in "74%" and in "74 out of 100"."""
    scaled: Fraction | None = None
    """18,000,000 in "18 million", which a list may hold as 18 or in full."""
    kind: str = "count"
    """count, ratio, percent, fraction, or one (the word)."""


MOST_DIGITS = 40
"""Digits that are compared: arithmetic with thousands of them takes very long."""
UNITS = dict(zip((
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
), range(20), strict=True))  # fmt: skip
TENS = dict(zip((
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
), range(20, 100, 10), strict=True))  # fmt: skip
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
SIGNS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}
TIMES = {
    "twice": "2", "twofold": "2", "doubled": "2", "doubles": "2",
    "threefold": "3", "tripled": "3", "tenfold": "10", "halved": "1/2", "dozen": "12",
}  # fmt: skip

_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_BELOW_100 = rf"(?:(?:{'|'.join(TENS)})(?:[ -](?:{_UNIT}))?|(?:{_UNIT}))"
_BELOW_1000 = rf"(?:(?:{_BELOW_100}|a)[ -]hundred(?:[ ]and[ ]{_BELOW_100})?|{_BELOW_100})"
_WORDS = (
    rf"(?:(?:{_BELOW_1000}|a)[ -](?:thousand|million|billion)(?:[ ](?:and[ ])?{_BELOW_1000})?"
    rf"|{_BELOW_1000})"
)
_PART = (
    rf"(?:(?:{_BELOW_100}|a)[ -])(?:thirds|quarters|fifths|tenths)"
    r"|one[ -](?:half|third|quarter|fifth|tenth)|a[ ](?:third|quarter|fifth|tenth)(?=[ ]of\b)"
    r"|(?:a[ ])?half(?!-)|halves"
)
_NUMBER = rf"""
    (?P<part>\b(?:{_PART})\b)
    | (?P<times>\b(?:{"|".join(TIMES)})\b)
    | (?P<words>\b{_WORDS}\b)
    | (?P<digits>
        (?:(?<![\w)\]%])(?:[-\u2212]|(?<!\d\s)\u2013))?
        (?:\d{{1,3}}(?:[,\u00a0\u2009\u202f]\d{{3}})+(?:[.\u00b7]\d+)?|\d+(?:[.\u00b7]\d+)?|\.\d+)
        (?!\d)
      )
    | (?P<sign>[{"".join(SIGNS)}])
"""
_ANY = re.compile(
    rf"\d|[{''.join(SIGNS)}]|{'|'.join([*UNITS, *TENS, *TIMES, *SCALES, *PARTS])}", re.IGNORECASE
)
"""Without any of this, a text has no number."""
_PERCENT = re.compile(r"[\s\u00a0]?%|[\s\u00a0-]per ?cent\b", re.IGNORECASE)
_SCALE = re.compile(r"[\s\u00a0-](hundred|thousand|million|billion)\b|(k)\b", re.IGNORECASE)
_POWER = re.compile(r"([\s\u00a0]?[×x*·][\s\u00a0]?10)?([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})")
"""What follows 10 in 10⁶, and 2 in 2 × 10⁶."""
_TIME = re.compile(r"[\s-](?:days?|weeks?|months?|years?)\b")
_OUT_OF = re.compile(r"\s(?:[a-z]+\s)?(?:out of|in|of)(?:\s(?:every|the|all))?\s|/", re.IGNORECASE)

_AS_TYPED = str.maketrans("\u2212\u2013\u00b7", "--.", ",\u00a0\u2009\u202f")
"""Minus signs and the raised decimal point of journals as Python reads them."""


@functools.lru_cache(maxsize=4096)  # A block stands on its page and in handouts that embed it.
def find_numbers(text: str, *, dates: bool = True) -> tuple[Quoted, ...]:
    """Return the numbers in a text, without those in names and telephone numbers.

    :param dates: whether those in dates are returned
    """
    if not _ANY.search(text):
        return ()
    masked = without_names(text, dates=dates)
    numbers = compiled(_NUMBER, re.VERBOSE | re.IGNORECASE)
    return tuple(_join([_quoted(match, text) for match in numbers.finditer(masked)], text))


def _quoted(match: re.Match[str], text: str) -> Quoted:
    start, end = match.span()
    written = match[0]
    if match["part"]:
        return Quoted(written, start, end, _part_value(written), kind="fraction")
    if match["sign"]:
        return Quoted(written, start, end, Fraction(SIGNS[written]), kind="fraction")
    if match["times"]:
        return Quoted(written, start, end, Fraction(TIMES[written.lower()]))
    if match["words"]:
        value = _words_value(written)
    else:  # No ledger has numbers with more digits.
        value = Fraction(written.translate(_AS_TYPED)[:MOST_DIGITS])
    if percent := _PERCENT.match(text, end):
        end = percent.end()
        return Quoted(text[start:end], start, end, value, of=Fraction(100), kind="percent")
    if match["digits"] and (multiple := _multiple(text, start, end, value)):
        return multiple
    return Quoted(written, start, end, value, kind="one" if written.lower() == "one" else "count")


def _multiple(text: str, start: int, end: int, value: Fraction) -> Quoted | None:
    """Return the number that begins with these digits if it is as 18 million, 10⁶ or 2 × 10⁶."""
    if scale := _SCALE.match(text, end):
        scaled = value * SCALES.get((scale[1] or "thousand").lower(), 1000)
        return Quoted(text[start : scale.end()], start, scale.end(), value, scaled=scaled)
    power = _POWER.match(text, end)
    if power and (power[1] or value == 10):
        times = Fraction(10) ** int(unicodedata.normalize("NFKC", power[2]).replace("\u2212", "-"))
        written = text[start : power.end()]
        if power[1]:
            return Quoted(written, start, power.end(), value, scaled=value * times)
        return Quoted(written, start, power.end(), times)
    return None


def _join(numbers: list[Quoted], text: str) -> list[Quoted]:
    """Join "74", "100" to "74 out of 100"."""
    joined: list[Quoted] = []
    for number in numbers:
        last = joined[-1] if joined else None
        if last and number.start < last.end:  # The 10 of 2 × 10⁶.
            continue
        if last and last.of is None and _is_ratio(last, number, text):
            written = text[last.start : number.end]
            joined[-1] = Quoted(
                written, last.start, number.end, last.value, of=number.value, kind="ratio"
            )
        else:
            joined.append(number)
    return joined


def _is_ratio(last: Quoted, number: Quoted, text: str) -> bool:
    between = text[last.end : number.start]
    if number.of is not None or not _OUT_OF.fullmatch(between):
        return False
    # "3 trials in 2024" and "12 of 24 months" are not shares of people.
    is_year = compiled(YEAR).fullmatch(number.text) is not None
    is_time = _TIME.match(text, number.end) is not None
    return number.value > 1 and not is_year and not is_time and last.value <= number.value


def _words_value(words: str) -> Fraction:
    total, part = 0, 0
    for word in re.split(r"[ -]", words.lower()):
        if word in SCALES:
            part = (part or 1) * SCALES[word]
            if SCALES[word] > 100:
                total, part = total + part, 0
        else:
            part += UNITS.get(word, 0) + TENS.get(word, 0)
    return Fraction(total + part)


def _part_value(words: str) -> Fraction:
    *count, part = re.split(r"[ -]", words.lower())
    many = _words_value(" ".join(count)) or Fraction(1)
    return many / PARTS.get(part, PARTS.get(part.removesuffix("s"), 2))
