"""``/visits.ics`` and ``/summits.ics``, read by somebody else's parser."""

import datetime

import icalendar
import pytest

from events.api.icalendar import escaped, folded, span
from tests.factories import CountryFactory, SummitFactory, VisitFactory

DAY = datetime.date


def events_of(client, path: str) -> list:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    data = b"".join(response.streaming_content)
    assert max(map(len, data.split(b"\r\n"))) <= 75
    return icalendar.Calendar.from_ical(data).walk("VEVENT")


def test_a_visit_is_an_all_day_event(client, db):
    CountryFactory(code="UZB", name_en="Uzbekistan")
    visit = VisitFactory(
        start_date=DAY(2022, 4, 1),
        end_date=DAY(2022, 4, 3),
        city="Tashkent",
        purpose="Talks; a, b\nc",
    )
    (event,) = events_of(client, "/visits.ics")
    assert event["UID"] == f"{visit.public_id}-KAZ@diplotrack"
    assert event["SUMMARY"] == f"{visit.visitor.name_en}: Uzbekistan"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (DAY(2022, 4, 1), DAY(2022, 4, 4))
    assert event["LOCATION"] == "Tashkent, Uzbekistan"
    assert event["DESCRIPTION"].endswith("Talks; a, b\nc")
    assert event["STATUS"] == "CONFIRMED"
    assert event["URL"] == f"http://testserver/visits/{visit.public_id}/"


@pytest.mark.parametrize(
    ("start", "end", "first", "last", "exact"),
    [
        ("2022-04-01", None, DAY(2022, 4, 1), DAY(2022, 4, 1), True),
        ("2022-04-01", "2022-04-03", DAY(2022, 4, 1), DAY(2022, 4, 3), True),
        ("2022-04", None, DAY(2022, 4, 1), DAY(2022, 4, 30), False),
        ("2022-04-20", "2022-05", DAY(2022, 4, 20), DAY(2022, 5, 31), False),
        ("2022", None, DAY(2022, 1, 1), DAY(2022, 12, 31), False),
    ],
)
def test_a_partial_date_covers_its_whole_period(start, end, first, last, exact):
    assert span(start, end) == (first, last, exact)


def test_a_day_that_is_not_known_is_said_so(client, db):
    VisitFactory(start_date=DAY(2022, 4, 1), start_date_precision="month", end_date=None)
    (event,) = events_of(client, "/visits.ics")
    assert event["SUMMARY"].endswith("(2022-04)")
    assert event["STATUS"] == "TENTATIVE"
    assert event["DTEND"].dt == DAY(2022, 5, 1)


def test_planned_and_held_events_are_in_and_called_off_ones_on_request(client, db):
    for status in ("announced", "held", "postponed", "cancelled"):
        VisitFactory(status=status)
    assert {e["STATUS"] for e in events_of(client, "/visits.ics")} == {"TENTATIVE", "CONFIRMED"}
    (event,) = events_of(client, "/visits.ics?status=cancelled")
    assert event["STATUS"] == "CANCELLED"


def test_drafts_are_not_in_it(client, db):
    VisitFactory(state="draft")
    assert events_of(client, "/visits.ics") == []


def test_the_filters_of_the_list_are_those_of_the_calendar(client, db):
    VisitFactory(start_date=DAY(2021, 4, 1))
    kept = VisitFactory(start_date=DAY(2022, 4, 1))
    (event,) = events_of(client, "/visits.ics?year=2022&guest_country=KAZ")
    assert event["UID"].startswith(kept.public_id)


def test_summits_have_theirs_in_the_language_that_was_asked(client, db):
    SummitFactory(title="A council", title_ru="Совет глав государств и очень длинное название" * 3)
    (event,) = events_of(client, "/summits.ics?lang=ru")
    assert event["SUMMARY"].startswith("Совет глав")
    (event,) = events_of(client, "/summits.ics")
    assert event["SUMMARY"] == "A council"


@pytest.mark.parametrize("path", ["/visits.ics?yeer=2022", "/summits.ics?limit=5"])
def test_what_does_not_exist_is_refused_by_name(client, db, path):
    response = client.get(path)
    assert response.status_code == 400
    assert response.json()["parameter"] in path


def test_the_cost_does_not_grow_with_the_events(client, db, django_assert_max_num_queries):
    VisitFactory.create_batch(5)
    with django_assert_max_num_queries(4):
        assert len(events_of(client, "/visits.ics")) == 5


def test_text_is_escaped_and_folded_inside_no_letter():
    assert escaped("a\\b;c,d\r\ne\x07") == "a\\\\b\\;c\\,d\\ne"
    line = "SUMMARY:" + "қ" * 100
    pieces = folded([line]).split(b"\r\n")
    assert all(len(piece) <= 75 and piece.decode() for piece in pieces[:-1])
    assert folded([line]).replace(b"\r\n ", b"").decode() == line + "\r\n"
