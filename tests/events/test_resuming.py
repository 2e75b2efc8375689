"""A change to a published record that was rejected comes back to its author, who goes on."""

import pytest
from django.urls import reverse

from countries.models import EditorialState
from events.models import Revision
from tests import factories
from tests.admin_forms import posted, signed_in
from tests.events.test_admin_revisions import decide, form_of, propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    visit = factories.VisitFactory(city="Tashkent", purpose="Talks")
    factories.CitationFactory(visit=visit)
    return visit


@pytest.fixture
def rejected(analyst, reviewer, visit):
    newcomer = factories.PersonFactory(name_en="Mukhtar Tileuberdi")
    row = {"role": "delegation", "person": newcomer.pk}
    revision = propose(analyst, visit, city="Samarkand", participants=[row])
    decide(reviewer, revision, "_reject", "The source says Bukhara.")
    return revision


def resume_url(revision) -> str:
    return f"{form_of(revision.record)}?revision={revision.pk}"


def queue(client) -> str:
    return client.get(reverse("queues")).content.decode()


def test_the_author_finds_it_with_the_comment_and_the_way_back(analyst, rejected):
    page = queue(analyst)
    assert "The source says Bukhara." in page
    assert resume_url(rejected) in page


def test_nobody_else_has_it_in_their_queue(rejected):
    assert "The source says Bukhara." not in queue(signed_in("bolat", "analyst"))


def test_the_form_opens_with_the_change_in_it_and_writes_nothing(analyst, rejected, visit):
    written = visit.history.count()
    page = analyst.get(resume_url(rejected))
    form = page.context["adminform"].form
    assert form["city"].value() == "Samarkand"
    assert "Mukhtar Tileuberdi" in page.content.decode()
    assert "The source says Bukhara." in page.content.decode()
    visit.refresh_from_db()
    assert (visit.city, visit.participants.count()) == ("Tashkent", 0)
    assert visit.history.count() == written


def test_saved_again_it_is_a_new_proposal_with_its_rows(analyst, reviewer, rejected, visit):
    url = resume_url(rejected)
    analyst.post(url, posted(analyst, url, city="Bukhara"))
    again = Revision.objects.latest("pk")
    assert (again.pk != rejected.pk, again.payload["fields"]["city"]) == (True, "Bukhara")
    visit.refresh_from_db()
    assert visit.city == "Tashkent"
    assert "The source says Bukhara." not in queue(analyst)
    decide(reviewer, again, "_approve")
    visit.refresh_from_db()
    assert visit.city == "Bukhara"
    assert visit.participants.get().person.name_en == "Mukhtar Tileuberdi"


def test_what_others_changed_meanwhile_stays(analyst, reviewer, rejected, visit):
    visit.purpose = "Summit"
    visit.save()
    url = resume_url(rejected)
    analyst.post(url, posted(analyst, url, city="Bukhara"))
    decide(reviewer, Revision.objects.latest("pk"), "_approve")
    visit.refresh_from_db()
    assert (visit.city, visit.purpose) == ("Bukhara", "Summit")


def test_a_form_with_an_error_shows_it_and_keeps_nothing(analyst, rejected, visit):
    url = resume_url(rejected)
    response = analyst.post(url, posted(analyst, url, end="2022-04-01"))
    assert "The end is before the start." in response.content.decode()
    visit.refresh_from_db()
    assert (visit.city, visit.participants.count()) == ("Tashkent", 0)
    assert Revision.objects.count() == 1


def test_somebody_elses_change_does_not_open(rejected):
    page = signed_in("bolat", "analyst").get(resume_url(rejected))
    assert page.context["adminform"].form["city"].value() == "Tashkent"


def test_what_is_no_longer_published_is_changed_in_its_own_form(analyst, rejected, visit):
    visit.state = EditorialState.WITHDRAWN
    visit.save()
    page = analyst.get(resume_url(rejected))
    assert page.context["adminform"].form["city"].value() == "Tashkent"
    assert "The source says Bukhara." not in queue(analyst)


def test_a_pending_change_that_is_taken_up_waits_in_its_new_shape_only(analyst, visit):
    first = propose(analyst, visit, city="Samarkand")
    url = resume_url(first)
    analyst.post(url, posted(analyst, url, city="Bukhara"))
    first.refresh_from_db()
    assert first.decision == Revision.Decision.DROPPED
    (pending,) = Revision.objects.filter(decision=Revision.Decision.PENDING)
    assert pending.payload["fields"]["city"] == "Bukhara"


def test_its_author_drops_it(analyst, rejected):
    decide(analyst, rejected, "_drop")
    assert rejected.decision == Revision.Decision.DROPPED
    assert rejected.comment == "The source says Bukhara."
    assert "The source says Bukhara." not in queue(analyst)


def test_nobody_else_drops_it(reviewer, rejected):
    assert "Only its author drops" in decide(reviewer, rejected, "_drop")
    assert rejected.decision == Revision.Decision.REJECTED
