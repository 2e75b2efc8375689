"""Every single record's page: its facts, its links both ways, its sources, and its refusals."""

import pytest

from events.models import Citation, VisitParticipant
from tests import factories

pytestmark = pytest.mark.django_db

RECORDS = {
    "visit": factories.VisitFactory,
    "journey": factories.JourneyFactory,
    "summit": factories.SummitFactory,
    "document": factories.SignedDocumentFactory,
    "chairmanship": factories.ChairmanshipFactory,
    "initiative": factories.InitiativeFactory,
    "person": factories.PersonFactory,
}
records = pytest.mark.parametrize(("kind", "factory"), RECORDS.items(), ids=RECORDS)
HOSTILE = "<script>alert(1)</script>"


def read(client, record):
    response = client.get(record.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


@records
def test_a_published_record_has_a_page_with_its_id_and_its_json(client, kind, factory):
    record = factory()
    page = read(client, record)
    assert record.public_id in page
    assert f'href="/api/v1{record.get_absolute_url()}"' in page


@records
def test_the_json_link_leads_to_the_same_record(client, kind, factory):
    record = factory()
    answer = client.get(f"/api/v1{record.get_absolute_url()}")
    assert answer.json()["id"] == record.public_id


@records
@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_an_unpublished_record_is_as_unknown_as_none(client, kind, factory, state):
    assert client.get(factory(state=state).get_absolute_url()).status_code == 404


@records
def test_a_withdrawn_record_is_gone(client, kind, factory):
    response = client.get(factory(state="withdrawn").get_absolute_url())
    assert response.status_code == 410
    assert "withdrawn" in response.content.decode()


@records
def test_an_id_that_never_was_is_not_found(client, kind, factory):
    address = (
        factory.build(pk=10**30).get_absolute_url() if kind != "visit" else f"/visits/V{10**30}/"
    )
    assert client.get(address).status_code == 404


@records
def test_sources_stand_on_the_page_and_open_safely(client, kind, factory):
    record = factory()
    source = factories.SourceFactory(url="https://example.org/a", title="A page")
    Citation.objects.create(source=source, **{kind: record})
    assert 'href="https://example.org/a" rel="noopener external"' in read(client, record)


@records
def test_hostile_text_is_shown_as_text(client, kind, factory):
    record = factory(note=HOSTILE)
    page = read(client, record)
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page


def test_a_source_with_an_address_that_runs_is_no_link(client):
    visit = factories.VisitFactory()
    source = factories.SourceFactory(url="javascript:alert(1)", title="A trap")
    Citation.objects.create(source=source, visit=visit)
    page = read(client, visit)
    assert "A trap" in page
    assert "javascript:" not in page


def test_a_citation_says_which_field_it_supports_with_which_value(client):
    visit = factories.VisitFactory()
    factories.CitationFactory(visit=visit, field="end_date", value="2022-04-14")
    assert "For the end it gives: 2022-04-14" in read(client, visit)


def test_a_visit_shows_who_went_where_and_when(client):
    visit = factories.VisitFactory(visitor__name_en="Anna Example", purpose="Talks on water")
    page = read(client, visit)
    for fact in ("Anna Example", "13 April 2022", "Tashkent", "Talks on water", "Official"):
        assert fact in page
    assert 'href="/countries/UZB/"' in page


def test_a_visit_links_to_its_summits_documents_and_journey(client):
    journey = factories.JourneyFactory()
    visit = factories.VisitFactory(visitor=journey.traveller, journey=journey)
    place = factories.SummitParticipantFactory(visit=visit, person=visit.visitor)
    document = factories.SignedDocumentFactory(visit=visit)
    page = read(client, visit)
    for record in (journey, place.summit, document):
        assert f'href="{record.get_absolute_url()}"' in page
    assert visit.get_absolute_url() in read(client, place.summit)
    assert visit.get_absolute_url() in read(client, document)
    assert visit.get_absolute_url() in read(client, journey)


def test_what_hangs_on_a_visit_shows_only_when_it_is_published_itself(client):
    journey = factories.JourneyFactory(state="draft")
    visit = factories.VisitFactory(visitor=journey.traveller, journey=journey)
    summit = factories.SummitFactory(state="draft", title="A secret summit")
    factories.SummitParticipantFactory(visit=visit, summit=summit, person=visit.visitor)
    factories.SignedDocumentFactory(visit=visit, state="draft", title="A secret paper")
    counterpart = factories.PersonFactory(state="draft", name_en="A secret person")
    VisitParticipant.objects.create(visit=visit, person=counterpart, role="counterpart")
    page = read(client, visit)
    assert "secret" not in page
    assert journey.get_absolute_url() not in page


def test_a_document_shows_its_parties_and_what_became_of_it(client):
    party = factories.DocumentPartyFactory(signatory=factories.PersonFactory(name_en="A Signer"))
    action = factories.DocumentActionFactory(document=party.document)
    page = read(client, party.document)
    assert "A Signer" in page
    assert 'href="/countries/KAZ/"' in page
    assert action.action_type.name.capitalize() in page


def test_a_signatory_who_is_not_published_has_no_name(client):
    draft = factories.PersonFactory(state="draft", name_en="A secret person")
    party = factories.DocumentPartyFactory(signatory=draft)
    assert "secret" not in read(client, party.document)


def test_a_summit_names_its_participants_and_hides_those_not_published(client):
    shown = factories.SummitParticipantFactory(person=factories.PersonFactory(name_en="A Speaker"))
    factories.SummitParticipantFactory(
        summit=shown.summit,
        country__code="UZB",
        person=factories.PersonFactory(state="draft", name_en="A secret person"),
    )
    page = read(client, shown.summit)
    assert "A Speaker" in page
    assert 'href="/countries/UZB/"' in page
    assert "secret" not in page


def test_a_chairmanship_whose_end_is_open_says_which_way(client):
    ongoing = factories.ChairmanshipFactory(end_date=None, ongoing=True)
    unknown = factories.ChairmanshipFactory(end_date=None, ongoing=False)
    assert "since 1 January 2022" in read(client, ongoing)
    assert "end not known" in read(client, unknown)


def test_an_initiative_tells_where_it_stood_when(client):
    status = factories.InitiativeStatusFactory(date="2022-10-13", date_last="2022-10-13")
    page = read(client, status.initiative)
    assert "13 October 2022" in page
    assert "Proposed" in page


@records
def test_a_page_costs_a_fixed_number_of_queries(client, kind, factory, count_queries):
    record = factory()
    assert count_queries(lambda: read(client, record)) <= 20
