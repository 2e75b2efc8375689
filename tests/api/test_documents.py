"""GET /api/v1/documents/."""

import datetime

import pytest

from tests.factories import (
    ActionTypeFactory,
    CountryFactory,
    CountryGroupFactory,
    CountryGroupMembershipFactory,
    DocumentActionFactory,
    DocumentKindFactory,
    DocumentPartyFactory,
    OrganizationFactory,
    SignedDocumentFactory,
    VisitFactory,
)


def test_a_row_has_its_parties_and_what_became_of_it(api):
    party = DocumentPartyFactory()
    day = datetime.date(2023, 1, 1)
    DocumentActionFactory(document=party.document, date=day, date_last=day)
    row = api.get("documents/")["results"][0]
    assert [one["country"] for one in row["parties"]] == ["KAZ"]
    actions = [(one["action_type"], one["date"]) for one in row["actions"]]
    assert actions == [("in_force", "2023-01-01")]
    assert row["signed_date"] == "2022-04-13"


@pytest.fixture
def documents():
    """A treaty that Kazakhstan signed itself, and one that binds it as a member of a union."""
    own = SignedDocumentFactory(
        title="Treaty", kind=DocumentKindFactory(code="treaty"), visit=VisitFactory(), city="Rome"
    )
    DocumentPartyFactory(document=own)
    DocumentActionFactory(document=own, action_type=ActionTypeFactory(code="ratified"))
    union = OrganizationFactory(code="EAEU", name_en="Eurasian Economic Union")
    CountryGroupMembershipFactory(
        group=CountryGroupFactory(code="EAEU", organization=union),
        country=CountryFactory(code="KAZ"),
        joined=datetime.date(2015, 1, 1),
    )
    through = SignedDocumentFactory(title="Free trade", conclusion="adopted")
    DocumentPartyFactory(document=through, country=None, organization=union)
    before = SignedDocumentFactory(
        title="Old", signed_date=datetime.date(2014, 5, 29), conclusion="adopted"
    )
    DocumentPartyFactory(document=before, country=None, organization=union)
    return {own.public_id: "own", through.public_id: "through", before.public_id: "before"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("country=KAZ", "own through"),
        ("country__n=KAZ", "before"),
        ("party_country=KAZ", "own"),
        ("party_country__n=KAZ", "through before"),
        ("country=KAZ&party_country__n=KAZ", "through"),
        ("organization=EAEU", "through before"),
        ("organization__empty=true", "own"),
        ("kind=treaty", "own"),
        ("conclusion=adopted", "through before"),
        ("year=2014", "before"),
        ("signed_date__gte=2015", "own through"),
        ("visit__empty=false", "own"),
        ("action_type=ratified", "own"),
        ("action_type__empty=true", "through before"),
        ("group=EAEU", "own"),
        ("city__ic=ROM", "own"),
        ("q=eurasian trade", "through"),
    ],
)
def test_filters(api, documents, query, found):
    assert {documents[key] for key in api.ids(f"documents/?{query}")} == set(found.split())


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("kind=contrakt", "kind"), ("signed=2022", "signed"), ("visit=12", "visit")],
)
def test_refusals(api, query, parameter):
    assert api.refused(f"documents/?{query}")["parameter"] == parameter
