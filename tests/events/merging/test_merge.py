"""Two records that are one: merged, redirected, joined as mirrors, and undone."""

import datetime

import pytest
from django.db import models
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.models import Person
from events.duplicates import KINDS, suspected_pairs
from events.merging import (
    OWN_COLUMNS,
    MergeRefused,
    join_mirror,
    mark_different,
    merge,
    relations_of,
    takeable,
    undo,
)
from events.models import (
    Citation,
    Journey,
    Merge,
    NotDuplicate,
    SignedDocument,
    Summit,
    SummitParticipant,
    Visit,
    VisitParticipant,
)
from tests import factories

pytestmark = pytest.mark.django_db
DAY = factories.DAY


@pytest.fixture
def president():
    return factories.PersonFactory(name_en="Kassym-Jomart Tokayev")


@pytest.fixture
def keep(president):
    return factories.VisitFactory(visitor=president, purpose="")


@pytest.fixture
def drop(president):
    return factories.VisitFactory(visitor=president, purpose="Talks", city="Samarkand")


def refreshed(record):
    return type(record).objects.get(pk=record.pk)


def everything() -> dict[str, list]:
    """Every row that a merge may touch, but for the time stamps."""
    tables = (
        Person,
        Journey,
        Visit,
        VisitParticipant,
        Summit,
        SummitParticipant,
        SignedDocument,
        Citation,
    )
    return {
        model.__name__: [
            {k: v for k, v in row.items() if k != "updated_at"}
            for row in model.objects.order_by("pk").values()
        ]
        for model in tables
    }


def test_the_dropped_record_is_withdrawn_and_says_what_replaced_it(keep, drop):
    merge(keep=keep, drop=drop, actor="ann", reason="same stay")
    gone = refreshed(drop)
    assert (gone.state, gone.replaced_by) == ("withdrawn", keep)
    assert gone.history.latest().history_user_id == "ann"
    assert "same stay" in gone.history.latest().history_change_reason
    assert list(Visit.objects.published()) == [keep]


def test_what_is_empty_is_filled_and_what_is_chosen_is_taken(keep, drop):
    merge(keep=keep, drop=drop, actor="ann")
    assert (refreshed(keep).purpose, refreshed(keep).city) == ("Talks", "Tashkent")


def test_a_chosen_field_is_taken_from_the_dropped_record(keep, drop):
    drop.start_date, drop.start_date_precision = datetime.date(2022, 4, 1), "month"
    drop.save()
    merge(keep=keep, drop=drop, actor="ann", take=["city", "start"])
    assert (refreshed(keep).city, str(refreshed(keep).start)) == ("Samarkand", "2022-04")


def test_an_unknown_field_is_refused_and_nothing_is_written(keep, drop):
    before = everything()
    with pytest.raises(MergeRefused, match="no field state"):
        merge(keep=keep, drop=drop, actor="ann", take=["state"])
    assert everything() == before
    assert not Merge.objects.exists()


def test_children_and_what_points_to_the_record_move(keep, drop):
    citation = factories.CitationFactory(visit=drop)
    member = factories.VisitParticipantFactory(visit=drop)
    document = factories.SignedDocumentFactory(visit=drop)
    place = factories.SummitParticipantFactory(person=drop.visitor, visit=drop)
    merge(keep=keep, drop=drop, actor="ann")
    for row in (citation, member, document, place):
        assert refreshed(row).visit == keep


def test_what_the_kept_record_has_already_stays_with_the_dropped_one(keep, drop):
    minister, source = factories.PersonFactory(), factories.SourceFactory()
    for visit in (keep, drop):
        factories.VisitParticipantFactory(visit=visit, person=minister)
        factories.CitationFactory(visit=visit, source=source)
    merge(keep=keep, drop=drop, actor="ann")
    for model in (VisitParticipant, Citation):
        assert sorted(model.objects.values_list("visit", flat=True)) == sorted([keep.pk, drop.pk])


def test_people_are_merged_with_all_that_names_them(keep, president):
    twin = factories.PersonFactory(name_en="Tokaev", name_ru="Токаев")
    other = factories.VisitFactory(
        visitor=twin, journey=factories.JourneyFactory(traveller=twin), start_date=DAY
    )
    document = factories.DocumentPartyFactory(signatory=twin)
    merge(keep=president, drop=twin, actor="ann")
    assert refreshed(other).visitor == president
    assert refreshed(other).journey.traveller == president
    assert refreshed(document).signatory == president
    assert refreshed(president).name_ru == "Токаев"


def test_a_person_named_twice_elsewhere_is_named_once_and_undoing_brings_the_row_back(president):
    twin, summit = factories.PersonFactory(), factories.SummitFactory()
    for person in (president, twin):
        factories.SummitParticipantFactory(summit=summit, person=person)
    before = everything()
    found = merge(keep=president, drop=twin, actor="ann")
    assert [row.person for row in summit.participants.all()] == [president]
    undo(merge=found, actor="ann")
    assert everything() == before


def test_an_assumed_journey_goes_with_its_only_stop_and_a_sourced_one_stays(keep, drop):
    for visit, basis in ((drop, "assumed"), (keep, "sourced")):
        visit.journey = factories.JourneyFactory(traveller=visit.visitor, basis=basis)
        visit.save()
    merge(keep=keep, drop=drop, actor="ann")
    assert refreshed(drop.journey).state == "withdrawn"
    assert refreshed(keep.journey).state == "published"


def test_the_published_one_of_two_is_kept(keep, drop):
    keep.state = "draft"
    keep.save()
    with pytest.raises(MergeRefused, match="keep the published one"):
        merge(keep=keep, drop=drop, actor="ann")
    merge(keep=drop, drop=keep, actor="ann")
    assert refreshed(keep).replaced_by == drop


@pytest.mark.parametrize("place", ["keep", "drop"])
def test_a_change_that_awaits_review_is_decided_first(keep, drop, place):
    record = {"keep": keep, "drop": drop}[place]
    record.revisions.create(payload={}, based_on="2022-01-01T00:00Z", author="bob")
    with pytest.raises(MergeRefused, match="awaits review"):
        merge(keep=keep, drop=drop, actor="ann")


def test_only_two_standing_records_of_one_type_are_merged(keep, drop):
    with pytest.raises(MergeRefused, match="same type"):
        merge(keep=keep, drop=keep.visitor, actor="ann")
    with pytest.raises(MergeRefused, match="itself"):
        merge(keep=keep, drop=keep, actor="ann")
    merge(keep=keep, drop=drop, actor="ann")
    with pytest.raises(MergeRefused, match="withdrawn"):
        merge(keep=keep, drop=drop, actor="ann")


def test_undoing_leaves_what_was_changed_since(keep, drop):
    done = merge(keep=keep, drop=drop, actor="ann")
    kept = refreshed(keep)
    kept.purpose = "Talks on water"
    kept.save()
    left = undo(merge=done, actor="bob")
    assert len(left) == 1
    assert "purpose" in left[0]
    assert refreshed(keep).purpose == "Talks on water"
    assert refreshed(drop).state == "published"


def test_a_merge_is_undone_once_and_the_last_first(keep, drop, president):
    third = factories.VisitFactory(visitor=president)
    first = merge(keep=keep, drop=drop, actor="ann")
    second = merge(keep=third, drop=keep, actor="ann")
    assert refreshed(drop).replacement() == third
    with pytest.raises(MergeRefused, match="undo that first"):
        undo(merge=first, actor="ann")
    undo(merge=second, actor="ann")
    undo(merge=first, actor="ann")
    with pytest.raises(MergeRefused, match="undone already"):
        undo(merge=first, actor="ann")
    assert Visit.objects.published().count() == 3


@settings(max_examples=15)
@given(data=st.data())
def test_merging_and_undoing_changes_nothing(president, data):
    """Whatever the two records share, whatever is taken and whichever way they are joined."""
    people = [president, *factories.PersonFactory.create_batch(2)]
    sources = factories.SourceFactory.create_batch(2)
    visits = [factories.VisitFactory(visitor=president, purpose="") for _number in range(2)]
    for visit in visits:
        visit.purpose = data.draw(st.sampled_from(["", "Talks", "Summit"]))
        visit.city = data.draw(st.sampled_from(["", "Tashkent", "Bukhara"]))
        if data.draw(st.booleans()):
            visit.journey = factories.JourneyFactory(
                traveller=president, basis=data.draw(st.sampled_from(["assumed", "sourced"]))
            )
        visit.save()
        for person in data.draw(st.sets(st.sampled_from(people[1:]))):
            factories.VisitParticipantFactory(visit=visit, person=person)
        for source in data.draw(st.sets(st.sampled_from(sources))):
            factories.CitationFactory(visit=visit, source=source)
        for _number in range(data.draw(st.integers(0, 2))):
            factories.SignedDocumentFactory(visit=visit)
    take = data.draw(st.sets(st.sampled_from(["city", "purpose", "end", "visit_type", "journey"])))
    keep, drop = visits
    before = everything()
    if data.draw(st.booleans()):
        done = merge(keep=keep, drop=drop, actor="ann", take=take)
    else:
        done = join_mirror(keep=keep, mirror=drop, actor="ann")
    assert list(Visit.objects.published().filter(pk__in=[keep.pk, drop.pk])) == [keep]
    assert undo(merge=done, actor="ann") == []
    assert everything() == before


def test_a_mirror_keeps_its_rows_and_counts_no_more(keep, drop):
    citation = factories.CitationFactory(visit=drop)
    document = factories.SignedDocumentFactory(visit=drop)
    join_mirror(keep=keep, mirror=drop, actor="ann")
    assert (refreshed(drop).mirror_of, refreshed(drop).replaced_by) == (keep, None)
    assert list(Visit.objects.published()) == [keep]
    assert refreshed(citation).visit == drop
    assert refreshed(document).visit == keep


def test_people_have_no_mirrors(president):
    with pytest.raises(MergeRefused, match="have mirrors"):
        join_mirror(keep=president, mirror=factories.PersonFactory(), actor="ann")


def test_two_that_are_different_are_not_suspected_again(keep, drop):
    assert len(suspected_pairs(KINDS["visit"])) == 1
    mark_different(one=drop, other=keep, actor="ann", reason="morning and evening")
    mark_different(one=keep, other=drop, actor="bob")
    assert suspected_pairs(KINDS["visit"]) == []
    pair = NotDuplicate.objects.get()
    assert (pair.first, pair.second, pair.author) == (keep.public_id, drop.public_id, "ann")


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_relation_is_moved_or_stays_for_a_reason(kind):
    """A new model that points to a record is moved by a merge without a word here."""
    moved = {(link.model.__name__, link.name) for link in relations_of(kind.model)}
    for relation in kind.model._meta.related_objects:
        source = relation.related_model
        if source.__name__.startswith("Historical") or relation.field.name in OWN_COLUMNS:
            continue
        if isinstance(relation.field, models.ManyToManyField) or source.__name__ == "Revision":
            continue
        assert (source.__name__, relation.field.name) in moved


def test_a_partial_date_is_taken_whole():
    assert takeable(Visit)["start"] == ("start_date", "start_date_precision")
    assert not {"state", "external_id", "replaced_by", "search_text"} & takeable(Visit).keys()


def test_the_old_address_leads_to_the_record_that_replaces_it(keep, drop, client):
    merge(keep=keep, drop=drop, actor="ann")
    page = client.get(f"/visits/{drop.public_id}/")
    assert (page.status_code, page["Location"]) == (301, f"/visits/{keep.public_id}/")
    answer = client.get(f"/api/v1/visits/{drop.public_id}/?fields=id")
    assert answer.status_code == 301
    assert answer["Location"].endswith(f"/api/v1/visits/{keep.public_id}/?fields=id")
    assert answer.json() == {"replaced_by": keep.public_id}


def test_an_old_address_leads_nowhere_that_is_not_public(keep, drop, client):
    merge(keep=keep, drop=drop, actor="ann")
    keep = refreshed(keep)
    keep.state = "withdrawn"
    keep.save()
    assert client.get(f"/visits/{drop.public_id}/").status_code == 410
    assert client.get(f"/api/v1/visits/{drop.public_id}/").status_code == 410


@pytest.mark.django_db(transaction=True)
def test_those_who_keep_a_copy_learn_what_replaced_a_record(client):
    keep, drop = factories.VisitFactory(), factories.VisitFactory()
    merge(keep=keep, drop=drop, actor="ann")
    rows = client.get("/api/v1/changes/").json()["results"]
    gone = [row for row in rows if row["change"] == "delete"]
    assert [(row["id"], row["replaced_by"]) for row in gone] == [(drop.public_id, keep.public_id)]
