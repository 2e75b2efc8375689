"""Saving a likely duplicate asks first; suspected pairs are decided on; merges are undone."""

import pytest
from django.contrib.messages import get_messages

from events.models import Merge, NotDuplicate, Visit
from tests import factories
from tests.admin_forms import errors_of, posted, signed_in

pytestmark = pytest.mark.django_db
ADD_VISIT = "/admin/events/visit/add/"
PAIRS = "/admin/duplicates/"


@pytest.fixture
def visit():
    factories.VisitTypeFactory()
    return factories.VisitFactory(visitor__name_en="Kassym-Jomart Tokayev", city="Tashkent")


@pytest.fixture
def twin(visit):
    return factories.VisitFactory(visitor=visit.visitor, city="Samarkand", purpose="Talks")


def logged_again(client, visit, **changes) -> dict:
    fields = {
        "visitor": visit.visitor_id,
        "guest_country": "KAZ",
        "host_country": "UZB",
        "visit_type": "official",
        "start": "2022-04-13",
        "end": "2022-04-13",
    }
    return posted(client, ADD_VISIT, **(fields | changes))


def compared(one, other) -> str:
    return f"{PAIRS}{one.public_id}/{other.public_id}/"


def texts(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def refreshed(record):
    return type(record).objects.get(pk=record.pk)


def test_a_likely_duplicate_is_shown_beside_what_was_entered_and_nothing_is_saved(analyst, visit):
    response = analyst.post(ADD_VISIT, logged_again(analyst, visit, city="Samarkand"))
    assert "likely on record already" in errors_of(response)["__all__"][0]
    page = response.content.decode()
    assert visit.public_id in page
    assert "Samarkand" in page
    assert "Tashkent" in page
    assert Visit.objects.count() == 1


def test_what_is_said_to_be_different_is_saved_and_not_asked_again(analyst, visit):
    data = logged_again(analyst, visit)
    response = analyst.post(ADD_VISIT, data | {"_different": visit.public_id})
    assert response.status_code == 302, errors_of(response)
    saved = Visit.objects.latest("pk")
    decision = NotDuplicate.objects.get()
    assert (decision.first, decision.second) == (visit.public_id, saved.public_id)
    assert decision.author == "analyst"
    change = f"/admin/events/visit/{saved.pk}/change/"
    response = analyst.post(change, posted(analyst, change, city="Bukhara"))
    assert response.status_code == 302, errors_of(response)


def test_a_tick_for_another_record_does_not_pass(analyst, visit):
    response = analyst.post(ADD_VISIT, logged_again(analyst, visit) | {"_different": "V999999"})
    assert response.status_code == 200
    assert not NotDuplicate.objects.exists()


def test_another_visit_is_saved_without_a_question(analyst, visit):
    data = logged_again(analyst, visit, start="2023-01-10", end="2023-01-11")
    assert analyst.post(ADD_VISIT, data).status_code == 302


def test_changing_a_note_asks_nothing(analyst, visit, twin):
    twin.state = "draft"
    twin.save()
    change = f"/admin/events/visit/{twin.pk}/change/"
    assert analyst.post(change, posted(analyst, change, note="read")).status_code == 302


def test_a_person_under_another_spelling_is_asked_about(analyst, visit):
    url = "/admin/countries/person/add/"
    data = posted(analyst, url, name_en="Касым-Жомарт Токаев")
    assert "likely" in errors_of(analyst.post(url, data))["__all__"][0]


@pytest.mark.parametrize("pairs", [1, 3])
def test_the_page_of_pairs_costs_a_fixed_number_of_queries(
    reviewer, pairs, django_assert_num_queries
):
    factories.VisitTypeFactory()
    for year in range(2000, 2000 + pairs):
        person = factories.PersonFactory()
        for _number in range(2):
            factories.VisitFactory(
                visitor=person, start_date=factories.DAY.replace(year=year), end_date=None
            )
    reviewer.get(PAIRS)
    # session, user, permissions (2), visits, names, decisions, the page's records
    with django_assert_num_queries(8):
        page = reviewer.get(PAIRS)
    assert page.content.decode().count('class="pair"') == pairs


@pytest.mark.parametrize("kind", ["summit", "document", "chairmanship", "initiative", "person"])
def test_every_type_of_record_has_its_pairs(reviewer, kind):
    assert reviewer.get(f"{PAIRS}?kind={kind}").status_code == 200


def test_the_pages_are_for_those_who_may_see_visits(reviewer, visit, twin):
    stranger = signed_in("stranger")
    for url in (PAIRS, compared(visit, twin)):
        assert stranger.get(url).status_code == 403
    assert reviewer.get(f"{PAIRS}?kind=nothing").status_code == 404
    assert reviewer.get(f"{PAIRS}V1/S2/").status_code == 404
    assert reviewer.get(compared(visit, visit)).status_code == 404


def test_a_pair_is_found_to_be_different_and_leaves_the_page(analyst, visit, twin):
    data = {"_different": "1", "next": f"{PAIRS}?kind=visit"}
    response = analyst.post(compared(visit, twin), data)
    assert response["Location"] == f"{PAIRS}?kind=visit"
    assert 'class="pair"' not in analyst.get(PAIRS).content.decode()


def test_where_to_go_next_is_on_this_site(analyst, visit, twin):
    data = {"_different": "1", "next": "https://example.org/"}
    assert analyst.post(compared(visit, twin), data)["Location"].startswith(PAIRS)


def test_a_reviewer_previews_merges_and_undoes(reviewer, visit, twin):
    url = compared(visit, twin)
    choice = {"take-city": "drop", "reason": "same stay"}
    preview = reviewer.post(url, choice | {"_preview": "1"})
    assert "Afterwards" in preview.content.decode()
    assert refreshed(twin).state == "published"
    response = reviewer.post(url, choice | {"_merge": "1"})
    assert response["Location"] == f"/admin/events/visit/{visit.pk}/change/"
    assert (refreshed(visit).city, refreshed(visit).purpose) == ("Samarkand", "Talks")
    assert refreshed(twin).replaced_by == visit
    merge = Merge.objects.get()
    page = f"/admin/events/merge/{merge.pk}/change/"
    shown = reviewer.get(page).content.decode()
    assert "same stay" in shown
    assert "City: Tashkent" in shown
    assert "city: Tashkent" not in shown
    assert f"Visit {twin.public_id}" in shown
    assert "_precision" not in shown
    assert "_id:" not in shown
    assert "stand as before" in texts(reviewer.post(page))
    assert (refreshed(visit).city, refreshed(twin).state) == ("Tashkent", "published")
    assert "undone already" in texts(reviewer.post(page))


def test_an_analyst_may_not_merge_or_undo(analyst, reviewer, visit, twin):
    assert analyst.post(compared(visit, twin), {"_merge": "1"}).status_code == 403
    reviewer.post(compared(visit, twin), {"_merge": "1"})
    page = f"/admin/events/merge/{Merge.objects.get().pk}/change/"
    assert analyst.get(page).status_code == 200
    assert analyst.post(page).status_code == 403


def test_a_merge_that_is_refused_says_why(reviewer, visit, twin):
    visit.state = "draft"
    visit.save()
    response = reviewer.post(compared(visit, twin), {"_merge": "1"})
    assert "keep the published one" in texts(response)
    assert not Merge.objects.exists()


def test_a_mirror_is_joined_and_its_record_shows_its_sources(reviewer, client, visit, twin):
    factories.CitationFactory(visit=twin, source__title="Tashkent says")
    reviewer.post(compared(visit, twin), {"_mirror": "1"})
    assert refreshed(twin).mirror_of == visit
    assert "Tashkent says" in client.get(visit.get_absolute_url()).content.decode()
    assert client.get(twin.get_absolute_url()).status_code == 301


def test_two_selected_records_are_compared(reviewer, visit, twin):
    data = {"action": "compare_selected", "_selected_action": [visit.pk, twin.pk]}
    response = reviewer.post("/admin/events/visit/", data)
    assert response["Location"] == compared(visit, twin)
    data["_selected_action"] = [visit.pk]
    assert "just two" in texts(reviewer.post("/admin/events/visit/", data))
