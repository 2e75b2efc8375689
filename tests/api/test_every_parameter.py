"""Every parameter of every list can be asked on this database, and refuses what it cannot read."""

import pytest
from django.http import QueryDict

from countries.models import Region
from diplotrack.api import VIEWSETS
from events.models import ChairmanshipConvention
from tests.factories import (
    ActionTypeFactory,
    CountryFactory,
    CountryGroupFactory,
    DocumentKindFactory,
    EventKindFactory,
    OrganizationFactory,
    SummitSeriesFactory,
    VisitTypeFactory,
)

VALUES = (
    *("true", "2022", "2022-Q2", "2022-04", "2022..2023", "2022-04-13", "KAZ", "ORG", "GROUP"),
    *("official", "summit", "agreement", "in_force", "series", "143", "calendar_year"),
    *(f"{prefix}1" for prefix in "VSDCJIPR"),
)
FILTERSETS = [viewset.filterset_class for viewset in VIEWSETS]


@pytest.fixture
def reference(db):
    CountryFactory(code="KAZ")
    Region.objects.create(code="143", name_en="Central Asia")
    ChairmanshipConvention.objects.create(code="calendar_year", name_en="calendar year")
    OrganizationFactory(code="ORG")
    CountryGroupFactory(code="GROUP")
    SummitSeriesFactory(code="series")
    for factory in (VisitTypeFactory, EventKindFactory, DocumentKindFactory, ActionTypeFactory):
        factory()


@pytest.mark.parametrize("filterset", FILTERSETS, ids=lambda filterset: filterset.__name__)
def test_every_parameter_reaches_the_database(reference, filterset):
    for name, parameter in filterset.parameters().items():
        for value in (*VALUES, *parameter.schema().get("enum", ())):
            asked = filterset(QueryDict(f"{name}={value}"))
            if asked.is_valid():
                assert asked.qs.count() == len(asked.qs)
                assert [chip.parameter for chip in asked.chips()] == [name]
                break
        else:
            pytest.fail(f"no value suits {name}")


@pytest.mark.parametrize("filterset", FILTERSETS, ids=lambda filterset: filterset.__name__)
def test_an_empty_value_is_refused_unless_it_is_a_text(db, filterset):
    for name, parameter in filterset.parameters().items():
        takes_text = type(parameter).__name__ == "TextParameter" and parameter.lookup in ("", "n")
        asked = filterset(QueryDict(f"{name}="))
        assert asked.is_valid() == takes_text, name
        if not takes_text:
            assert [problem.parameter for problem in asked.problems()] == [name]
        assert filterset(QueryDict(f"{name}="), from_form=True).is_valid()
