"""A list costs the same number of queries whether it has one row or five: the baseline of each."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories

BASELINE = {
    "countries": 5,
    "country-groups": 5,
    "organizations": 4,
    "people": 5,
    "journeys": 6,
    "visits": 9,
    "summits": 9,
    "documents": 9,
    "chairmanships": 6,
    "initiatives": 6,
    "reported-totals": 3,
    "sources": 2,
}


def _visit():
    visit = factories.VisitFactory()
    factories.VisitParticipantFactory(visit=visit)
    factories.SummitParticipantFactory(visit=visit, person=visit.visitor)
    factories.SignedDocumentFactory(visit=visit)
    factories.CitationFactory(visit=visit)


def _summit():
    factories.CitationFactory(visit=None, summit=factories.SummitParticipantFactory().summit)


def _document():
    document = factories.DocumentPartyFactory().document
    factories.DocumentActionFactory(document=document)
    factories.CitationFactory(visit=None, document=document)


def _journey():
    journey = factories.JourneyFactory()
    factories.VisitFactory(journey=journey, visitor=journey.traveller)
    factories.CitationFactory(visit=None, journey=journey)


def _initiative():
    initiative = factories.InitiativeStatusFactory().initiative
    factories.CitationFactory(visit=None, initiative=initiative)


def _chairmanship():
    factories.CitationFactory(visit=None, chairmanship=factories.ChairmanshipFactory())


MAKE = {
    "countries": lambda: factories.CountryGroupMembershipFactory(),
    "country-groups": lambda: factories.CountryGroupMembershipFactory(),
    "organizations": lambda: factories.OrganizationFactory(),
    "people": lambda: factories.TenureFactory(),
    "journeys": _journey,
    "visits": _visit,
    "summits": _summit,
    "documents": _document,
    "chairmanships": _chairmanship,
    "initiatives": _initiative,
    "reported-totals": lambda: factories.ReportedTotalFactory(),
    "sources": lambda: factories.CitationFactory(),
}


def queries(api, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert len(api.get(path)["results"]) >= 1
    return len(captured)


@pytest.mark.parametrize("resource", MAKE)
def test_a_list_costs_a_fixed_number_of_queries(api, resource):
    MAKE[resource]()
    one = queries(api, f"{resource}/")
    for _more in range(4):
        MAKE[resource]()
    assert (one, queries(api, f"{resource}/")) == (BASELINE[resource], BASELINE[resource])
    assert len(api.get(f"{resource}/")["results"]) >= 5
