"""What is not published shows through nothing: no list, detail, count, filter, search or CSV."""

import datetime

import pytest

from tests.factories import (
    ChairmanshipFactory,
    CitationFactory,
    DocumentPartyFactory,
    InitiativeFactory,
    InitiativeStatusFactory,
    JourneyFactory,
    PersonFactory,
    ReportedTotalFactory,
    SignedDocumentFactory,
    SourceFactory,
    SummitFactory,
    SummitParticipantFactory,
    VisitFactory,
    VisitParticipantFactory,
)

SECRET = "Zzyzx"
UNPUBLISHED = ("draft", "in_review", "withdrawn")
FACTORIES = {
    "people": PersonFactory,
    "journeys": JourneyFactory,
    "visits": VisitFactory,
    "summits": SummitFactory,
    "documents": SignedDocumentFactory,
    "chairmanships": ChairmanshipFactory,
    "initiatives": InitiativeFactory,
    "reported-totals": ReportedTotalFactory,
}


@pytest.fixture
def secret():
    """A person whom nobody outside may know of yet."""
    return PersonFactory(name_en=SECRET, state="draft")


@pytest.mark.parametrize("state", UNPUBLISHED)
@pytest.mark.parametrize("resource", FACTORIES)
def test_an_unpublished_record_is_nowhere(api, resource, state):
    record = FACTORIES[resource](state=state, note=SECRET, external_id="x:1")
    key = record.public_id
    assert api.get(f"{resource}/")["count"] == 0 or key not in api.ids(f"{resource}/")
    assert key not in api.ids(f"{resource}/?id={key}")
    assert api.ids(f"{resource}/?q={SECRET}") == []
    assert api.ids(f"{resource}/?external_id=x:1") == []
    assert SECRET not in str(api.table(f"{resource}/?format=csv"))
    api.refused(f"{resource}/{key}/", 404)


@pytest.mark.parametrize("resource", ["visits", "summits", "documents", "chairmanships"])
def test_an_unpublished_record_is_not_counted(api, resource):
    FACTORIES[resource](state="draft")
    statistics = api.get(f"{resource}/statistics/?group_by=year")
    assert statistics["total"] == 0
    assert [group for group in statistics["groups"] if group["value"]] == []


def test_visits_and_journeys_of_an_unpublished_person_are_hidden(api, secret):
    visit = VisitFactory(visitor=secret)
    journey = JourneyFactory(traveller=secret)
    assert api.get("visits/")["count"] == api.get("journeys/")["count"] == 0
    api.refused(f"visits/{visit.public_id}/", 404)
    api.refused(f"journeys/{journey.public_id}/", 404)
    assert api.get("visits/statistics/?group_by=visitor")["groups"] == []


def test_an_unpublished_person_does_not_show_inside_published_records(api, secret):
    """By name, by id, by filter or by search, in JSON and CSV."""
    key = secret.public_id
    VisitParticipantFactory(person=secret)
    SummitParticipantFactory(person=secret)
    DocumentPartyFactory(signatory=secret)
    ChairmanshipFactory(person=secret)
    InitiativeFactory(person=secret)
    for resource, parameter in (
        ("visits", "participant"),
        ("summits", "person"),
        ("documents", "signatory"),
        ("chairmanships", "person"),
        ("initiatives", "person"),
    ):
        listed = api.ask(f"{resource}/").content.decode()
        table = str(api.table(f"{resource}/?format=csv"))
        assert api.get(f"{resource}/")["count"] == 1
        for text in (listed, table):
            assert SECRET not in text
            assert f'"{key}"' not in text
        assert api.ids(f"{resource}/?{parameter}={key}") == []
        assert api.ids(f"{resource}/?q={SECRET}") == []
        assert len(api.ids(f"{resource}/?{parameter}__empty=true")) == 1


def test_unpublished_records_do_not_show_inside_published_ones(api):
    draft_visit = VisitFactory(state="draft")
    draft_summit = SummitFactory(state="draft", title=SECRET)
    draft_document = SignedDocumentFactory(state="draft", title=SECRET)
    draft_journey = JourneyFactory(state="draft", title=SECRET)
    visit = VisitFactory(journey=draft_journey, visitor=draft_journey.traveller)
    journey = JourneyFactory()
    VisitFactory(journey=journey, visitor=journey.traveller, state="draft")
    SummitParticipantFactory(summit=draft_summit, visit=visit, person=visit.visitor)
    summit = SummitParticipantFactory(visit=draft_visit, person=draft_visit.visitor).summit
    document = SignedDocumentFactory(visit=draft_visit, summit=draft_summit)
    SignedDocumentFactory(state="draft", visit=visit, summit=summit, title=SECRET)
    initiative = InitiativeFactory(forum_summit=draft_summit)
    InitiativeStatusFactory(initiative=initiative, document=draft_document)

    row = api.get(f"visits/{visit.public_id}/")
    assert (row["journey"], row["summits"], row["documents"]) == (None, [], [])
    assert api.get(f"journeys/{journey.public_id}/")["visits"] == []
    row = api.get(f"summits/{summit.public_id}/")
    assert (row["participants"][0]["visit"], row["documents"]) == (None, [])
    row = api.get(f"documents/{document.public_id}/")
    assert (row["visit"], row["summit"], row["summit_name"]) == (None, None, None)
    row = api.get(f"initiatives/{initiative.public_id}/")
    assert (row["forum_summit"], row["statuses"][0]["document"]) == (None, None)

    assert api.ids(f"visits/?journey={draft_journey.public_id}") == []
    assert api.ids(f"visits/?summit={draft_summit.public_id}") == []
    assert api.ids("visits/?journey__empty=false") == []
    assert api.ids(f"summits/?visit={draft_visit.public_id}") == []
    assert api.ids(f"documents/?visit={draft_visit.public_id}") == []
    assert api.ids(f"documents/?summit={draft_summit.public_id}") == []
    assert api.ids(f"initiatives/?forum_summit={draft_summit.public_id}") == []


def test_a_visit_of_an_unpublished_person_does_not_show_in_its_document(api, secret):
    visit = VisitFactory(visitor=secret)
    document = SignedDocumentFactory(visit=visit)
    assert api.get(f"documents/{document.public_id}/")["visit"] is None


def test_a_source_shows_once_something_published_cites_it(api):
    uncited = SourceFactory()
    drafted = CitationFactory(visit=VisitFactory(state="draft")).source
    cited = CitationFactory(visit=VisitFactory()).source
    reported = ReportedTotalFactory().source
    ids = {row["id"] for row in api.get("sources/")["results"]}
    assert ids == {cited.pk, reported.pk}
    for hidden in (uncited, drafted):
        api.refused(f"sources/{hidden.pk}/", 404)


def test_a_pending_revision_changes_nothing(api):
    visit = VisitFactory(city="Tashkent")
    visit.revisions.create(
        payload={"fields": {"city": SECRET}},
        based_on=datetime.datetime(2022, 5, 1, tzinfo=datetime.UTC),
        author="analyst",
    )
    assert api.get(f"visits/{visit.public_id}/")["city"] == "Tashkent"
    assert SECRET not in api.ask("visits/").content.decode()
