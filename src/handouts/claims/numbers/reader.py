"""Read the numbers that a text quotes, in digits and in words, and leave out those in names."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from babel.numbers import get_decimal_symbol, get_group_symbol

from handouts.i18n import is_english, locale_of


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
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_LABELS = (
    "type|grade|stage|Modic|Pfirrmann|phase|page|step|section|part|article|figure|table|box"
    "|question|option|version|chapter|annex|schedule|item|row|column|level"
)
LONG = (
    # With a prefix: +44 20 …, 0800 …, (020) …, 1-866-…; as in North America: (555) 123-4567; and
    # the free lines of Australia and Europe.
    r"(?<![\w.,])(?:\+|\(?0|1-)[\d()]*(?:[\s\u00a0-](?:\(0\))?\d{2,4}){2,}\b"
    # As in the United Kingdom and in Germany: 01234 567890, +44 7700 900123.
    r"|(?<![\w.,/-])(?:\(?0\d{2,4}\)?|\+\d{1,3})(?:[\s\u00a0-]\d{2,5})?[\s\u00a0-]\d{5,8}\b"
    r"|(?<![\w.,])\+\d{8,14}\b"
    r"|(?<![\w.,-])\(?[2-9]\d\d\)?[\s\u00a0-]\d{3}[\s\u00a0-]\d{4}\b"
    r"|(?<![\w.,])0\d{8,10}\b|\b1[38]00[\s\u00a0]\d{3}[\s\u00a0]\d{3}\b"
    r"|\b116[\s\u00a0]?\d{3}\b|\b13[\s\u00a0]11[\s\u00a0]14\b|(?<!\w)#\d{4}\b"
)
"""Telephone numbers of seven digits and more, and others that have a form of their own."""
WELL_KNOWN = "999|911|112|111|000|988"
"""Numbers that hardly anybody writes for anything else; others need a word such as “call”."""
NAMES = (
    r"https?://\S+",
    r"\b10\.\d{4,}/\S+",
    r"\[\d+(?:, ?\d+)*\]",
    # Trial registers, scales and products: SF-36, EQ-5D-5L, COVID-19, NCT01290367, CD34, A4.
    r"\b[A-Z][A-Za-z]*-\d+[A-Za-z]*(?:-\d+[A-Z]*)*\b",
    # Levels of the spine: L4-L5, L5/S1, L4/5.
    r"\b[CTLS]\d{1,2}(?:\s?[-\u2013/]\s?[CTLS]?\d{1,2})+\b",
    r"\b[A-Za-z]+\d[\w]*(?:-\w*\d\w*)*",
    r"\b\d+[A-JLN-Z]\w*\b",
    # Pain scales and the usual interval are names of a measure, not results.
    r"\b0\s?(?:\u2013|-|to)\s?(?:10|100)\b",
    r"\b0\s?(?:\u2013|-|to)\s?\d+(?=[ -](?:point|scale|score))",
    r"\b95\s?% (?:CI|confidence|credible)\b",
    rf"\b(?i:{_LABELS})s? (?:\d+[a-z]?|one|two|three|four)"
    r"(?:(?: or | and | to |[-\u2013/])(?:\d+[a-z]?|two|three|four))*\b(?![,.]\d|\s?%)",
    r"\b(?:Regulation|Directive) (?:\([A-Z]+\) )?(?:No\.? )?\d+/\d+(?:/[A-Z]+)?",
    r"\b\d+ (?:CFR|USC|U\.S\.C\.)(?: (?:Part |§ ?)?[\d.]+)?",
    r"\b\d+(?:st|nd|rd|th)\b",
    r"\b24/7\b",
    # Telephone numbers.
    LONG,
    rf"(?<![\d.,£$€])(?:{WELL_KNOWN})\b(?![.,]\d|\s?%)"
    r"(?!\s(?:out of|people|patients|adults|trials|studies|days|weeks|months|years)\b)",
)
DATES = (
    r"\b\d{4}-\d\d-\d\d\b",
    rf"\b\d{{1,2}} {_MONTH}\b(?: \d{{4}}\b)?",
    rf"\b{_MONTH} \d{{1,2}}, \d{{4}}\b",
    rf"\b{_MONTH} \d{{4}}\b",
)
YEAR = r"(?<![\d.,$£€])(?:19|20)\d\d\b(?![.,]\d|\s?%)(?!-(?!\d))"


def find_numbers(text: str, *, dates: bool = True) -> list[Quoted]:
    """Return the numbers in a text but for names, telephone numbers, and dates unless wanted."""
    return list(_found(text, dates=dates))


@functools.lru_cache(maxsize=4096)
def _found(text: str, *, dates: bool) -> tuple[Quoted, ...]:
    # The same block stands on its page and in every handout that embeds it.
    if not _ANY.search(text):
        return ()
    # What matches is blanked out; every other letter stays in its place.
    masked = text
    for pattern in NAMES if dates else (*NAMES, *DATES, YEAR):
        masked = compiled(pattern).sub(lambda match: "\0" * len(match[0]), masked)
    numbers = compiled(_NUMBER, re.VERBOSE | re.IGNORECASE)
    return tuple(_join([_quoted(match, text) for match in numbers.finditer(masked)], text))


@functools.cache
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern, compiled when it is first used: many builds read no text."""
    return re.compile(pattern, flags)


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
        return Quoted(text[start:end], start, end, value, Fraction(100), kind="percent")
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
            start, end = last.start, number.end
            joined[-1] = Quoted(text[start:end], start, end, last.value, number.value, kind="ratio")
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


CONFIDENCE = 95
"""Per cent of a confidence interval, which names the interval and is no result."""
_WORD = re.compile(r"\b[^\W\d_]+\b")
_MARK = re.compile(r"(?<=\d)\D(?=\d)")


def digits_of(text: str, language: str) -> str:
    """Return a text without its words, each number in digits as English writes it.

    The text keeps its length and its lines. English is returned as it is.
    """
    if is_english(language):
        return text
    bare = _WORD.sub(lambda found: " " * len(found[0]), text)
    locale = locale_of(language)
    marks = {get_group_symbol(locale): ",", get_decimal_symbol(locale): "."} if locale else {}
    return _MARK.sub(lambda found: marks.get(found[0], found[0]), bare)


def is_surely_quantity(number: Quoted) -> bool:
    """Return whether a number is certainly no part of a name, such as phase 3, in any language."""
    if number.kind == "percent":
        return number.value != CONFIDENCE
    return number.value >= 10 or number.value.denominator > 1
