"""What the numbers of a workbook mean: a number, or the date that its style shows it as."""

import datetime
import re
from dataclasses import dataclass, field

# Number formats that every workbook has without saying so; these are dates or times.
BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
# Of a format's own text: quoted words, escaped letters and [Red] or [$-419] say nothing of dates.
NO_FORMAT = re.compile(r"\"[^\"]*\"|\\.|_.|\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
DATE_LETTER = re.compile(r"[ymdhs]", re.IGNORECASE)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
LAST_SERIAL = 2_958_466  # 10000-01-01
DAY = 86_400


@dataclass
class Styles:
    """Which styles of cells show a number as a date, and from which day days are counted."""

    since_1904: bool = False
    dates: set[int] = field(default_factory=set)
    _formats: dict[int, bool] = field(default_factory=dict)
    _count: int = 0
    _inside: bool = False

    def started(self, tag: str, given: dict[str, str]) -> None:
        if tag == "numFmt":
            code = NO_FORMAT.sub("", given.get("formatCode", ""))
            self._formats[int(given.get("numFmtId", 0))] = bool(DATE_LETTER.search(code))
        elif tag == "cellXfs":
            self._inside = True
        elif tag == "xf" and self._inside:
            number = int(given.get("numFmtId", 0))
            if self._formats.get(number, number in BUILT_IN_DATES):
                self.dates.add(self._count)
            self._count += 1

    def ended(self, tag: str) -> None:
        if tag == "cellXfs":
            self._inside = False


def text_of_number(raw: str, styles: Styles, style: int) -> str:
    """The number as text; with a date's style the day, and the time if there is one."""
    try:
        value = float(raw)
    except ValueError:
        return raw
    if style in styles.dates and 0 <= value < LAST_SERIAL:
        return _date(value, styles.since_1904)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"


def _date(serial: float, since_1904: bool) -> str:
    days, seconds = divmod(round(serial * DAY), DAY)
    time = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if not days and not since_1904:  # a time of no day
        return time
    if since_1904:
        first = datetime.date(1904, 1, 1)
    else:  # Excel holds 1900 for a leap year: its day 60 never was
        first = datetime.date(1899, 12, 30 if days > 60 else 31)
    day = first + datetime.timedelta(days=days)
    return f"{day} {time}" if seconds else day.isoformat()


def plain_text(text: str) -> str:
    """The text without the escapes of characters that XML cannot hold; line ends as one."""
    if "_x" in text:
        text = ESCAPED.sub(_unescaped, text)
    return text.replace("\r\n", "\n")


def _unescaped(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return match[0] if 0xD800 <= number < 0xE000 else chr(number)  # half a letter is no text
