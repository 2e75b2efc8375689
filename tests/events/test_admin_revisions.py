"""A change to a published record waits, whole, until a reviewer approves it."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from countries.models import EditorialState
from countries.snapshots import apply, differences, snapshot
from events.models import Journey, Revision, Visit
from tests import factories
from tests.admin_forms import errors_of, posted, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    visit = factories.VisitFactory(city="Tashkent")
    factories.CitationFactory(visit=visit)
    factories.VisitParticipantFactory(visit=visit, person__name_en="Mukhtar Tileuberdi")
    return visit


def form_of(record) -> str:
    label = record._meta.app_label
    return reverse(f"admin:{label}_{record._meta.model_name}_change", args=[record.pk])


def propose(client, record, **changes) -> Revision:
    url = form_of(record)
    response = client.post(url, posted(client, url, **changes))
    assert response.status_code == 302, errors_of(response)
    return Revision.objects.latest("pk")


def decide(client, revision, decision, comment=""):
    url = reverse("admin:events_revision_change", args=[revision.pk])
    response = client.post(url, {decision: "1", "comment": comment}, follow=True)
    revision.refresh_from_db()
    return response.content.decode()


def test_an_analysts_change_to_a_published_record_is_kept_and_not_written(analyst, visit):
    written = visit.history.count()
    revision = propose(analyst, visit, city="Samarkand", change_reason="The source says so")
    visit.refresh_from_db()
    assert visit.city == "Tashkent"
    assert visit.history.count() == written
    assert revision.record == visit
    assert (revision.author, revision.reason) == ("analyst", "The source says so")
    assert revision.payload["fields"]["city"] == "Samarkand"


def test_rows_of_the_record_wait_with_it(analyst, reviewer, visit):
    newcomer = factories.PersonFactory(name_en="Bakytzhan Sagintayev")
    gone = visit.participants.get()
    row = {"role": "counterpart", "person": newcomer.pk}
    changes = {"participants-0-DELETE": "on", "participants": [row]}
    revision = propose(analyst, visit, **changes)
    assert list(visit.participants.all()) == [gone]
    decide(reviewer, revision, "_approve")
    assert visit.participants.get().person == newcomer


def test_the_author_is_told_that_it_waits(analyst, visit):
    url = form_of(visit)
    page = analyst.post(url, posted(analyst, url, city="Samarkand"), follow=True).content.decode()
    assert "awaits review" in page
    assert "A change by analyst of" in page


def test_a_form_saved_unchanged_proposes_nothing(analyst, visit):
    url = form_of(visit)
    page = analyst.post(url, posted(analyst, url), follow=True).content.decode()
    assert "Nothing was changed." in page
    assert not Revision.objects.exists()


def test_wrong_input_is_refused_before_anything_is_proposed(analyst, visit):
    url = form_of(visit)
    response = analyst.post(url, posted(analyst, url, end="2022-04-01"))
    assert "The end is before the start." in errors_of(response)["end"]
    assert not Revision.objects.exists()


def test_a_reviewers_change_waits_for_another_reviewer(reviewer, visit):
    revision = propose(reviewer, visit, city="Samarkand")
    assert "You proposed this change" in decide(reviewer, revision, "_approve")
    visit.refresh_from_db()
    assert visit.city == "Tashkent"
    decide(signed_in("second", "reviewer"), revision, "_approve")
    visit.refresh_from_db()
    assert visit.city == "Samarkand"


def test_a_superusers_change_waits_too(visit):
    root = signed_in("root")
    User.objects.filter(username="root").update(is_superuser=True)
    revision = propose(root, visit, city="Samarkand")
    assert "You proposed this change" in decide(root, revision, "_approve")
    assert revision.decision == Revision.Decision.PENDING


def test_a_reviewers_change_is_written_at_once_where_authors_publish(reviewer, visit, settings):
    settings.AUTHOR_CANNOT_PUBLISH = False
    url = form_of(visit)
    reviewer.post(url, posted(reviewer, url, city="Samarkand"))
    visit.refresh_from_db()
    assert visit.city == "Samarkand"
    assert not Revision.objects.exists()


def test_a_draft_is_changed_at_once(analyst):
    visit = factories.VisitFactory(state=EditorialState.DRAFT)
    url = form_of(visit)
    analyst.post(url, posted(analyst, url, city="Samarkand"))
    visit.refresh_from_db()
    assert visit.city == "Samarkand"


def test_a_reviewer_sees_what_would_change(analyst, reviewer, visit):
    revision = propose(analyst, visit, city="Samarkand", start="2022-04", end="2022-04")
    page = reviewer.get(reverse("admin:events_revision_change", args=[revision.pk]))
    seen = {(c.label, c.before, c.after) for c in page.context["changes"]}
    assert seen == {
        ("city", "Tashkent", "Samarkand"),
        ("start", "2022-04-13", "2022-04"),
        ("end", "2022-04-13", "2022-04"),
    }
    listed = reviewer.get(reverse("admin:events_revision_changelist"))
    assert listed.context["cl"].result_count == 1


def test_approval_writes_the_change_in_the_names_of_both(analyst, reviewer, visit):
    revision = propose(analyst, visit, city="Samarkand", change_reason="as the source says")
    decide(reviewer, revision, "_approve")
    visit.refresh_from_db()
    assert (visit.city, visit.state) == ("Samarkand", EditorialState.PUBLISHED)
    version = visit.history.filter(city="Samarkand").first()
    assert version.history_user_id == "reviewer"
    assert "by analyst: as the source says" in version.history_change_reason
    assert (revision.decision, revision.reviewer) == (Revision.Decision.APPROVED, "reviewer")


def test_an_approved_move_finds_its_journey_anew(analyst, reviewer, visit):
    visit.journey = factories.JourneyFactory(traveller=visit.visitor, basis=Journey.Basis.ASSUMED)
    visit.save()
    revision = propose(analyst, visit, start="2022-06-01", end="2022-06-02")
    decide(reviewer, revision, "_approve")
    visit.refresh_from_db()
    assert str(visit.journey.start) == "2022-06-01"


def test_a_rejection_needs_a_comment_and_writes_nothing(analyst, reviewer, visit):
    revision = propose(analyst, visit, city="Samarkand")
    assert "Say in the comment" in decide(reviewer, revision, "_reject")
    assert revision.decision == Revision.Decision.PENDING
    decide(reviewer, revision, "_reject", "The source says Tashkent.")
    visit.refresh_from_db()
    assert visit.city == "Tashkent"
    assert revision.decision == Revision.Decision.REJECTED
    assert revision.comment == "The source says Tashkent."


def test_a_change_on_a_record_that_changed_since_is_refused_and_says_so(analyst, reviewer, visit):
    revision = propose(analyst, visit, city="Samarkand")
    visit.purpose = "Summit"
    visit.save()
    said = decide(reviewer, revision, "_approve")
    visit.refresh_from_db()
    assert visit.city == "Tashkent"
    assert "was changed after this was proposed" in said


def test_a_row_of_the_record_that_changed_since_counts_too(analyst, reviewer, visit):
    revision = propose(analyst, visit, city="Samarkand")
    visit.participants.get().delete()
    assert "was changed after this was proposed" in decide(reviewer, revision, "_approve")
    assert revision.decision == Revision.Decision.PENDING


def test_an_analyst_does_not_decide(analyst, visit):
    revision = propose(analyst, visit, city="Samarkand")
    assert "Only a reviewer" in decide(analyst, revision, "_approve")
    assert revision.decision == Revision.Decision.PENDING


def test_an_author_does_not_decide_on_an_own_change(analyst, visit, settings):
    revision = propose(analyst, visit, city="Samarkand")
    author = User.objects.get(username="analyst")
    author.groups.set(User.objects.get(username="analyst").groups.model.objects.all())
    assert "You proposed this change" in decide(analyst, revision, "_approve")
    settings.AUTHOR_CANNOT_PUBLISH = False
    decide(analyst, revision, "_approve")
    assert revision.decision == Revision.Decision.APPROVED


def test_a_decision_is_taken_once(analyst, reviewer, visit):
    revision = propose(analyst, visit, city="Samarkand")
    decide(reviewer, revision, "_approve")
    assert "decided already" in decide(reviewer, revision, "_reject", "Too late")
    assert revision.decision == Revision.Decision.APPROVED


def test_a_change_that_names_someone_unpublished_is_not_approved(analyst, reviewer, visit):
    hidden = factories.PersonFactory(state=EditorialState.DRAFT)
    row = {"role": "delegation", "person": hidden.pk}
    revision = propose(analyst, visit, participants=[row])
    assert "publish this person first" in decide(reviewer, revision, "_approve")
    assert visit.participants.count() == 1


def test_a_published_person_and_tenures_wait_too(analyst, reviewer):
    tenure = factories.TenureFactory()
    revision = propose(analyst, tenure.person, name_ru="Токаев", **{"tenures-0-start": "2019"})
    decide(reviewer, revision, "_approve")
    tenure.refresh_from_db()
    assert (str(tenure.start), tenure.person.name_ru) == ("2019", "Токаев")


@pytest.mark.parametrize(
    "record",
    [
        "VisitParticipantFactory:visit",
        "SummitParticipantFactory:summit",
        "DocumentPartyFactory:document",
        "DocumentActionFactory:document",
        "InitiativeStatusFactory:initiative",
        "TenureFactory:person",
        "CitationFactory:visit",
    ],
)
def test_a_snapshot_applied_brings_back_what_was_there(record):
    factory, _colon, name = record.partition(":")
    child = getattr(factories, factory)()
    record = getattr(child, name)
    before = snapshot(record)
    child.delete()
    changed = snapshot(record)
    assert changed != before
    apply(record, before)
    now = snapshot(record)
    assert differences(record, changed, now) != []
    without_keys = [
        {
            relation: [{**row, "id": None} for row in rows]
            for relation, rows in side["children"].items()
        }
        for side in (before, now)
    ]
    assert without_keys[0] == without_keys[1]


def test_a_snapshot_older_than_a_column_leaves_it_alone(visit):
    visit.purpose = "Summit"
    visit.save()
    payload = snapshot(visit)
    del payload["fields"]["purpose"]
    apply(visit, payload)
    assert Visit.objects.get().purpose == "Summit"
