"""The column ``source_state`` of records; it is empty where a record has no source."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import OuterRef, Subquery

from countries.api.columns import Choice, Row
from countries.api.context import RowContext
from countries.api.exports.cells import Expressions, expressions, label
from countries.api.words import sql
from countries.models.base import LISTS, SourceState

NAME = "source_state"

NOT_A_FIELD = ", ".join(f"'{name}'" for name in ("", *LISTS))
GIVEN = f"FILTER (WHERE field NOT IN ({NOT_A_FIELD}) AND value <> '')"
STATE_OF = (
    f"CASE WHEN count(DISTINCT (field, btrim(value))) {GIVEN} > count(DISTINCT field) {GIVEN} "
    f"THEN '{SourceState.CONTESTED}' WHEN min(source_id) <> max(source_id) "
    f"THEN '{SourceState.CONFIRMED}' WHEN count(*) > 0 THEN '{SourceState.SINGLE}' END"
)


class SourceStateColumn(Choice):
    """Computed from the citations that the row shows anyway.

    Asked of the database row by row it took most of the time of a list.
    """

    child = "citations"
    child_keys = frozenset(("source", "field", "value"))
    needs = ()

    def fill(self, rows: list[Row], children: Mapping[Any, list[Row]]) -> None:
        for row in rows:
            cited = children.get(row["pk"], ())
            row[NAME] = SourceState.of((c["source"], c["field"], c["value"]) for c in cited)


SOURCE_STATE = SourceStateColumn(NAME, SourceState.choices)


@expressions.register
def _(column: SourceStateColumn, model: Any, context: RowContext) -> Expressions:
    """The rule of ``SourceState.of`` in one look at the record's citations."""
    link = model._meta.get_field("citations").field
    rows = link.model._default_manager.filter(**{link.name: OuterRef("pk")}).order_by()
    rows = rows.values(link.name).annotate(found_state=sql(STATE_OF))
    state = Subquery(rows.values("found_state"))
    return {NAME: state, f"{NAME}_name": label(column, state, context)}


class WithSourceState:
    """A serializer whose rows say whether their sources agree."""

    @classmethod
    def prepared(cls, queryset, order: Iterable[str] = ()):
        queryset = super().prepared(queryset, order)
        return queryset.with_source_state() if NAME in order else queryset
