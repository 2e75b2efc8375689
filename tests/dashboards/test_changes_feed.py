"""``/changes.atom``: what became of published records."""

from xml.etree import ElementTree

from events.newest_changes import newest_changes
from tests.factories import PersonFactory, SignedDocumentFactory, VisitFactory

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def entries(client) -> list[tuple[str, str]]:
    response = client.get("/changes.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    return [
        (one.findtext("a:title", namespaces=ATOM), one.find("a:link", ATOM).get("href"))
        for one in root.findall("a:entry", ATOM)
    ]


def test_publishing_changing_and_withdrawing_are_told_newest_first(client, transactional_db):
    visit = VisitFactory(city="Tashkent")
    visit.city = "Samarkand"
    visit.save()
    visit.state = "withdrawn"
    visit.save()
    told = [entry for entry in entries(client) if entry[0].startswith("visit")]
    whats = [title.split(": ")[1] for title, _link in told]
    assert whats == ["no longer public", "changed", "published"]
    assert {link for _title, link in told} == {f"http://testserver/visits/{visit.public_id}/"}


def test_a_document_that_joins_a_visit_changes_the_visit(client, transactional_db):
    visit = VisitFactory()
    SignedDocumentFactory(visit=visit)
    address = f"/visits/{visit.public_id}/"
    told = [title.split(": ")[1] for title, link in entries(client) if link.endswith(address)]
    assert [what.split(" (")[0] for what in told] == ["changed", "published"]


def test_a_draft_leaves_no_trace(client, transactional_db):
    PersonFactory(state="draft", name_en="Secret")
    assert entries(client) == []


def test_the_feed_ends_after_its_newest(transactional_db):
    people = [PersonFactory() for _ in range(5)]
    assert [change.pk for change in newest_changes(2)] == [people[4].pk, people[3].pk]


def test_nothing_recorded_is_an_empty_feed(client, transactional_db):
    assert entries(client) == []


def test_the_feed_takes_no_parameters(client, db):
    assert client.get("/changes.atom?since=2022").status_code == 400
