"""Whatever the record holds, a group's number and range are those of the records in its list."""

import datetime
import functools
from itertools import product

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from countries.partial_dates import Precision
from events.models import Chairmanship, SignedDocument, Summit, Visit
from events.statistics import aggregate
from tests.events.statistics.lists import records
from tests.events.statistics.world import GROUPS, REGIONS, make_world
from tests.factories import (
    ChairmanshipFactory,
    CountryFactory,
    CountryGroupFactory,
    DocumentPartyFactory,
    JourneyFactory,
    OrganizationFactory,
    PersonFactory,
    SignedDocumentFactory,
    SummitFactory,
    SummitParticipantFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
ANY = settings(
    max_examples=5,
    phases=(Phase.explicit, Phase.generate),  # to look for the least takes minutes
)
COUNTRIES = st.sampled_from(sorted(REGIONS))
DATES = st.tuples(
    st.dates(datetime.date(2022, 2, 1), datetime.date(2022, 8, 31)),
    st.sampled_from(["day", "day", "month", "year"]),
)
KEYS = {"region": ("143", "155"), "group": GROUPS, "country": tuple(REGIONS)}


def dated(date: tuple[datetime.date, str], column: str) -> dict:
    day, precision = date
    first = {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}
    return {column: first[precision], f"{column}_precision": precision}


def agree(model, questions, measures, precision: str) -> None:
    """Every number of the questions is what the lists behind it hold; ``measures`` say what."""
    listed.cache_clear()
    for group_by, (measure, values) in product(questions, measures.items()):
        kind = "vector" if any(name.endswith("group") for name in group_by) else ""
        counted = aggregate(
            model.objects.published(), measure=measure, group_by=group_by, group_kind=kind
        )
        own = counted.rule.parameters
        assert counted.total == len(different(counted.resource, own, values)), (group_by, measure)
        for group in counted.groups:
            assert group.parameters is not None
            sure = different(counted.resource, group.parameters, values)
            assert group.value == len(sure), (measure, group)
            might = sure | possible(counted.resource, group, values, precision)
            assert (group.high or group.value) == len(might), (measure, group)
        if group_by[0] in KEYS and len(group_by) == 1:
            found = {group.key[group_by[0]] for group in counted.groups}
            for key in set(KEYS[group_by[0]]) - found:
                assert not different(counted.resource, own | {group_by[0]: key}, values)


def different(resource: str, parameters, values) -> set:
    found = listed(resource, tuple(sorted(parameters.items())))
    return {value for record in found for value in values(record)} - {None}


@functools.cache
def listed(resource: str, parameters) -> list:
    return list(records(resource, dict(parameters)))


def possible(resource: str, group, values, precision: str) -> set:
    """The values of records that are known to lie in the year of a month or quarter."""
    period = next((group.key[name] for name in ("month", "quarter") if group.key.get(name)), None)
    if period is None:
        return set()
    others = {n: v for n, v in group.parameters.items() if n not in ("month", "quarter")}
    found = listed(resource, tuple(sorted((others | {"year": period[:4]}).items())))
    known_to_the_year = [row for row in found if getattr(row, precision) == Precision.YEAR]
    return {value for record in known_to_the_year for value in values(record)} - {None}


VISITS = st.lists(
    st.fixed_dictionaries(
        {
            "date": DATES,
            "guest": st.sampled_from([*REGIONS, None]),
            "host": COUNTRIES,
            "visitor": st.integers(0, 1),
            "journey": st.booleans(),
        }
    ),
    min_size=1,
    max_size=6,
)


def make_visit(stop, people, journeys) -> None:
    guest = {"guest_country": None, "guest_organization": OrganizationFactory(code="EU")}
    if stop["guest"] not in (None, stop["host"]):
        guest = {"guest_country": CountryFactory(code=stop["guest"])}
    VisitFactory(
        visitor=people[stop["visitor"]],
        journey=journeys[stop["visitor"]] if stop["journey"] else None,
        host_country=CountryFactory(code=stop["host"]),
        end_date=None,
        **dated(stop["date"], "start_date"),
        **guest,
    )


@ANY
@given(stops=VISITS)
def test_visits_by_either_side_and_by_periods(stops):
    with transaction.atomic():
        make_world()
        people = [PersonFactory(), PersonFactory()]
        journeys = [JourneyFactory(traveller=person) for person in people]
        for stop in stops:
            make_visit(stop, people, journeys)
        measures = {
            "visits": lambda visit: [visit.pk],
            "journeys": lambda visit: [visit.journey_id or -visit.pk],
            "countries": lambda visit: [visit.host_country_id],
        }
        questions = [
            ["country"],
            ["region"],
            ["group"],
            ["month"],
            ["quarter", "group"],
            ["region", "group", "year"],
            ["group", "visitor", "month"],
            ["guest_region", "host_group"],
            ["guest_group", "month"],
        ]
        agree(Visit, questions, measures, PRECISION)
        transaction.set_rollback(True)


PRECISION = "start_date_precision"
PARTIES = st.lists(
    st.fixed_dictionaries(
        {
            "date": DATES,
            "parties": st.lists(
                st.tuples(COUNTRIES, st.booleans(), st.integers(0, 2)),
                max_size=3,
                unique_by=(lambda party: party[0], lambda party: party[2]),
            ),
        }
    ),
    min_size=1,
    max_size=4,
)


def people() -> list:
    """Two whom the public may see, and one whom it may not."""
    return [PersonFactory(), PersonFactory(), PersonFactory(state="draft")]


def shown(person) -> int | None:
    return person.pk if person and person.state == "published" else None


@ANY
@given(events=PARTIES)
def test_summits_by_participants(events):
    with transaction.atomic():
        make_world()
        known = people()
        for event in events:
            summit = SummitFactory(end_date=None, **dated(event["date"], "start_date"))
            for code, named, number in event["parties"]:
                SummitParticipantFactory(
                    summit=summit,
                    country=CountryFactory(code=code),
                    organization=OrganizationFactory(code="EU") if code == "FRA" else None,
                    person=known[number] if named else None,
                )
        measures = {
            "summits": lambda summit: [summit.pk],
            "participant_countries": lambda s: s.participants.values_list("country", flat=True),
            "organizations": lambda s: s.participants.values_list("organization", flat=True),
            "people": lambda s: [shown(row.person) for row in s.participants.all()],
        }
        questions = [
            ["region"],
            ["group", "country"],
            ["person", "participant_organization"],
            ["month", "region"],
        ]
        agree(Summit, questions, measures, PRECISION)
        transaction.set_rollback(True)


@ANY
@given(events=PARTIES)
def test_documents_by_parties(events):
    with transaction.atomic():
        make_world()
        known, body = people(), OrganizationFactory(code="BODY")
        group = CountryGroupFactory(code="A")
        group.organization = body
        group.save()
        for event in events:
            date = dated(event["date"], "signed_date")
            document = SignedDocumentFactory(**date, signed_date_last=datetime.date(2022, 12, 31))
            for code, named, number in event["parties"]:
                party = {"country": CountryFactory(code=code)}
                if code == "UZB":
                    party = {"country": None, "organization": body}
                signatory = known[number] if named else None
                DocumentPartyFactory(document=document, signatory=signatory, **party)
        measures = {
            "documents": lambda document: [document.pk],
            "countries": bound,
            "organizations": lambda d: d.parties.values_list("organization", flat=True),
            "people": lambda d: [shown(row.signatory) for row in d.parties.all()],
        }
        questions = [
            ["country"],
            ["country", "region"],
            ["group", "organization"],
            ["signatory", "quarter"],
        ]
        agree(SignedDocument, questions, measures, "signed_date_precision")
        transaction.set_rollback(True)


def bound(document: SignedDocument) -> list[str]:
    itself = SignedDocument.objects.filter(pk=document.pk)
    return [code for code in REGIONS if itself.involving(code).exists()]


def test_chairmanships_by_the_person_in_the_chair():
    make_world()
    for person in [*people(), None]:
        ChairmanshipFactory(person=person)
    agree(
        Chairmanship,
        [["person"], ["year", "person"], ["person", "group"]],
        {"chairmanships": lambda term: [term.pk]},
        PRECISION,
    )
    counted = aggregate(Chairmanship.objects.published(), group_by=["person"])
    assert sorted(group.value for group in counted.groups) == [1, 1, 2]
