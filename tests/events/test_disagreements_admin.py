"""Sources that disagree stand side by side in the admin, and a reviewer decides with a reason."""

import pytest
from django.urls import reverse

from events.models import FieldDecision
from tests import factories
from tests.admin_forms import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    visit = factories.VisitFactory(city="Astana")
    for city in ("Astana", "Almaty"):
        factories.CitationFactory(visit=visit, field="city", value=city)
    return visit


def page_of(visit) -> str:
    return reverse("decide-disagreement", args=["visit", visit.pk])


def reading(visit, value):
    return visit.citations.get(value=value)


def test_the_list_shows_the_state_and_is_filtered_by_it(reviewer, visit):
    factories.CitationFactory()
    address = reverse("admin:events_visit_changelist")
    assert "contested" in reviewer.get(address).content.decode()
    found = reviewer.get(address, {"source_state": "contested"}).context["cl"].result_list
    assert [row.pk for row in found] == [visit.pk]
    other = reviewer.get(address, {"source_state": "confirmed"}).context["cl"].result_list
    assert not other


def test_the_form_says_it_and_leads_to_the_page(reviewer, visit):
    form = reviewer.get(reverse("admin:events_visit_change", args=[visit.pk])).content.decode()
    assert "The sources disagree on the city:" in form
    assert page_of(visit) in form


def test_a_reviewer_decides_with_a_reason(reviewer, visit):
    chosen = {"citation": reading(visit, "Astana").pk, "reason": "the akimat's page"}
    page = reviewer.post(page_of(visit), chosen, follow=True).content.decode()
    assert "We follow Astana: the akimat" in page
    decision = FieldDecision.objects.get()
    assert (decision.value, decision.author) == ("Astana", "reviewer")


@pytest.mark.parametrize("left_out", ["citation", "reason"])
def test_neither_the_choice_nor_the_reason_may_be_missing(reviewer, visit, left_out):
    chosen = {"citation": reading(visit, "Astana").pk, "reason": "the akimat's page"}
    page = reviewer.post(page_of(visit), chosen | {left_out: " "}, follow=True)
    assert "say why" in page.content.decode()
    assert not FieldDecision.objects.exists()


def test_a_source_of_another_record_is_not_followed(reviewer, visit):
    other = factories.CitationFactory(field="city", value="Paris")
    reviewer.post(page_of(visit), {"citation": other.pk, "reason": "x"})
    assert not FieldDecision.objects.exists()


def test_an_analyst_compares_and_does_not_decide(visit):
    analyst = signed_in("analyst", "analyst")
    assert "Almaty" in analyst.get(page_of(visit)).content.decode()
    chosen = {"citation": reading(visit, "Astana").pk, "reason": "x"}
    assert analyst.post(page_of(visit), chosen).status_code == 403


def test_whoever_may_not_see_the_record_sees_no_readings(visit):
    assert signed_in("stranger").get(page_of(visit)).status_code == 403


@pytest.mark.parametrize("address", ["visit/99999", "source/1"])
def test_what_is_no_record_has_no_page(reviewer, address):
    assert reviewer.get(f"/admin/disagreements/{address}/").status_code == 404
