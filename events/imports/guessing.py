"""A first mapping for a file: its columns by their names in three languages, its dates by sight."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from events.imports.dates import ISO, read_date
from events.imports.mapping import Mapping
from events.imports.ranks import Ranks
from events.imports.tables import Line, Sheet

SHIPPED = Path(__file__).with_name("mappings")
OWN_EXPORT = "diplotrack_export"
OWN_COLUMNS = frozenset({"id", "start_date", "visitor_name", "host_country", "visit_type"})
# What people call the columns of such lists, small letters, spaces for signs.
NAMES: dict[str, tuple[str, ...]] = {
    "start": (
        "start", "start date", "from date", "date", "arrival", "begin", "first day", "date from",
        "начало", "дата начала", "дата", "с", "прибытие", "басталуы", "басталған күні", "күні",
    ),
    "end": (
        "end", "end date", "to date", "until", "departure", "last day", "date to",
        "окончание", "конец", "дата окончания", "по", "аяқталуы", "аяқталған күні",
    ),
    "visitor": (
        "visitor", "visitor name", "name", "person", "leader", "guest", "who",
        "гость", "имя", "фио", "кто", "лицо", "визитер", "мейман", "аты жөні", "аты-жөні", "кім",
    ),
    "visitor_position": (
        "position", "office", "title", "rank", "visitor position", "post",
        "должность", "пост", "ранг", "лауазымы", "лауазым",
    ),
    "guest_country": (
        "guest country", "country of origin", "from", "from country", "sending country",
        "страна гостя", "откуда", "страна визитера", "мейманның елі", "қайдан",
    ),
    "guest_organization": ("guest organization", "organization", "организация", "ұйым"),
    "host_country": (
        "host country", "host", "country", "destination", "to", "to country", "receiving country",
        "страна", "принимающая страна", "куда", "қабылдаушы ел", "ел", "қайда",
    ),
    "cities": ("cities", "places", "locale", "города", "места", "қалалар"),
    "city": ("city", "place", "location", "город", "место", "қала", "қаласы"),
    "other_cities": ("other cities", "другие города", "басқа қалалар"),
    "visit_type": ("visit type", "type", "kind", "тип", "вид визита", "тип визита", "сапар түрі"),
    "status": ("status", "статус", "мәртебесі"),
    "mode": ("mode", "format", "формат", "форматы"),
    "confidence": ("confidence", "достоверность", "сенімділік"),
    "purpose": (
        "purpose", "description", "remarks", "subject", "agenda",
        "цель", "описание", "примечание", "мақсаты", "сипаттама",
    ),
    "note": ("note", "notes", "comment", "заметка", "комментарий", "ескертпе"),
    "source_url": ("source", "source url", "url", "link", "источник", "ссылка", "дереккөз"),
}  # fmt: skip
ID_NAMES = ("id", "no", "number", "key", "external id", "№", "номер", "ид", "нөмірі")
FORMATS = {
    ISO: "2004-12-31, 2004-12, 2004",
    "%d.%m.%Y": "31.12.2004",
    "%m.%Y": "12.2004",
    "%d/%m/%Y": "31/12/2004",
    "%m/%d/%Y": "12/31/2004",
    "%d %B %Y": "31 December 2004",
    "%d %b %Y": "31 Dec 2004",
    "%B %d, %Y": "December 31, 2004",
}
SAMPLE = 50


def guess(sheet: Sheet, sample: Sequence[Line]) -> dict:
    """The content of a mapping that is likely to fit; what cannot be told is left out.

    A list that was exported here needs nothing more.
    """
    if set(sheet.header) >= OWN_COLUMNS:
        return shipped(OWN_EXPORT)
    columns = guess_columns(sheet.header)
    content: dict = {
        "external_id": {"prefix": _prefix(sheet.name)},
        "columns": columns,
        "constants": {},
        "source": {"title": sheet.name},
        "dates": {"formats": guess_formats(sheet, sample, columns)},
    }
    if (column := _column(sheet.header, ID_NAMES)) and _are_different(sheet, sample, column):
        content["external_id"]["column"] = column
    if "visit_type" not in columns:
        content["constants"]["visit_type"] = "other"
    if _have_ranks(sheet, sample, columns.get("visitor", "")):
        content["visitors"] = {"split": True}
    return content


def guess_columns(header: Iterable[str]) -> dict[str, str]:
    """Columns by field, each taken once."""
    left = [column for column in header if column]
    found = {}
    for field, names in NAMES.items():
        if column := _column(left, (field.replace("_", " "), *names)):
            found[field] = column
            left.remove(column)
    if "cities" in found and "city" in found:
        del found["cities"]
    return found


def guess_formats(sheet: Sheet, sample: Sequence[Line], columns: dict[str, str]) -> list[str]:
    """The date formats that the most dates of a sample are written in; ISO at least."""
    places = [sheet.header.index(columns[name]) for name in ("start", "end") if name in columns]
    texts = {line.cells[p] for line in sample for p in places if p < len(line.cells)} - {""}
    wanted, found = set(texts), []
    while wanted:
        read = {name: {t for t in wanted if _reads(t, name)} for name in FORMATS}
        best = max(read, key=lambda name: len(read[name]))
        if not read[best]:
            break
        found.append(best)
        wanted -= read[best]
    return found or [ISO]


def shipped(name: str) -> dict:
    """The content of one of the mappings that come with the product."""
    return Mapping.content_of(SHIPPED / f"{name}.toml")


def shipped_names() -> list[str]:
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def _reads(text: str, date_format: str) -> bool:
    try:
        read_date(text, (date_format,))
    except ValueError:
        return False
    return True


def _column(header: Iterable[str], names: Iterable[str]) -> str:
    by_name = {_key(column): column for column in reversed(list(header))}
    return next((by_name[name] for name in names if name in by_name), "")


def _key(column: str) -> str:
    return " ".join(re.sub(r"[_\-./:]+", " ", column.casefold()).split())


def _are_different(sheet: Sheet, sample: Sequence[Line], column: str) -> bool:
    place = sheet.header.index(column)
    texts = [line.cells[place] for line in sample if place < len(line.cells)]
    return all(texts) and len(set(texts)) == len(texts)


def _have_ranks(sheet: Sheet, sample: Sequence[Line], column: str) -> bool:
    """Whether most names of a sample stand behind an office: “President Aino Laine”. Unsplit, each
    would be a person of that whole name beside the one who is here."""
    if not column:
        return False
    place, ranks = sheet.header.index(column), Ranks()
    texts = {line.cells[place] for line in sample if place < len(line.cells)} - {""}
    return 2 * sum(map(ranks.stand_before, texts)) > len(texts)


def _prefix(name: str) -> str:
    stem = name.rpartition(".")[0] or name
    plain = re.sub(r"[^a-z0-9]+", "-", stem.casefold()).strip("-")[:40].strip("-")
    # Files with names in other letters must not share one: their ids would be taken for the same.
    return plain or f"file-{hashlib.sha256(stem.encode()).hexdigest()[:8]}"
