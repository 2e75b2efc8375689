"""A printed report can be checked: each figure, asked again at its instant, is what was printed."""

import datetime
import hashlib
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from countries.models import Country, EditorialState
from diplotrack.report.contents import report_contents
from events.models import SignedDocument, Visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
MADE = datetime.datetime(2026, 1, 15, 9, 30, tzinfo=datetime.UTC)
SITE = "http://testserver"


@pytest.fixture
def contents():
    country = Country.objects.get(pk="KAZ")
    return report_contents(country, 2022, made_at=MADE, base_url=SITE)


@pytest.fixture
def _changed_later(contents):
    """Withdrawn, moved into another year, deleted: whatever happens to a record."""
    visits = Visit.objects.filter(guest_country="KAZ", start_date__year=2022).order_by("pk")
    withdrawn, moved, gone = visits[:3]
    withdrawn.state = EditorialState.WITHDRAWN
    withdrawn.save()
    moved.start_date = moved.end_date = datetime.date(2023, 3, 3)
    moved.save()
    gone.delete()
    document = SignedDocument.objects.published().involving("KAZ").filter(signed_date__year=2022)[0]
    document.delete()


def checksum_as_documented(answer: dict) -> str:
    """As docs/report.md says."""
    figures = {one["code"]: [one["value"], one["high"]] for one in answer["figures"]}
    told = {"country": answer["country"], "year": answer["year"], "figures": figures}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def as_printed(low: int, high: int | None) -> str:
    return str(low) if high in (None, low) else f"{low}–{high}"


@pytest.mark.usefixtures("_changed_later")
def test_the_api_gives_the_printed_figures_after_the_record_has_changed(client, contents):
    answer = client.get(contents["addresses"]["api"]).json()

    again = {one["code"]: as_printed(one["value"], one["high"]) for one in answer["figures"]}
    assert again == {one["code"]: one["value"] for one in contents["figures"]}
    assert checksum_as_documented(answer) == contents["checksum"]


@pytest.mark.usefixtures("_changed_later")
def test_the_figures_of_today_are_others(client, contents):
    today = client.get("/api/v1/years/2022/?country=KAZ").json()

    assert checksum_as_documented(today) != contents["checksum"]


@pytest.mark.usefixtures("_changed_later")
def test_the_records_behind_each_figure_are_those_of_that_day(client, contents):
    """Where the list is as long as the figure says; elsewhere the list still answers."""
    then = {one["code"]: one for one in client.get(contents["addresses"]["api"]).json()["figures"]}
    for figure in contents["figures"]:
        answer = client.get(figure["records"] + "&limit=1")
        assert answer.status_code == 200, figure["records"]
        if then[figure["code"]]["counts_records"]:
            assert str(answer.json()["count"]) == figure["value"], figure["code"]


@pytest.mark.usefixtures("_changed_later")
def test_the_report_itself_can_be_had_again(client, contents):
    instant = contents["addresses"]["api"].partition("as_of=")[2]
    country = Country.objects.get(pk="KAZ")
    again = report_contents(
        country,
        2022,
        made_at=MADE,
        base_url=SITE,
        as_of=datetime.datetime.fromisoformat(instant),
    )

    changed = {key for key in contents if again[key] != contents[key]}
    assert changed <= {"charts"}
    assert [chart["title"] for chart in again["charts"]] == [c["title"] for c in contents["charts"]]
    assert again["charts"][0]["alternative"] == contents["charts"][0]["alternative"]
    assert f"as_of={instant}" in contents["addresses"]["again"]


def test_the_addresses_name_an_instant_and_nothing_of_them_needs_escaping(contents):
    for address in (contents["addresses"]["api"], *(f["records"] for f in contents["figures"])):
        instant = address.partition("as_of=")[2]
        assert instant.endswith("Z")
        assert datetime.datetime.fromisoformat(instant).tzinfo is not None


def test_the_history_can_be_checked_against_the_printed_seal():
    call_command("verify_history", "--seal", stdout=StringIO())
    country = Country.objects.get(pk="KAZ")
    seal = report_contents(country, 2022, made_at=MADE, base_url=SITE)["seal"]

    call_command("verify_history", "--anchor", seal, stdout=StringIO())

    assert int(seal.partition(":")[0]) > 0
    with pytest.raises(CommandError):
        call_command("verify_history", "--anchor", f"{seal[:-1]}x", stdout=StringIO())


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        ("yesterday", "Give a date (2023-01-12)"),
        ("2023-01-12T09:00:00", "Give the time with its offset"),
        ("2199-01-01T00:00:00Z", "lies ahead"),
    ],
)
def test_an_instant_that_cannot_be_is_refused(client, as_of, words):
    response = client.get("/years/2022/report.pdf", {"as_of": as_of})

    assert response.status_code == 400
    assert words in response.content.decode()


def test_before_the_record_began_there_is_nothing(client):
    page = client.get("/years/2022/report.html?as_of=2001-01-01").content.decode()

    assert "Nothing is on record for this year." in page
