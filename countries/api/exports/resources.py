"""A resource's rows as a table to download."""

from countries.api.exports.copying import copied_rows
from countries.api.exports.places import place_key, placing
from countries.api.exports.tables import ExportTable, columns_of
from countries.api.serializers import RowSerializer


def resource_table(serializer: RowSerializer, rows, name: str, form: str) -> ExportTable:
    """The rows of a queryset, by a serializer. On a map they lie at their country's point."""
    key = place_key(serializer) if form == "geojson" else ""
    hidden = {key} - serializer.wanted if key else set()
    columns = columns_of(serializer)
    if hidden:
        wanted = serializer.wanted | hidden
        serializer = type(serializer)(
            serializer.context, wanted=wanted, lists=serializer.lists, more=serializer.more
        )
    return ExportTable(
        name=name,
        columns=columns,
        rows=lambda: serializer.rows(rows),
        count=lambda most: _count(rows, most),
        place=placing(serializer.context, key),
        hidden=frozenset(hidden),
        copied=copied_rows(serializer, rows) if form == "csv" else None,
    )


def _count(rows, most: int) -> int:
    """How many rows there are, counted no further than one beyond ``most``."""
    if rows.query.is_sliced:
        return rows.count()
    return rows.order_by()[: most + 1].count()
