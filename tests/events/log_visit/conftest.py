"""An analyst, two leaders, and what the page posts when somebody logs a visit."""

import pytest

from countries.models import Person
from tests import factories


def leader(name: str, country: str) -> Person:
    return factories.TenureFactory(
        person__name_en=name, position__country=factories.CountryFactory(code=country)
    ).person


@pytest.fixture
def guest():
    return leader("Kassym-Jomart Tokayev", "KAZ")


@pytest.fixture
def host():
    return leader("Shavkat Mirziyoyev", "UZB")


@pytest.fixture
def data(guest, host):
    factories.VisitTypeFactory(code="state")
    factories.EventKindFactory(code="summit")
    factories.DocumentKindFactory(code="agreement")
    rows = {"rows-TOTAL_FORMS": 4, "rows-INITIAL_FORMS": 0}
    return rows | {
        "visitor": "tokayev",
        "host_country": "UZ",
        "start": "15 Sept 2022",
        "city": "Samarkand",
        "visit_type": "state",
        "status": "held",
        "mode": "in_person",
        "confidence": "high",
        "documents-came_of": "visit",
        "documents-conclusion": "signed",
    }
