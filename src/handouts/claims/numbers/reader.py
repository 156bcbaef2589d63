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
    """18,000,000 in "18 million", which a list may hold as 18 (million cells) or in full."""
    scale: str = ""
    """The word that makes the difference, such as million; nothing in 18 × 10⁶."""
    kind: str = "count"
    """count, ratio, percent, fraction, one (the word), or none, as in "none of 49"."""


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
PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "twelfth": 12, "twentieth": 20, "hundredth": 100,
    "thousandth": 1000,
}  # fmt: skip
SIGNS = {
    sign: Fraction(unicodedata.numeric(sign)).limit_denominator(10) for sign in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
}
TIMES = {
    "twice": "2", "twofold": "2", "doubled": "2", "doubles": "2", "doubling": "2", "thrice": "3",
    "threefold": "3", "tripled": "3", "triples": "3", "tripling": "3", "trebled": "3",
    "trebles": "3", "fourfold": "4", "quadrupled": "4", "quadruples": "4", "fivefold": "5",
    "sixfold": "6", "sevenfold": "7", "eightfold": "8", "ninefold": "9", "tenfold": "10",
    "hundredfold": "100", "halved": "1/2", "halving": "1/2", "dozen": "12",
}  # fmt: skip
HALF = {"half": Fraction(1, 2)}
_MINUS = r"(?<!plus\sor\s)(?<![\d%]\s)\bminus\s"
"""A sign in words; not that of “74 minus 69”, or of “plus or minus 3”."""
NONE = r"none|nobody|no[\s\u00a0]one"

_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_GAP = r"[\s\u2010\u2011-]"
"""Between the words of one number; the line may end there."""
_BELOW_100 = rf"(?:(?:{'|'.join(TENS)})(?:{_GAP}(?:{_UNIT}))?|(?:{_UNIT}))"
_BELOW_1000 = rf"(?:(?:{_BELOW_100}|a){_GAP}hundred(?:\sand\s{_BELOW_100})?|{_BELOW_100})"
_WORDS = (
    rf"(?:(?:{_BELOW_1000}|a){_GAP}(?:thousand|million|billion)(?:\s(?:and\s)?{_BELOW_1000})?"
    rf"|{_BELOW_1000})(?:\sand\sa\shalf)?"
    r"|(?<=every\s)(?:hundred|thousand|million)|(?<=per\s)(?:hundred|thousand|million)"
)
_PARTS = "|".join(part for part in PARTS if "hal" not in part)
_PART = (
    rf"(?:(?:{_BELOW_100}|a){_GAP})(?:{_PARTS})s"
    rf"|one{_GAP}(?:half|{_PARTS})|a\s(?:{_PARTS})(?=\sof\b)"
    r"|(?:a\s)?half(?!-)|halves"
)
_NUMBER = rf"""
    (?P<part>\b(?:{_PART})\b)
    | (?P<times>\b(?:{"|".join(TIMES)})\b)
    | (?P<words>(?:{_MINUS})?\b(?:{_WORDS})\b)
    | (?P<none>\b(?:{NONE})\b)
    | (?P<digits>
        (?:(?<![\w)\]%])(?:[-\u2212]|(?<!\d\s)\u2013)|{_MINUS})?
        (?:\d{{1,3}}(?:(?:[,\u00a0\u2009\u202f]|[ ](?=0))\d{{3}})+(?:[.\u00b7]\d+)?
          |\d+(?:[.\u00b7]\d+)?|\.\d+)
        (?!\d)[{"".join(SIGNS)}]?
      )
    | (?P<sign>[{"".join(SIGNS)}])
"""
_ANY = re.compile(
    rf"\d|[{''.join(SIGNS)}]|{'|'.join([*UNITS, *TENS, *TIMES, *SCALES, *PARTS])}", re.IGNORECASE
)
"""Without any of this, a text has no number."""
_PERCENT = re.compile(
    r"\s?(?:[%％٪﹪]|pct\b)|[\s-]per\s?cent\b|(\s?‰|\sper\smille?\b)", re.IGNORECASE
)
_SCALE = re.compile(
    r"[\s-](hundred|thousand|million|billion)\b|\s?(k|mn|bn)\b|(m)\b", re.IGNORECASE
)
SHORT = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion"}
_MONEY = ("£", "$", "€")
_POWER = re.compile(r"([\s\u00a0]?[×x*·][\s\u00a0]?10)?([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})")
"""What follows 10 in 10⁶, and 2 in 2 × 10⁶."""
_TIME = re.compile(r"[\s-](?:days?|weeks?|months?|years?)\b")
_OUT_OF = re.compile(
    r"\s(?:[a-z]+\s)?(?:out\sof|in|of|per)(?:\s(?:every|the|these|those|all))?\s|/", re.IGNORECASE
)

_AS_TYPED = str.maketrans("\u2212\u2013\u00b7", "--.", ", \u00a0\u2009\u202f")
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
    if match["part"] or match["sign"]:
        part = SIGNS[written] if match["sign"] else _part_value(written)
        return Quoted(written, start, end, part, kind="fraction")
    if match["times"]:
        return Quoted(written, start, end, Fraction(TIMES[written.lower()]))
    if match["none"]:
        return Quoted(written, start, end, Fraction(0), kind="none")
    value = _words_value(written) if match["words"] else _digits_value(written)
    if percent := _PERCENT.match(text, end):
        end, of = percent.end(), Fraction(1000 if percent[1] else 100)
        return Quoted(text[start:end], start, end, value, of=of, kind="percent")
    if match["digits"] and (multiple := _multiple(text, start, end, value)):
        return multiple
    return Quoted(written, start, end, value, kind="one" if written.lower() == "one" else "count")


def _digits_value(written: str) -> Fraction:
    """Return the value of digits, perhaps with a sign before them, or that of a part after them."""
    minus = -1 if written[0] in "-\u2212\u2013mM" else 1
    part = SIGNS.get(written[-1], Fraction(0))
    digits = written.translate(_AS_TYPED).lstrip("-minusMINUS").rstrip("".join(SIGNS))
    # No ledger has numbers with more digits.
    return minus * (Fraction(digits[:MOST_DIGITS]) + part)


def _multiple(text: str, start: int, end: int, value: Fraction) -> Quoted | None:
    """Return the number that begins with these digits if it is as 18 million, 10⁶ or 2 × 10⁶."""
    scale = _SCALE.match(text, end)
    # Metres are written as m, too.
    if scale and (scale[3] != "m" or text[:start].endswith(_MONEY)):
        word = (scale[1] or scale[2] or scale[3]).lower()
        word = SHORT.get(word, word)
        written = text[start : scale.end()]
        scaled = value * SCALES[word]
        return Quoted(written, start, scale.end(), value, scaled=scaled, scale=word)
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
            kind = "none" if last.kind == "none" else "ratio"
            joined[-1] = Quoted(
                written, last.start, number.end, last.value, of=number.value, kind=kind
            )
        else:
            joined.append(number)
    return [number for number in joined if number.kind != "none" or number.of is not None]


def _is_ratio(last: Quoted, number: Quoted, text: str) -> bool:
    between = text[last.end : number.start]
    if number.of is not None or not _OUT_OF.fullmatch(between) or _TIME.match(between):
        return False
    # "3 trials in 2024" and "12 of 24 months" are not shares of people.
    is_year = compiled(YEAR).fullmatch(number.text) is not None
    is_time = _TIME.match(text, number.end) is not None
    return number.value > 1 and not is_year and not is_time and last.value <= number.value


def _words_value(words: str) -> Fraction:
    *minus, words = words.lower().split("minus")
    total, part = Fraction(0), Fraction(0)
    for word in re.split(_GAP, words.strip()):
        if word in SCALES:
            part = (part or Fraction(1)) * SCALES[word]
            if SCALES[word] > 100:
                total, part = total + part, Fraction(0)
        else:
            part += UNITS.get(word, 0) + TENS.get(word, 0) + HALF.get(word, 0)
    return -(total + part) if minus else total + part


def _part_value(words: str) -> Fraction:
    *count, part = re.split(_GAP, words.lower())
    many = _words_value(" ".join(count)) or Fraction(1)
    return many / PARTS.get(part, PARTS.get(part.removesuffix("s"), 2))
