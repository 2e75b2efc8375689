"""``as_of``: what the API says about a past instant is what it said at that instant."""

import random

import pytest
from django.utils import timezone

from events.models import Visit
from tests import factories

ASKED = (
    "visits/?limit=100",
    "visits/?cursor=&limit=100&ordering=city",
    "visits/?q=tashkent",
    "visits/?guest_group=CA&visit_type=official",
    "summits/?limit=100",
    "people/?limit=100",
    "countries/?limit=100",
    "visits/statistics/?group_by=year,visit_type",
    "visits/statistics/?group_by=host_country&measure=days",
    "visits/statistics/?group_by=guest_group&group_kind=region",
    "years/?country=KAZ",
    "years/2022/?country=KAZ",
)
ADDRESSES = ("next", "permalink", "records", "as_of", "history_begins")


def said(value):
    """An answer without addresses, which name the instant."""
    if isinstance(value, dict):
        return {key: said(one) for key, one in value.items() if key not in ADDRESSES}
    return [said(one) for one in value] if isinstance(value, list) else value


def instant() -> str:
    return timezone.now().isoformat().replace("+00:00", "Z")


def write(chance, people, types):
    """One random change of a kind that analysts and reviewers make."""
    state = chance.choice(["draft", "published", "published", "withdrawn"])
    visits, kind = list(Visit.objects.all()), chance.randrange(7)
    if kind == 0 or not visits:
        factories.VisitFactory(
            state=state,
            visitor=chance.choice(people),
            visit_type=chance.choice(types),
            city=chance.choice(["Tashkent", "Samarkand"]),
        )
        return
    visit = chance.choice(visits)
    if kind == 1:
        visit.state = state
        visit.save()
    elif kind == 2:
        person = chance.choice(people)
        person.state, person.name_en = state, chance.choice(["Ann", "Ben", "Cid"])
        person.save()
    elif kind == 3:
        visit.city, visit.visit_type = chance.choice(["Bukhara", "Tashkent"]), chance.choice(types)
        Visit.objects.bulk_update([visit], ["city", "visit_type"])
    elif kind == 4:
        factories.CitationFactory(visit=visit)
        visit.host_country.name_en = chance.choice(["Uzbekistan", "Republic of Uzbekistan"])
        visit.host_country.save()
    elif kind == 5:
        summit = factories.SummitFactory(state=state)
        factories.SummitParticipantFactory(summit=summit, person=chance.choice(people))
    else:
        for citation in visit.citations.all():
            citation.delete()
        visit.delete()


@pytest.mark.parametrize("seed", range(3))
def test_an_answer_as_of_an_instant_is_what_was_said_then(api, seed):
    chance = random.Random(seed)
    home = factories.CountryFactory(code="KAZ")
    factories.CountryGroupMembershipFactory(
        group=factories.CountryGroupFactory(code="CA", kind="region"), country=home
    )
    people = [factories.PersonFactory() for _one in range(3)]
    types = [factories.VisitTypeFactory(code=code) for code in ("state", "official")]
    recorded = []
    for _moment in range(5):
        for _write in range(4):
            write(chance, people, types)
        recorded.append((instant(), {path: said(api.get(path)) for path in ASKED}))
    for moment, answers in recorded:
        for path, answer in answers.items():
            joined = "&" if "?" in path else "?"
            assert said(api.get(f"{path}{joined}as_of={moment}")) == answer, (path, moment)


@pytest.fixture
def visit(db):
    return factories.VisitFactory(city="Tashkent")


def test_before_the_first_record_the_answer_is_empty_and_says_when_history_begins(api, visit):
    page = api.get("visits/?as_of=2000-01-01")
    assert (page["count"], page["results"]) == (0, [])
    begins = visit.history.earliest().history_date
    assert page["history_begins"] == begins.isoformat()
    problem = api.refused(f"visits/{visit.public_id}/?as_of=2000-01-01", 404)
    assert str(begins) in problem["detail"]


def test_a_bare_date_is_the_end_of_that_day(api, visit):
    today = timezone.now().date().isoformat()
    page = api.get(f"visits/?as_of={today}")
    assert page["as_of"] == f"{today}T23:59:59.999999+00:00"
    assert api.follow(page["permalink"])["results"] == page["results"] != []
    assert f"as_of={today}T23%3A59%3A59.999999" in page["permalink"]


def test_a_detail_as_it_was(api, visit):
    before = instant()
    visit.city = "Samarkand"
    visit.save()
    assert api.get(f"visits/{visit.public_id}/?as_of={before}")["city"] == "Tashkent"
    assert api.get(f"visits/{visit.public_id}/")["city"] == "Samarkand"


def test_a_draft_of_then_is_not_shown_though_it_is_public_now(api, visit):
    draft = factories.VisitFactory(state="draft", visitor=visit.visitor)
    then = instant()
    draft.state = "published"
    draft.save()
    assert api.ids(f"visits/?as_of={then}") == [visit.public_id]
    api.refused(f"visits/{draft.public_id}/?as_of={then}", 404)
    assert draft.public_id in api.ids("visits/")


def test_figures_link_to_the_records_of_the_same_instant(api, visit):
    then = instant()
    visit.delete()
    group = api.get(f"visits/statistics/?group_by=year&as_of={then}")["groups"][0]
    assert group["value"] == api.follow(group["records"])["count"] == 1


def test_the_past_as_csv(api, visit):
    then = instant()
    visit.city = "Samarkand"
    visit.save()
    assert [row["city"] for row in api.table(f"visits/?format=csv&as_of={then}")] == ["Tashkent"]


@pytest.mark.parametrize("text", ["soon", "2023-13-01", "2023-01-12T10:00", "", "9999-99-99"])
def test_what_is_no_instant_is_refused(api, text):
    for path in ("visits/?", "visits/statistics/?group_by=year&", "years/2022/?country=KAZ&"):
        assert api.refused(f"{path}as_of={text}")["parameter"] == "as_of"
