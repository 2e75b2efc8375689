"""Finding one row by what a person types: a part of its name in any script, a code, a public id.

The page's script offers what ``offered`` finds and puts the chosen row's label into the box.
Without a script the typed text itself is looked up, and has to mean one row.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _

from countries.models import Country, Position
from countries.models.base import FoldedField
from countries.names import fold, normalise

KEY_AT_THE_END = re.compile(r"\(([^()\s]+)\)\s*$")
BRACKET = re.compile(r" \(")
SHOWN = 8
LONGEST = 400  # characters of a label: a box takes no more than 500
UNDECIDED = re.compile(r"(?:[iyeoий]+|[cdghkqsz]+)$", re.IGNORECASE)
SHORTEST_BEGINNING = 3  # letters
LOOKED_THROUGH = 50
NEW = "+"


def key_of(row: Any) -> str:
    """The short name of a row that no other row of its model has: ``P8``, ``UZB`` or ``#12``."""
    if hasattr(row, "public_id_prefix"):
        return row.public_id
    return row.pk if isinstance(row.pk, str) else f"#{row.pk}"


def label_of(row: Any) -> str:
    """How a row is written in a box: ``Kassym-Jomart Tokayev (P8)``, ``President (KAZ)``."""
    return labels_of([row])[0]


def labels_of(rows: Sequence[Any]) -> list[str]:
    """How rows of one model are written in a box.

    A number that nobody knows stands only where nothing else tells two rows apart: a model may
    offer ``ways_to_write`` a row, ever more exact, and the first is taken that no other row shares.
    """
    if not rows or not hasattr(rows[0], "ways_to_write"):
        return [_plain_label(row) for row in rows]
    model = type(rows[0])
    alike = list(model._default_manager.titled({row.title for row in rows}))
    taken = {row.pk: set(map(fold, row.ways_to_write())) for row in alike}
    return [
        next(
            (way for way in row.ways_to_write() if _is_free(way, row, taken)),
            _with_key(row, key_of(row)),
        )
        for row in rows
    ]


def _is_free(way: str, row: Any, taken: dict[int, set[str]]) -> bool:
    """Whether a way to write a row fits a box and is no way to write another row."""
    fits = len(way) <= LONGEST
    return fits and not any(fold(way) in ways for key, ways in taken.items() if key != row.pk)


def _plain_label(row: Any) -> str:
    placed = isinstance(row, Position) and (row.country_id or row.organization_id)
    return str(row) if placed else _with_key(row, key_of(row))


def _with_key(row: Any, key: str) -> str:
    text = str(row)[:LONGEST]
    return text if text.endswith(f"({key})") else f"{text} ({key})"


def candidates(model: Any, text: str, limit: int = SHOWN) -> list:
    """The rows that a text may mean, best first: a key, a name that begins so, any other."""
    if row := _by_key(model, text):
        return [row]
    rows = model._default_manager.all()
    words = [word for word in text.split() if fold(word)]
    if not words:
        return []
    for word in words:
        rows = rows.filter(_names_contain(model, word))
    begins = Case(When(_own_key_begins(model, text), then=Value(0)), default=Value(1))
    return list(rows.order_by(begins, *model._meta.ordering)[:limit])


def offered(model: Any, text: str) -> list:
    """The rows to offer while a text is still being typed.

    Letters that are folded together with the next one may not be found yet: “tokay” is on its way
    to “Tokayev”, whose key is “tokaev”. Where nothing is found, they are left off, and the names as
    they are spelt have to go on as typed.
    """
    found = candidates(model, text)
    shorter = UNDECIDED.sub("", text.rstrip())
    if found or len(fold(shorter).rpartition(" ")[2]) < SHORTEST_BEGINNING:
        return found
    words = normalise(text).split()
    rows = candidates(model, shorter, LOOKED_THROUGH)
    return [row for row in rows if all(word in _spelt(row) for word in words)][:SHOWN]


def find(model: Any, text: str):
    """The one row that a text means. Raises ValidationError that names the candidates."""
    row = _by_key(model, text)
    found = [row] if row else _as_written(model, text) or candidates(model, text)
    same = [row for row in found if fold(str(row)) == fold(text)]
    if len(same or found) == 1:
        return (same or found)[0]
    if not found:
        raise ValidationError(_("Nothing is found for “%s”.") % text, code="unknown")
    raise ValidationError(
        _("“%(text)s” may mean %(rows)s: write more of it, or what stands in brackets.")
        % {"text": text, "rows": ", ".join(_apart(found))},
        code="ambiguous",
    )


def _apart(rows: list) -> list[str]:
    """The labels of rows; with their keys where two are written alike."""
    labels = labels_of(rows)
    return [
        label if labels.count(label) == 1 else _with_key(row, key_of(row))
        for row, label in zip(rows, labels, strict=True)
    ]


def _as_written(model: Any, text: str) -> list:
    """The rows that are written so in a box: ``President (KAZ)``, ``Title (Publisher, 2022)``."""
    if model is Position:
        return _by_place(text)
    if not hasattr(model, "ways_to_write"):
        return []
    titles = {text, *(text[: match.start()] for match in BRACKET.finditer(text))}
    rows = model._default_manager.titled(titles)
    return [row for row in rows if fold(text) in map(fold, row.ways_to_write())]


def _by_place(text: str) -> list:
    match = KEY_AT_THE_END.search(text)
    if not match:
        return []
    offices = Position.objects.filter(Q(country=match[1]) | Q(organization=match[1]))
    return [office for office in offices if fold(str(office)) == fold(text)]


def _by_key(model: Any, text: str):
    """The row whose key is the text, or stands in brackets at its end."""
    match = KEY_AT_THE_END.search(text)
    key = (match[1] if match else text).strip()
    number = key[1:]
    prefix = getattr(model, "public_id_prefix", "#")
    rows = model._default_manager
    if isinstance(model._meta.pk, models.CharField):
        code = Q(pk__iexact=key)
        if model is Country and len(key) == 2:
            code |= Q(iso_alpha2=key.upper())
        return rows.filter(code).first()
    if key[:1].upper() == prefix and number.isascii() and number.isdigit():
        return rows.filter(pk=int(number[:18])).first()
    return None


def _search_keys(model: Any) -> list[str]:
    return [field.name for field in _folded_fields(model)]


def _folded_fields(model: Any) -> list[FoldedField]:
    return [field for field in model._meta.fields if isinstance(field, FoldedField)]


def _spelt(row: Any) -> str:
    """All names of a row as they are written, without case and accents."""
    names = {name for field in _folded_fields(row) for name in field.sources}
    return normalise(" ".join(str(getattr(row, name) or "") for name in sorted(names)))


def _names_contain(model: Any, word: str) -> Q:
    if hasattr(model._default_manager, "search"):
        return Q(pk__in=model._default_manager.search(word).values("pk"))
    found = Q(pk__in=[])
    for name in _search_keys(model):
        found |= Q(**{f"{name}__contains": fold(word)})
    return found


def _own_key_begins(model: Any, text: str) -> Q:
    found = Q(pk__in=[])
    for name in _search_keys(model):
        found |= Q(**{f"{name}__startswith": fold(text)})
    return found
