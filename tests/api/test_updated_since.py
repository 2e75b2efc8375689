"""``updated_since``: what /changes/ tells of public records, as a filter of their list."""

from urllib.parse import quote

import pytest
from django.utils import timezone

from tests import factories


def now() -> str:
    return quote(timezone.now().isoformat())


def since(api, moment: str, resource: str = "visits", **asked: str) -> list[str]:
    more = "".join(f"&{name}={value}" for name, value in asked.items())
    return api.ids(f"{resource}/?updated_since={moment}{more}")


def test_a_record_that_was_written_and_none_before(api):
    factories.VisitFactory()
    moment = now()
    assert since(api, moment) == []
    visit = factories.VisitFactory()
    assert since(api, moment) == [visit.public_id]


def test_a_document_brings_the_visit_and_the_summit_it_came_of(api):
    visit, summit = factories.VisitFactory(), factories.SummitFactory()
    factories.VisitFactory()
    moment = now()
    document = factories.SignedDocumentFactory(visit=visit, summit=summit, state="draft")
    assert since(api, moment) == []
    document.state = "published"
    document.save()
    assert since(api, moment) == [visit.public_id]
    assert since(api, moment, "summits") == [summit.public_id]
    assert since(api, now()) == []


@pytest.mark.parametrize("end", ["moved", "withdrawn", "deleted"])
def test_a_document_that_leaves_its_visit_brings_it(api, end):
    visit, other = factories.VisitFactory(), factories.VisitFactory()
    document = factories.SignedDocumentFactory(visit=visit)
    moment = now()
    if end == "deleted":
        document.delete()
    else:
        document.visit = other if end == "moved" else visit
        document.state = "withdrawn" if end == "withdrawn" else "published"
        document.save()
    both = [other.public_id, visit.public_id]
    assert since(api, moment) == (both if end == "moved" else [visit.public_id])


def test_what_a_record_lists_brings_it_also_when_it_goes(api):
    citation = factories.CitationFactory(visit=factories.VisitFactory())
    party = factories.DocumentPartyFactory()
    moment = now()
    assert since(api, moment) == since(api, moment, "documents") == []
    name = citation.visit.public_id
    citation.delete()
    party.order = 3
    party.save()
    assert since(api, moment) == [name]
    assert since(api, moment, "documents") == [party.document.public_id]


def test_an_office_brings_the_person_who_held_it(api):
    person = factories.PersonFactory()
    moment = now()
    assert since(api, moment, "people") == []
    factories.TenureFactory(person=person)
    assert since(api, moment, "people") == [person.public_id]


def test_a_visitor_who_becomes_public_brings_the_visits(api):
    visit = factories.VisitFactory(visitor=factories.PersonFactory(state="draft"))
    moment = now()
    visit.visitor.note = "Still a draft"
    visit.visitor.save()
    assert since(api, moment) == []
    visit.visitor.state = "published"
    visit.visitor.save()
    assert since(api, moment) == [visit.public_id]
    between = now()
    visit.visitor.note = "Public, and corrected"
    visit.visitor.save()
    assert since(api, between) == []


def test_the_past_knows_of_no_later_change(api):
    visit = factories.VisitFactory()
    start = now()
    between = now()
    factories.SignedDocumentFactory(visit=visit)
    assert since(api, start) == [visit.public_id]
    assert since(api, start, as_of=between) == []
    assert since(api, start, as_of=now()) == [visit.public_id]


def test_many_records_are_found_as_few_are(api, monkeypatch):
    moment = now()
    old, secret = factories.VisitFactory(), factories.PersonFactory(state="draft")
    hidden = factories.VisitFactory(visitor=secret)
    between = now()
    factories.SignedDocumentFactory(visit=old)
    secret.state = "published"
    secret.save()
    new = factories.VisitFactory()
    asked = [(moment, ""), (between, ""), (moment, between), (between, now()), (now(), "")]

    def found():
        return [since(api, start, **({"as_of": end} if end else {})) for start, end in asked]

    few = found()
    monkeypatch.setattr("countries.filters.parameters.FEW", 0)
    assert found() == few
    everything = sorted(visit.public_id for visit in (old, hidden, new))
    assert [sorted(ids) for ids in few] == [everything, everything, [old.public_id], everything, []]


def test_asking_whether_anything_was_written_reads_no_list(api, django_assert_num_queries):
    factories.VisitFactory()
    moment = now()
    api.ids("visits/")  # what is read once
    with django_assert_num_queries(2) as asked:  # the keys, and the ETag's
        assert since(api, moment) == []
    assert sum("UNION ALL" in query["sql"] for query in asked.captured_queries) == 1
