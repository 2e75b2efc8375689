"""The history page of a record: one timeline, two versions side by side, the way back."""

import re

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from countries.models import EditorialState, recorded_as
from events.history import versions
from events.models import Journey, Revision, Visit
from tests import factories
from tests.admin_forms import posted, signed_in

# Each write below is a transaction of its own, as in a running product.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft():
    with recorded_as("aigerim", "typed from the sheet"), transaction.atomic():
        visit = factories.VisitFactory(state="draft", city="Tashkent")
        factories.VisitParticipantFactory(visit=visit, person__name_en="Mukhtar Tileuberdi")
    with recorded_as("bolat", "the page was misread"), transaction.atomic():
        visit.city = "Samarkand"
        visit.save()
        visit.participants.get().delete()
    return visit


def url_of(record, page="history") -> str:
    label = f"{record._meta.app_label}_{record._meta.model_name}"
    return reverse(f"admin:{label}_{page}", args=[record.pk])


def restore(client, record, number, **more):
    version = next(v for v in versions(record) if v.number == number)
    data = {"version": number, "instant": version.instant.isoformat(), **more}
    return client.post(url_of(record), data, follow=True)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_timeline_tells_who_when_why_and_what_in_words(analyst, draft):
    text = text_of(analyst.get(url_of(draft)))
    assert "aigerim typed from the sheet" in text
    assert "bolat the page was misread" in text
    assert "city Tashkent → Samarkand" in text
    assert "participant Mukhtar Tileuberdi, delegation, 0" in text


def test_the_newest_version_comes_first(analyst, draft):
    page = analyst.get(url_of(draft)).context["page"]
    assert [version.number for version, _changes in page] == [2, 1]


@pytest.mark.parametrize("count", [1, 12])
def test_a_long_history_costs_no_more_than_a_short_one(
    analyst, draft, count, django_assert_num_queries
):
    for number in range(count):
        draft.purpose = f"Talks {number}"
        draft.save()
    analyst.get(url_of(draft))
    with django_assert_num_queries(14):
        analyst.get(url_of(draft))


def test_two_versions_stand_side_by_side(analyst, draft):
    response = analyst.get(url_of(draft), {"old": 1, "new": 2})
    seen = [(c.part, c.label, c.before, c.after) for c in response.context["compared"]]
    assert seen == [
        ("", "city", "Tashkent", "Samarkand"),
        ("participant", "", "Mukhtar Tileuberdi, delegation, 0", ""),
    ]


@pytest.mark.parametrize("asked", [{"old": 2, "new": 1}, {"old": 1}])
def test_the_older_stands_first_and_one_alone_is_compared_with_the_newest(analyst, draft, asked):
    context = analyst.get(url_of(draft), asked).context
    assert (context["old"].number, context["new"].number) == (1, 2)


@pytest.mark.parametrize("asked", [{"old": "99"}, {"old": "x", "new": "1"}, {"new": "1"}])
def test_a_version_that_is_not_there_is_not_compared(analyst, draft, asked):
    assert analyst.get(url_of(draft), asked).context["old"] is None


def test_an_analyst_restores_a_draft_with_a_reason(analyst, draft):
    assert "Version 1 stands again." in text_of(restore(analyst, draft, 1, reason="it was right"))
    draft.refresh_from_db()
    assert (draft.city, draft.participants.count()) == ("Tashkent", 1)
    last = versions(draft)[-1]
    assert (last.actor, last.reason) == ("analyst", "it was right")


def test_restoring_a_published_record_is_proposed(reviewer, draft):
    factories.CitationFactory(visit=draft)
    draft.state = EditorialState.PUBLISHED
    draft.save()
    assert "awaits review" in text_of(restore(reviewer, draft, 1))
    draft.refresh_from_db()
    assert draft.city == "Samarkand"
    revision = Revision.objects.get()
    assert revision.payload["fields"]["city"] == "Tashkent"
    other = signed_in("other", "reviewer")
    page = reverse("admin:events_revision_change", args=[revision.pk])
    # The version had no source yet, so as it stands it may not be published.
    assert "add at least one citation" in text_of(other.post(page, {"_approve": "1"}, follow=True))


def test_what_was_decided_on_a_proposed_version_is_written(reviewer, draft, settings):
    settings.REQUIRE_SOURCE_TO_PUBLISH = False
    draft.state = EditorialState.PUBLISHED
    draft.save()
    restore(reviewer, draft, 1)
    page = reverse("admin:events_revision_change", args=[Revision.objects.get().pk])
    signed_in("other", "reviewer").post(page, {"_approve": "1"})
    draft.refresh_from_db()
    assert (draft.city, draft.participants.count()) == ("Tashkent", 1)


def test_a_viewer_sees_the_history_and_restores_nothing(draft):
    viewer = signed_in("viewer", "viewer")
    assert "the page was misread" in text_of(viewer.get(url_of(draft)))
    assert restore(viewer, draft, 1).status_code == 403
    draft.refresh_from_db()
    assert draft.city == "Samarkand"


def test_whoever_may_not_see_the_record_sees_no_history(draft):
    stranger = signed_in("stranger")
    assert stranger.get(url_of(draft)).status_code == 403


def test_a_version_that_is_not_the_one_that_was_seen_is_refused(analyst, draft):
    data = {"version": 1, "instant": "2020-01-01T00:00:00+00:00"}
    assert analyst.post(url_of(draft), data).status_code == 404


def test_a_restored_stop_finds_its_assumed_journey_anew(analyst):
    visit = factories.VisitFactory(state="draft", journey=None)
    url = url_of(visit, "change")
    with transaction.atomic():
        visit.journey = factories.JourneyFactory(
            traveller=visit.visitor, basis=Journey.Basis.ASSUMED, state="draft"
        )
        visit.save()
    analyst.post(url, posted(analyst, url, start="2022-06-01", end="2022-06-02"))
    number = versions(visit)[-1].number - 1
    restore(analyst, visit, number)
    visit.refresh_from_db()
    assert str(visit.start) == "2022-04-13"
    assert str(visit.journey.start) == "2022-04-13"
    assert not Journey.objects.filter(start_date__year=2022, start_date__month=6).exists()


def test_a_reference_row_has_its_names_in_its_history_and_comes_back(reviewer):
    with transaction.atomic():
        country = factories.CountryFactory(code="KAZ", name_en="Kazakhstan")
        country.names.create(name="Kazakh SSR", language="en", kind="historical")
    with transaction.atomic():
        country.name_ru = "Казахстан"
        country.save()
        country.names.get().delete()
    text = text_of(reviewer.get(url_of(country)))
    assert "name in Russian Казахстан" in text
    restore(reviewer, country, 1)
    country.refresh_from_db()
    assert (country.name_ru, country.names.get().name) == ("", "Kazakh SSR")


def test_a_deleted_record_is_listed_and_comes_back_under_its_id(analyst, draft):
    key = draft.pk
    with recorded_as("aigerim", "logged twice"):
        draft.delete()
    listed = analyst.get(reverse("deleted-records"), {"type": "events.visit"})
    assert "logged twice" in text_of(listed)
    address = reverse("admin:events_visit_history", args=[key])
    assert address in listed.content.decode()
    assert "brought back" in text_of(
        analyst.post(address, {"_bring_back": "1", "reason": "it was not"}, follow=True)
    )
    back = Visit.objects.get(pk=key)
    assert versions(back)[-1].reason == "it was not"
    assert "logged twice" not in text_of(analyst.get(reverse("deleted-records")))


def test_what_was_public_is_brought_back_by_a_reviewer(analyst, reviewer):
    visit = factories.VisitFactory()
    address = url_of(visit)
    visit.delete()
    assert "Bring it back" not in text_of(analyst.get(address))
    assert analyst.post(address, {"_bring_back": "1"}).status_code == 403
    reviewer.post(address, {"_bring_back": "1"})
    assert Visit.objects.get().is_published


def test_what_cannot_come_back_says_why(analyst):
    visit = factories.VisitFactory(state="draft", external_id="test:1")
    address = url_of(visit)
    visit.delete()
    factories.VisitFactory(external_id="test:1")
    text = text_of(analyst.post(address, {"_bring_back": "1"}, follow=True))
    assert "Nothing was changed." in text
    assert "External id already exists." in text


def test_a_viewer_has_no_page_of_deleted_records():
    assert signed_in("viewer", "viewer").get(reverse("deleted-records")).status_code == 403


@pytest.mark.parametrize("kind", ["events.revision", "auth.user", "nothing"])
def test_a_type_that_is_no_record_is_not_listed(analyst, kind):
    assert analyst.get(reverse("deleted-records"), {"type": kind}).status_code == 404


def test_users_keep_the_history_page_of_the_admin():
    root = signed_in("root")
    User.objects.filter(username="root").update(is_superuser=True)
    user = User.objects.get()
    page = root.get(reverse("admin:auth_user_history", args=[user.pk]))
    assert page.status_code == 200
    assert "object" in page.context


@pytest.mark.parametrize("address", ["events/nothing/1", "events/visit/1", "events/visit/x"])
def test_what_never_was_has_no_history(analyst, address):
    assert analyst.get(f"/admin/{address}/history/").status_code == 404
