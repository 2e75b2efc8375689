"""The citations of a record, nested in its row."""

from countries.api.columns import Choice, Column, Partial, plain
from countries.api.serializers import Child
from countries.api.words import Words
from events.models import Citation


def citations(record: str) -> Child:
    """Citations with their sources; ``record`` is the foreign key in ``Citation``."""
    return Child(
        "citations",
        Citation,
        record,
        (
            Column("source", "source_id"),
            Column("title", "source__title"),
            Column("publisher", "source__publisher"),
            Column("url", "source__url"),
            Column("archive_url", "source__archive_url"),
            Partial("published_date", "source__published_date"),
            *plain("field", "value", "quote", "page", "accessed_date"),
            Choice("check_state", Citation.Check.choices),
        ),
        Words("url|title"),
    )
