"""The admin's page: paste a press text, look, choose, and only then make drafts."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from countries.models import EditorialState
from events.models import Citation, NotDuplicate, ReportedTotal, Source, Visit
from tests.admin_forms import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

TEXT = (
    "President of Kazakhstan Kassym-Jomart Tokayev paid a state visit to Uzbekistan on "
    "13–15 September 2022. In Tashkent he signed a treaty. <script>alert(1)</script>\n\n"
    "In 2022 he made 13 visits and signed 175 documents."
)
POST = {
    "text": TEXT,
    "title": "State visit to Uzbekistan",
    "url": "https://example.org/news/1",
    "publisher": "Press service",
    "published": "16 Sept 2022",
}


NEW_TEXT = TEXT.replace("Uzbekistan", "Finland").replace("Tashkent", "Helsinki")
TOTALS = {"totals_country": "KAZ", "totals_year": "2022"}


@pytest.fixture
def analyst(client):
    user = User.objects.create_user("analyst", password="x", is_staff=True)
    names = ["add_visit", "view_visit", "change_visit", "add_source", "add_reportedtotal"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    return client


def post(client, **more):
    return client.post(reverse("press-release"), {**POST, **more})


def rows(response):
    return response.context["reading"].found


def test_it_needs_the_permission_to_add_visits(client):
    client.force_login(User.objects.create_user("reader", password="x", is_staff=True))
    assert client.get(reverse("press-release")).status_code == 403


def test_a_stranger_is_sent_to_the_login(client):
    assert "/admin/login/" in client.get(reverse("press-release")).url


def test_the_empty_form_is_shown_and_linked_from_the_list_of_visits(analyst):
    assert analyst.get(reverse("press-release")).status_code == 200
    page = analyst.get(reverse("admin:events_visit_changelist")).content.decode()
    assert reverse("press-release") in page


def test_reading_shows_the_text_escaped_with_its_mentions_and_saves_nothing(analyst):
    before = (Visit.objects.count(), Source.objects.count(), ReportedTotal.objects.count())
    page = post(analyst, _read="1").content.decode()
    assert ">13–15 September 2022</a>" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page
    assert before == (Visit.objects.count(), Source.objects.count(), ReportedTotal.objects.count())


def test_a_text_without_a_title_or_with_a_doubtful_day_is_refused(analyst):
    form = post(analyst, title="", published="05/09/2022").context["form"]
    assert set(form.errors) == {"title", "published"}


def test_what_is_dropped_changes_the_proposed_visit(analyst):
    first = post(analyst, _read="1")
    assert first.context["reading"].visit.city.key == "Tashkent"
    kept = [r.number for r in rows(first) if r.mention.kind != "city"]
    again = post(analyst, _read="1", digest=first.context["reading"].digest, accept=kept)
    assert again.context["reading"].visit.city is None


def test_choices_made_for_another_text_are_not_applied(analyst):
    response = post(analyst, _read="1", digest="of another text", accept=["0"])
    assert sum(r.accepted for r in rows(response)) > 1


def test_the_visit_form_opens_filled_in(analyst):
    response = post(analyst, _open="1")
    page = analyst.get(response.url).content.decode()
    assert 'value="2022-09-13"' in page
    assert 'value="2022-09-15"' in page
    assert 'value="Tashkent"' in page
    assert "Kassym-Jomart Tokayev" in page


def test_the_form_that_opens_carries_the_source_and_its_quote():
    before = Source.objects.count()
    response = post(signed_in("writer", "analyst"), _open="1")
    entry = signed_in("writer2", "analyst").get(response.url).context["entry"]
    source, visit = entry.source, entry.visit
    assert source["url"].value() == POST["url"]
    assert source["title"].value() == POST["title"]
    assert source["publisher"].value() == POST["publisher"]
    assert source["published"].value() == "2022-09-16"
    assert source["quote"].value().startswith("President of Kazakhstan")
    assert "Tokayev" in visit["visitor"].value()
    assert visit["host_country"].value() == "Uzbekistan (UZB)"
    assert Source.objects.count() == before


def test_the_countries_of_the_visit_are_named(analyst):
    page = post(analyst).content.decode()
    assert "<dt>Guest country</dt><dd>Kazakhstan</dd>" in page
    assert "<dt>Host country</dt><dd>Uzbekistan</dd>" in page


def test_a_visit_that_is_likely_there_is_shown_before_anything_is_made(analyst):
    before = (Visit.objects.count(), Source.objects.count(), ReportedTotal.objects.count())
    ticked = {"_make": "1", "with_visit": "1", "with_totals": "1", **TOTALS}
    response = post(analyst, **ticked)
    (shown,) = response.context["asked"].shown
    assert shown.record.host_country_id == "UZB"
    assert "Likely on record already" in response.content.decode()
    after = (Visit.objects.count(), Source.objects.count(), ReportedTotal.objects.count())
    assert after == before
    post(analyst, **ticked, _different=[shown.record.public_id])
    assert Visit.objects.count() == before[0] + 1
    assert NotDuplicate.objects.get().author == "analyst"


def test_ticked_drafts_are_made_with_their_source_and_quote(analyst):
    last = Visit.objects.order_by("pk").last().pk
    post(analyst, text=NEW_TEXT, _make="1", with_visit="1", with_totals="1", **TOTALS)
    visit = Visit.objects.get(pk__gt=last)
    assert (visit.state, visit.host_country_id) == (EditorialState.DRAFT, "FIN")
    assert (str(visit.start), str(visit.end)) == ("2022-09-13", "2022-09-15")
    citation = Citation.objects.get(visit=visit)
    assert citation.source.url == POST["url"]
    assert citation.quote.startswith("President of Kazakhstan")
    totals = ReportedTotal.objects.filter(source=citation.source)
    assert {(t.measure, t.value, t.state) for t in totals} == {
        ("outgoing_visits", 13, "draft"),
        ("documents_signed", 175, "draft"),
    }
    assert visit.history.get().history_user == "analyst"


def test_the_same_source_is_used_again(analyst):
    post(analyst, text=NEW_TEXT, _make="1", with_visit="1")
    post(analyst, _make="1", with_totals="1", **TOTALS)
    assert Source.objects.filter(url=POST["url"]).count() == 1


@pytest.mark.parametrize(
    "more",
    [
        {},  # nothing is ticked
        {"with_totals": "1", "totals_country": "KAZ", "totals_year": ""},
        {"with_totals": "1", "totals_country": "", "totals_year": "2022"},
        {"with_totals": "1", "totals_country": "KAZ", "totals_year": "²"},
    ],
)
def test_what_is_not_complete_saves_nothing_and_says_so(analyst, more):
    response = post(analyst, _make="1", **more)
    assert response.status_code == 200
    assert response.context["messages"]
    assert not Source.objects.filter(url=POST["url"]).exists()


def test_without_permission_for_totals_nothing_is_saved(analyst):
    user = User.objects.get(username="analyst")
    user.user_permissions.remove(Permission.objects.get(codename="add_reportedtotal"))
    post(analyst, _make="1", with_totals="1", totals_country="KAZ", totals_year="2022")
    assert not Source.objects.filter(url=POST["url"]).exists()


def test_a_total_is_named_without_its_number_and_told_apart_from_another_of_its_kind(analyst):
    text = "In 2022 he made 13 visits. In the first half of 2022 there were 5 visits."
    post(analyst, text=text, _make="1", with_totals="1", **TOTALS)
    totals = ReportedTotal.objects.filter(source__url=POST["url"]).order_by("value")
    expected = [("5 visits", 5), ("visits", 13)]
    assert [(total.label, total.value) for total in totals] == expected
    post(analyst, text=text, _make="1", with_totals="1", **TOTALS)  # once more
    assert [(total.label, total.value) for total in totals.all()] == expected
