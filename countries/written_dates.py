"""Dates as people write them, in English, Russian and Kazakh: ``13–15 Sept 2022``.

Nothing is guessed. ``05/09/2022`` has two readings and both are given; a day without a year has
none, unless the caller says near which date it was written; relative words (yesterday) are not
dates here. Why this and no library: docs/decisions/0030.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from countries.month_names import ENGLISH_MONTHS, KAZAKH_MONTHS, MONTHS, month_number
from countries.partial_dates import PartialDate

ANY_MONTH = f"(?:{'|'.join(chain.from_iterable(MONTHS))})(?!\\w)"
ENGLISH_MONTH = f"(?:{'|'.join(ENGLISH_MONTHS)})(?!\\w)"
DAY = r"\d{1,2}(?!\d)(?:st|nd|rd|th|-?го|-?е|-?ші|-?шы|-?[нтд][ае]н)?(?!\w)"
YEAR = r"(?:1[89]|20|21)\d\d(?!\d)"
YEAR_WORD = r"(?:\s*(?:год(?:а|у|ом|ы|ах|ов)?|гг?\.|жыл\w{0,5}|жж?\.))"
KAZAKH_YEAR_WORD = r"\s*(?:жылғы|жылдың|жылы|жыл|ж\.)\s+"
DASH = r"\s*(?:[-‐‑–—−/…]|\.{2,3})\s*"
UNTIL = r"\s+(?:to|until|till|through|по|до)\s+|(?<=[нтд][ае]н)\s+(?=\d)"
AND = r"\s+(?:and|и|мен|пен|бен)\s+"
# A Kazakh day after its month: қыркүйектің 13-15-інде, қазан айының 2-сі күні.
KAZAKH_MONTH = f"(?:{'|'.join(KAZAKH_MONTHS)})(?!\\w)"
OF_THE_MONTH = r"(?:(?<=[ндт][ыі]ң)|\s+айының)\s+"
KAZAKH_DAY = r"\d{1,2}(?:-?с?[ыі](?:н?[дт][ае]|н[ае]н?)?)?(?!\w)"
KAZAKH_DAYS = r"(?:\s+күн(?:дері|інде|і))?"
# A month and its year is not what is left of "31 June 2022".
NO_DAY = r"(?<!\d\s)(?<!\d[snrt][tdh]\s)"
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
FROM = rf"(?:(?:from|between|с|со)\s+)?{WEEKDAY}"


SAME_PART = {"e": "m", "k": "m", "t": "d"}


def _pattern(template: str) -> re.Pattern:
    """Fills in ``<d1>`` (day), ``<m1>`` (month word), ``<y1>`` (year) and ``<sep>``."""
    pieces = {
        "d": DAY,
        "m": ANY_MONTH,
        "e": ENGLISH_MONTH,
        "k": KAZAKH_MONTH,
        "t": KAZAKH_DAY,
        "n": r"\d{1,2}(?!\d)",
        "y": YEAR,
    }

    def piece(match: re.Match) -> str:
        kind, number = match[1], match[2]
        return f"(?P<{SAME_PART.get(kind, kind)}{number}>{pieces[kind]})"

    expression = re.sub(r"<([dmeknty])([12])>", piece, template)
    expression = expression.replace("<sep>", f"(?P<joint>{DASH}|{UNTIL}|{AND})")
    return re.compile(rf"(?<![\w.,/–—-]){expression}(?![\w-])", re.IGNORECASE)


PATTERNS = (
    # 2022, 2022-04, 2022-09-13 … 2022-09-15
    _pattern(
        r"<y1>-<n1>(?:-<d1>)?(?:(?P<joint>\s*(?:[–—…/]|\.{2,3})\s*|\s+-\s+|\s+to\s+|\s+по\s+)"
        r"<y2>-<n2>(?:-<d2>)?)?"
    ),
    # 15.09.2022, 13–15.09.2022, 30.06–02.07.2022, 09.2022
    _pattern(rf"(?:(?:<d1>(?:\.<n1>(?:\.<y1>)?)?(?P<joint>{DASH}))?<d2>\.)?<n2>\.<y2>{YEAR_WORD}?"),
    # 2022 жылғы 13–15 қыркүйек, 2022 жылғы 30 тамыз – 1 қыркүйек, 2022 жылғы сәуір
    _pattern(
        rf"<y1>{KAZAKH_YEAR_WORD}(?:<d1>(?:\s+<m1>)?<sep>(?:<y2>{KAZAKH_YEAR_WORD})?)?"
        r"(?:<d2>\s+)?<m2>"
    ),
    # қыркүйектің 13-15-інде, 2022 жылғы қазан айының 2-сі күні
    _pattern(rf"(?:<y1>{KAZAKH_YEAR_WORD})?<k1>{OF_THE_MONTH}(?:<t1><sep>)?<t2>{KAZAKH_DAYS}"),
    # 13–15 September 2022, 30 June – 2 July 2022, с 13 по 15 сентября 2022 года
    _pattern(
        rf"{FROM}(?:<d1>(?:\s+(?:of\s+)?<m1>(?:,?\s+<y1>{YEAR_WORD}?)?)?<sep>)?"
        rf"<d2>\s+(?:of\s+)?<m2>(?:,?\s+<y2>{YEAR_WORD}?)?"
    ),
    # Sept. 13–15, 2022; June 30 – July 2, 2022
    _pattern(rf"{NO_DAY}{FROM}<e1>\s+<d1>(?:,\s*<y1>)?(?:<sep>(?:<e2>\s+)?<d2>)?(?:,?\s+<y2>)?"),
    # September 2022, April–June 2022, сентябрь 2022 года
    _pattern(rf"{NO_DAY}(?:<m1>(?:,?\s+<y1>)?<sep>)?<m2>,?\s+(?:of\s+)?<y2>{YEAR_WORD}?"),
    # 2022 года, 2022 жылы, 2023–2024
    _pattern(rf"(?:<y1>{YEAR_WORD}?(?P<joint>{DASH}|{UNTIL}))?<y2>{YEAR_WORD}?"),
)
SHORT_YEAR = re.compile(r",?\s+['’]?\d\d(?!\d)")  # 15 Sept 22: not a day without a year
SLASHED = re.compile(rf"(?<![\w./-])(\d{{1,2}})/(\d{{1,2}})/({YEAR})(?![\w/])")
# In running text a bare number like 2019 is a year only beside one of these.
YEAR_CUE = re.compile(
    r"(?:\b(?:in|since|of|by|until|during|year|at|early|late|mid)\s+|[(–-]\s*)$",
    re.IGNORECASE,
)


class Period(NamedTuple):
    """From a start to an end, which are equal where one date is meant."""

    start: PartialDate
    end: PartialDate

    def __str__(self) -> str:
        """``2022-09-13 … 2022-09-15``: how a date that was read is shown back before saving."""
        same = str(self.start) == str(self.end)
        return str(self.start) if same else f"{self.start} … {self.end}"


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a text, from character ``begin`` up to ``finish``, with what it can mean.

    ``readings`` holds one period; two where day and month could be swapped; none where the year
    is missing. ``year_assumed`` says that the year is the one nearest to the caller's date.
    """

    begin: int
    finish: int
    text: str
    readings: tuple[Period, ...]
    year_assumed: bool = False


def find_dates(text: str, near: datetime.date | None = None) -> list[WrittenDate]:
    """Every date in a text, in order, none overlapping another.

    ``near``, such as the day of publication, gives a day without a year the nearest one.
    """
    found = [d for d in _candidates(text, near) if not _is_bare_number(d, text)]
    return _longest_first_from_the_left(found)


def parse_written_date(text: str) -> Period:
    """The one period that a whole field names; ValidationError says why it names none."""
    text = text.strip()
    whole = [d for d in _candidates(text, None) if d.begin == 0 and d.finish == len(text)]
    if not whole:
        raise ValidationError(
            _(
                "“%(text)s” is not a date that can be read. Write 2022-09-13, 13–15 Sept 2022, "
                "September 2022 or 2022."
            ),
            code="invalid",
            params={"text": text},
        )
    readings = whole[0].readings
    if not readings:
        raise ValidationError(_("“%(text)s” has no year."), code="no_year", params={"text": text})
    if len(readings) > 1:
        raise ValidationError(
            _("“%(text)s” can mean %(first)s or %(second)s: write one of these."),
            code="ambiguous",
            params={"text": text, "first": str(readings[0]), "second": str(readings[1])},
        )
    return readings[0]


def _candidates(text: str, near: datetime.date | None) -> Iterator[WrittenDate]:
    for match in SLASHED.finditer(text):
        if readings := _slashed(*map(int, match.groups())):
            yield WrittenDate(*match.span(), match[0], readings)
    for pattern in PATTERNS:
        position = 0
        while found := pattern.search(text, position):
            date = _read(found, near)
            # "12 and 20 October 2022" is no period, but its second half is a date.
            position = found.end() if date else found.start() + 1
            if date:
                yield date


def _read(match: re.Match, near: datetime.date | None) -> WrittenDate | None:
    parts = _Parts.of(match)
    readings, yearless = tuple(parts.readings(near)), parts.last_year is None
    if yearless and (SHORT_YEAR.match(match.string, match.end()) or not parts.in_any_calendar()):
        return None
    if not readings and not yearless:
        return None
    return WrittenDate(*match.span(), match[0], readings, yearless and bool(readings))


def _slashed(first: int, second: int, year: int) -> tuple[Period, ...]:
    """Day/month and month/day, as far as they are in the calendar; once where they agree."""
    days = dict.fromkeys(
        date
        for month, day in ((second, first), (first, second))
        if (date := _calendar(year, month, day))
    )
    return tuple(Period(day, day) for day in days)


def _calendar(year: int, month: int | None, day: int | None) -> PartialDate | None:
    try:
        return PartialDate.of(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Parts:
    """The numbers of a match. What the first half leaves out it shares with the second."""

    first: tuple[int | None, int | None, int | None]
    second: tuple[int | None, int | None, int | None]
    joint: str

    @classmethod
    def of(cls, match: re.Match) -> "_Parts":
        groups = match.groupdict()
        return cls(_half(groups, "1"), _half(groups, "2"), groups.get("joint") or "")

    @property
    def last_year(self) -> int | None:
        return self.second[0] or self.first[0]

    def readings(self, near: datetime.date | None) -> Iterator[Period]:
        if self.last_year:
            years: tuple[int, ...] = (self.last_year,)
        else:
            years = (near.year - 1, near.year, near.year + 1) if near else ()
        periods = [period for year in years if (period := self._in_year(year))]
        if near and len(periods) > 1:
            periods = [min(periods, key=lambda period: abs(period.start.first - near))]
        yield from periods

    def in_any_calendar(self) -> bool:
        return bool(self._in_year(2024))  # a leap year

    def _in_year(self, year: int) -> Period | None:
        first_year, first_month, first_day = self.first
        second_year, second_month, second_day = self.second
        if not self.joint:
            month, day = first_month or second_month, first_day or second_day
            date = _calendar(year, month, day)
            return Period(date, date) if date else None
        last_month = second_month or first_month
        end = _calendar(second_year or year, last_month, second_day)
        start_year = first_year or year
        if not first_year and first_month and last_month and first_month > last_month:
            start_year -= 1  # 30 December – 2 January 2023
        start = _calendar(start_year, first_month or second_month, first_day)
        if not start or not end or start.precision != end.precision or start.first >= end.first:
            return None
        return Period(start, end) if self._joins(start, end) else None

    def _joins(self, start: PartialDate, end: PartialDate) -> bool:
        """Whether "12 and 13 October" is a period: two neighbouring days are, others are not."""
        if not re.fullmatch(AND, self.joint, re.IGNORECASE):
            return True
        return start.last + datetime.timedelta(days=1) == end.first


def _half(groups: dict[str, str | None], half: str) -> tuple[int | None, int | None, int | None]:
    year, day = groups.get(f"y{half}"), groups.get(f"d{half}")
    number, word = groups.get(f"n{half}"), groups.get(f"m{half}")
    month = int(number) if number else month_number(word) if word else None
    day_digits = re.match(r"\d+", day) if day else None
    return int(year) if year else None, month, int(day_digits[0]) if day_digits else None


def _is_bare_number(date: WrittenDate, text: str) -> bool:
    """Whether a lone four-digit number in running text may as well be a count."""
    if not re.fullmatch(YEAR, date.text):
        return False
    follows = text[date.finish :]
    ends_here = not follows.strip() or re.match(r"\s*[.,;:)\n]", follows)
    return not ends_here and not YEAR_CUE.search(text[: date.begin])


def _longest_first_from_the_left(dates: list[WrittenDate]) -> list[WrittenDate]:
    chosen: list[WrittenDate] = []
    for date in sorted(dates, key=lambda d: (d.begin, -d.finish)):
        if not chosen or date.begin >= chosen[-1].finish:
            chosen.append(date)
    return chosen
