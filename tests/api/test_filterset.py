"""A FilterSet as pages use it: a form, its errors, and the active filters as chips."""

import pytest
from django.http import QueryDict
from django.utils import translation

from events.filters import VisitFilterSet
from tests.factories import CountryFactory, VisitFactory, VisitTypeFactory

pytestmark = pytest.mark.django_db


def asked(query: str, **options) -> VisitFilterSet:
    return VisitFilterSet(QueryDict(query), **options)


def test_without_a_question_it_has_the_published_records():
    visit = VisitFactory()
    VisitFactory(state="draft")
    assert list(VisitFilterSet().qs) == [visit]


def test_chips_say_the_active_filters_and_how_to_drop_each():
    CountryFactory(code="UZB", name_en="Uzbekistan", iso_alpha2="UZ")
    chips = asked("host_country=uz&year__n=2021&city__ic=a&page=3", reserved={"page"}).chips()
    assert [(chip.parameter, chip.value, chip.label) for chip in chips] == [
        ("host_country", "uz", "host country: Uzbekistan"),
        ("year__n", "2021", "year is not: 2021"),
        ("city__ic", "a", "city contains: a"),
    ]
    assert chips[0].remaining == "year__n=2021&city__ic=a"


def test_one_value_of_a_repeated_filter_can_be_dropped():
    chips = asked("status=held&status=cancelled").chips()
    assert [chip.remaining for chip in chips] == ["status=cancelled", "status=held"]


def test_a_chip_tells_a_person_only_when_published():
    visit = VisitFactory(visitor__name_en="Tokayev")
    query = f"visitor={visit.visitor.public_id}"
    assert asked(query).chips()[0].label == "visitor: Tokayev"
    visit.visitor.state = "draft"
    visit.visitor.save()
    assert asked(query).chips()[0].label == f"visitor: {visit.visitor.public_id}"


def test_a_form_may_send_blank_fields():
    visit = VisitFactory()
    filters = asked("q=&year=&host_country=UZB&visit_type=", from_form=True)
    assert filters.is_valid()
    assert [chip.parameter for chip in filters.chips()] == ["host_country"]
    assert list(filters.qs) == [visit]


def test_an_error_stands_beside_its_field_and_no_record_is_shown():
    VisitFactory()
    filters = asked("year=soon&colour=red")
    assert not filters.is_valid()
    assert "year" in filters.form.errors
    assert filters.form.non_field_errors() == ["There is no parameter “colour”."]
    assert not filters.qs.exists()
    assert filters.chips() == []


def test_the_form_offers_the_main_filters_with_names_in_the_language():
    VisitTypeFactory(code="official", name_en="official", name_ru="официальный")
    with translation.override("ru"):
        html = str(asked("visit_type=official").form["visit_type"])
    assert '<option value="official" selected>официальный</option>' in html
    assert list(asked("").form.fields) == list(VisitFilterSet.main)


def test_a_list_with_several_values_keeps_them_all():
    html = str(asked("status=held&status=cancelled").form["status"])
    assert html.count(" selected") == 2
    assert " multiple" in html
