"""The lists behind numbers, as a caller of the API gets them."""

from django.http import QueryDict

from events.filters import (
    ChairmanshipFilterSet,
    InitiativeFilterSet,
    SignedDocumentFilterSet,
    SummitFilterSet,
    VisitFilterSet,
)

FILTERSETS = {
    "visits": VisitFilterSet,
    "summits": SummitFilterSet,
    "documents": SignedDocumentFilterSet,
    "chairmanships": ChairmanshipFilterSet,
    "initiatives": InitiativeFilterSet,
}


def records(resource: str, parameters):
    """The records that the list shows under these parameters."""
    query = QueryDict(mutable=True)
    for name, value in parameters.items():
        query.setlist(name, [value] if isinstance(value, str) else list(value))
    filterset = FILTERSETS[resource](query)
    assert filterset.is_valid(), filterset.problems()
    return filterset.qs


def listed(resource: str, parameters) -> int:
    """How many records the list shows under these parameters."""
    return records(resource, parameters).count()
