"""A list of the admin as a file: what it shows, in every format, and the way back in."""

import csv
import io
import json

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from countries.api.exports import FORMATS
from events.imports.guessing import guess
from events.imports.mapping import Mapping
from events.imports.plan import Choices
from events.imports.planner import Planner
from events.imports.reading import read_sheet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def visits():
    """A published one, and a draft whose visitor and companion are drafts too."""
    shown = factories.VisitFactory(city="Turku", state="published")
    secret = factories.PersonFactory(name_en="Secret Guest", state="draft")
    hidden = factories.VisitFactory(city="Oulu", state="draft", visitor=secret)
    companion = factories.PersonFactory(name_en="Secret Aide", state="draft")
    factories.VisitParticipantFactory(visit=hidden, person=companion)
    return shown, hidden


def address(form="csv", label="events.visit", asked=""):
    return reverse("export-list", args=[label, form]) + asked


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def rows(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(response).decode(), newline="")))


def test_it_has_drafts_with_everybody_they_name(analyst, visits):
    published, draft = sorted(rows(analyst.get(address())), key=lambda row: row["city"] == "Oulu")
    assert (published["city"], published["state"]) == ("Turku", "published")
    assert (draft["visitor_name"], draft["state"]) == ("Secret Guest", "draft")
    assert "Secret Aide" in draft["participants"]


def test_it_has_what_the_list_shows(analyst, visits):
    assert [row["city"] for row in rows(analyst.get(address(asked="?state__exact=draft")))] == [
        "Oulu"
    ]
    assert [row["city"] for row in rows(analyst.get(address(asked="?q=secret")))] == ["Oulu"]
    asked = "?o=1"
    listed = analyst.get(reverse("admin:events_visit_changelist") + asked).context["cl"]
    ids = [f"V{visit.pk}" for visit in listed.result_list]
    assert [row["id"] for row in rows(analyst.get(address(asked=asked)))] == ids


def test_a_filter_that_does_not_exist_is_refused(analyst, visits):
    assert analyst.get(address(asked="?visitor__password=x")).status_code == 400


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_says_what_it_is(analyst, visits, form):
    response = analyst.get(address(form))
    name = response["Content-Disposition"]
    assert "attachment" in name
    assert "visits_admin_" in name
    assert name.rstrip('"').endswith(f".{form}")
    assert body(response)


def test_the_list_links_to_each_format_of_what_it_shows(analyst, visits):
    page = analyst.get(reverse("admin:events_visit_changelist"), {"state__exact": "draft"})
    for form in FORMATS:
        assert address(form, asked="?state__exact=draft") in page.content.decode()


@pytest.mark.parametrize(
    "label",
    ["events.summit", "events.signeddocument", "events.chairmanship", "events.initiative",
     "events.journey", "events.source", "countries.person", "countries.country",
     "countries.organization"],
)  # fmt: skip
def test_other_lists_have_it_too(analyst, label):
    response = analyst.get(address("jsonl", label))
    assert response.status_code == 200
    body(response)


@pytest.mark.parametrize("shown_first", [True, False])
def test_the_public_sees_no_more_than_before(analyst, visits, shown_first):
    """In either order: what is asked once must not answer for the other."""
    if shown_first:
        assert b"Secret" in body(analyst.get(address("jsonl")))
    public = Client().get("/api/v1/visits/?format=jsonl")
    assert b"Secret" not in body(public)
    assert b"Secret" not in Client().get("/api/v1/visits/").content
    assert b"Secret" in body(analyst.get(address("jsonl")))
    assert b"Secret" not in body(Client().get("/api/v1/visits/?format=jsonl"))


def test_a_hidden_companion_of_a_published_visit_stays_hidden_outside(analyst, visits):
    shown, _hidden = visits
    aide = factories.PersonFactory(name_en="Quiet Aide", state="draft")
    factories.VisitParticipantFactory(visit=shown, person=aide)
    assert b"Quiet Aide" in body(analyst.get(address("jsonl")))
    for form in ("csv", "jsonl"):
        assert b"Quiet Aide" not in body(Client().get(f"/api/v1/visits/?format={form}"))


def test_who_may_not_see_the_list_gets_no_file(visits):
    client = Client()
    User.objects.create_user("nobody", password="x", is_staff=True)
    client.login(username="nobody", password="x")
    assert client.get(address()).status_code == 403
    assert Client().get(address()).status_code == 302


def test_other_formats_and_models_are_not_there(analyst):
    assert analyst.get(address("docx")).status_code == 404
    assert analyst.get(address(label="auth.user")).status_code == 404
    assert analyst.get(address(label="no.such")).status_code == 404


def test_more_rows_cost_no_more_queries(analyst, visits):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            body(analyst.get(address("jsonl")))
        return len(asked)

    few = queries()
    for _number in range(4):
        factories.VisitParticipantFactory(visit=factories.VisitFactory(state="draft"))
    assert queries() == few


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_the_file_comes_back_in_unchanged(analyst, visits, form):
    data = body(analyst.get(address(form)))
    sheet = read_sheet(data, name=f"list.{form}", encoding="")
    plan = Planner(Mapping.of(guess(sheet, ())), Choices()).plan(sheet)
    assert plan.rejects == []
    assert plan.unchanged == 2


def test_a_line_of_json_has_its_state(analyst, visits):
    lines = body(analyst.get(address("jsonl"))).decode().splitlines()
    assert {json.loads(line)["state"] for line in lines} == {"draft", "published"}
