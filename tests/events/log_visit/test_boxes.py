"""What is typed in a box is found in any script, and the page is told what follows from it."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from countries.lookups import find
from countries.models import Person, Position
from events.models import Visit
from tests import factories
from tests.events.log_visit.steps import PAGE, log

pytestmark = pytest.mark.django_db


def test_the_page_is_told_what_the_record_knows(analyst, guest, host):
    draft = factories.VisitFactory(
        visitor=guest, state="draft", start_date="2022-09-14", city="Samarkand"
    )
    draft.journey = factories.JourneyFactory(
        traveller=guest,
        state="draft",
        basis="assumed",
        start_date="2022-09-14",
        end_date="2022-09-14",
    )
    draft.save()
    query = {"visitor": f"P{guest.pk}", "host_country": "uzb", "start": "15 Sept 2022"}
    known = analyst.get(f"{PAGE}suggestions/", query).json()
    assert known["fields"]["guest_country"].endswith("(KAZ)")
    assert known["fields"]["counterpart"] == f"Shavkat Mirziyoyev (P{host.pk})"
    assert draft.journey.public_id in known["journey"]
    assert known["cities"] == ["Samarkand"]


def test_typing_makes_nobody(analyst):
    analyst.get(f"{PAGE}suggestions/", {"visitor": "+ Some One"})
    assert not Person.objects.exists()


def test_boxes_are_offered_what_is_typed_in_any_script(analyst, guest, client):
    def offered(text, model="countries.person"):
        return analyst.get(f"/admin/lookup/{model}/", {"q": text}).json()["results"]

    assert offered("Токаев") == [f"Kassym-Jomart Tokayev (P{guest.pk})"]
    assert offered("kz", "countries.country") == []
    assert offered("KAZ", "countries.country") == ["Country KAZ (KAZ)"]
    assert offered("") == offered("(") == []
    assert analyst.get("/admin/lookup/auth.user/", {"q": "a"}).status_code == 404
    assert client.get("/admin/lookup/countries.person/", {"q": "a"}).status_code == 302


@pytest.mark.parametrize("typed", ["tokay", "Tokaye", "kassym-jomart tokay", "mirziyo", "mirziy"])
def test_a_name_is_offered_after_each_letter(analyst, guest, host, typed):
    found = analyst.get("/admin/lookup/countries.person/", {"q": typed}).json()["results"]
    assert len(found) == 1


@pytest.mark.parametrize("typed", ["tokaz", "toy", "mirzaki"])
def test_a_name_that_begins_otherwise_is_not_offered(analyst, guest, host, typed):
    found = analyst.get("/admin/lookup/countries.person/", {"q": typed}).json()["results"]
    assert found == []


def test_an_office_is_written_with_its_country_and_found_by_that(analyst, data, guest):
    query = {"visitor": f"P{guest.pk}", "host_country": "UZB", "start": "15 Sept 2022"}
    fields = analyst.get(f"{PAGE}suggestions/", query).json()["fields"]
    office = guest.tenures.get().position
    assert fields["visitor_position"] == f"{office.name_en} (KAZ)"
    factories.PositionFactory(name_en=office.name_en, country_id="UZB")
    factories.PositionFactory(name_en=f"Deputy of the {office.name_en}", country_id="KAZ")
    assert log(analyst, data, visitor_position=fields["visitor_position"]) == {}
    assert Visit.objects.get().visitor_position == office


def test_two_offices_that_are_written_alike_are_told_apart_by_their_keys():
    offices = [factories.PositionFactory(name_ru="Посол", country__code="KAZ") for _ in range(2)]
    with translation.override("ru"), pytest.raises(ValidationError) as error:
        find(Position, "Посол (KAZ)")
    assert all(f"Посол (KAZ) (#{office.pk})" in error.value.messages[0] for office in offices)
