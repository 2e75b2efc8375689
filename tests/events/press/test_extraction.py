"""A press text gives what it names, quoted, and a proposal that is no record."""

import datetime

import pytest

from events.models import Visit
from events.models.choices import Confidence
from events.press.extraction import extract
from events.press.mentions import Kind

DAY = datetime.date(2022, 9, 16)

pytestmark = pytest.mark.django_db


def keys(text, kind, published=DAY):
    return [m.key for m in extract(text, published=published).of(kind)]


@pytest.mark.usefixtures("reference")
class TestNames:
    @pytest.mark.parametrize(
        "text",
        [
            "talks in Uzbekistan",
            "переговоры с Узбекистаном",
            "президент Узбекистана",
            "Өзбекстанға барды",
            "Өзбекстанның астанасы",
            "the Uzbek side",
            "узбекской стороной",
            "Uzbekistan’s parliament",
        ],
    )
    def test_a_country_is_found_in_any_language_and_case(self, text):
        assert keys(text, Kind.COUNTRY) == ["UZB"]

    @pytest.mark.parametrize(
        "text",
        [
            "it helps us all",  # US
            "Того министра не было",  # Togo
            "the Indian Ocean",
            "turkey and chips",
            "в этой связи",
            "Gulf states",
        ],
    )
    def test_ordinary_words_are_no_countries(self, text):
        assert keys(text, Kind.COUNTRY) == []

    def test_the_longest_name_holds(self):
        assert keys("from Guinea-Bissau to South Korea", Kind.COUNTRY) == ["GNB", "KOR"]

    def test_a_meeting_of_countries_is_an_organization_and_not_its_parts(self):
        found = extract("Саммит «Центральная Азия – Китай» прошёл в Сиане", published=DAY)
        assert [(m.kind, m.key) for m in found.mentions] == [(Kind.ORGANIZATION, "C5_CHN")]

    def test_both_spellings_and_the_abbreviations_of_an_organization_are_known(self):
        text = "Shanghai Cooperation Organisation (SCO), ШОС, ШЫҰ-ның"
        assert keys(text, Kind.ORGANIZATION) == ["SCO"] * 4

    def test_words_of_visits_are_the_vocabularys_codes(self):
        text = "a state visit, с рабочим визитом, ресми жұмыс сапарымен"
        assert keys(text, Kind.VISIT_TYPE) == ["state", "working", "official_working"]

    def test_a_vice_president_is_no_head_of_state(self):
        assert keys("Vice President and President", Kind.POSITION) == ["other", "head_of_state"]

    def test_a_document_that_nobody_signs_is_doubtful_or_left_out(self):
        (treaty,) = extract("They spoke of a treaty and a decision.", published=DAY).of(
            Kind.DOCUMENT_KIND
        )
        assert (treaty.key, treaty.confidence) == ("treaty", Confidence.LOW)

    def test_a_counted_document_is_no_kind_of_one_document(self):
        assert keys("They signed three declarations.", Kind.DOCUMENT_KIND) == []


@pytest.mark.usefixtures("demo")
class TestPeople:
    def test_a_known_person_is_found_inflected_and_by_surname(self):
        text = "встретился с Шавкатом Мирзиёевым. Потом Мирзиёев уехал"
        first, second = extract(text, published=DAY).of(Kind.PERSON)
        assert first.label == second.label == "Shavkat Mirziyoyev"
        assert (first.confidence, second.confidence) == (Confidence.HIGH, Confidence.MEDIUM)

    def test_a_surname_of_two_people_is_not_guessed(self):
        (person,) = extract("They met Berdimuhamedov there.", published=DAY).of(Kind.PERSON)
        assert person.key == ""
        assert "Serdar" in person.label

    def test_it_is_settled_by_the_full_name_elsewhere_in_the_text(self):
        text = "Serdar Berdimuhamedov spoke. Later Berdimuhamedov left."
        assert len(set(keys(text, Kind.PERSON))) == 1

    def test_another_given_name_is_another_person(self):
        assert keys("Then came Melania Trump with friends", Kind.PERSON) == []

    def test_a_name_after_an_office_is_offered_as_unknown(self):
        text = "He met Prime Minister of Finland Sanna Marin, then went home."
        (person,) = extract(text, published=DAY).of(Kind.PERSON)
        assert (person.key, person.quote) == ("", "Sanna Marin")


@pytest.mark.usefixtures("reference")
class TestTotals:
    @pytest.mark.parametrize(
        ("text", "measure", "value", "qualifier"),
        [
            ("made 13 visits abroad", "outgoing_visits", 13, "exactly"),
            ("26 international online and offline events", "international_events", 26, "exactly"),
            ("signing of 175 documents", "documents_signed", 175, "exactly"),
            ("received over 1,200 documents", "documents_signed", 1200, "more_than"),
            ("посетили более 12 глав государств", "incoming_leaders", 12, "more_than"),
            ("тоғыз сапар жасады", "outgoing_visits", 9, "exactly"),
            ("он екі сапар жасады", "outgoing_visits", 12, "exactly"),
            ("60-тан астам құжатқа қол қойылды", "documents_signed", 60, "more_than"),
            ("spent about 31 days abroad", "days_abroad", 31, "about"),
        ],
    )
    def test_a_count_has_a_measure_a_value_and_a_hedge(self, text, measure, value, qualifier):
        (total,) = extract(text, published=DAY).of(Kind.TOTAL)
        assert (total.key, total.value, total.qualifier) == (measure, value, qualifier)

    @pytest.mark.parametrize(
        "text",
        ["412 people", "31 days of rain", "his first visit", "2.5 documents", "50% documents"],
    )
    def test_other_numbers_are_none(self, text):
        assert extract(text, published=DAY).of(Kind.TOTAL) == ()


@pytest.mark.usefixtures("demo")
class TestExtraction:
    TEXT = (
        "President of Kazakhstan Kassym-Jomart Tokayev paid a state visit to Uzbekistan on "
        "13–15 September 2022. In Tashkent he signed a joint statement. "
    )

    def test_a_visit_is_proposed_with_the_words_that_it_comes_from(self):
        draft = extract(self.TEXT, published=DAY).visit
        assert (draft.guest_code, draft.host_code, draft.city.key) == ("KAZ", "UZB", "Tashkent")
        assert draft.visitor.label == "Kassym-Jomart Tokayev"
        assert (draft.visit_type.key, str(draft.period)) == ("state", "2022-09-13 … 2022-09-15")

    def test_no_visit_is_proposed_where_no_kind_of_visit_is_named(self):
        assert extract("Kazakhstan and Uzbekistan signed a treaty.", published=DAY).visit is None

    def test_quotes_are_the_texts_own_and_do_not_overlap(self):
        found = extract(self.TEXT * 2, published=DAY)
        assert all(found.text[m.begin : m.finish] == m.quote for m in found.mentions)
        ends = [0, *(m.finish for m in found.mentions)]
        assert all(m.begin >= end for m, end in zip(found.mentions, ends, strict=False))

    def test_nothing_is_written(self):
        before = Visit.objects.count()
        extract(self.TEXT, published=DAY)
        assert Visit.objects.count() == before

    def test_a_longer_text_asks_no_more_queries(self, django_assert_num_queries):
        with django_assert_num_queries(13):
            extract(self.TEXT, published=DAY)
        with django_assert_num_queries(13):
            extract(self.TEXT * 40, published=DAY)

    @pytest.mark.parametrize("text", ["", " \n\n ", "…", "'", "12", "<b>", "\x00", "ё" * 500])
    def test_any_text_has_an_answer(self, text):
        assert extract(text, published=DAY).visit is None
