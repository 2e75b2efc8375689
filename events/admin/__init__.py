"""The admin of what happened: entry, review and look-up of every record."""

from events.admin import (
    chairmanships,
    citations,
    documents,
    field_decisions,
    imports,
    initiatives,
    journeys,
    merges,
    people,
    reported,
    revisions,
    sources,
    summits,
    visits,
    vocabulary,
)

__all__ = [
    "chairmanships",
    "citations",
    "documents",
    "field_decisions",
    "imports",
    "initiatives",
    "journeys",
    "merges",
    "people",
    "reported",
    "revisions",
    "sources",
    "summits",
    "visits",
    "vocabulary",
]
