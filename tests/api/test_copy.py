"""CSV that PostgreSQL writes itself is, byte for byte, that of the portable way."""

import dataclasses
import datetime

import pytest
from django.db import connection
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.api.codes import code_columns
from countries.api.context import RowContext
from countries.api.exports import FORMATS, exported
from countries.api.exports.resources import resource_table
from countries.api.serializers import RowSerializer
from countries.api.words import Words
from countries.filters.parameters import public
from countries.models import CountryCode
from countries.models.history_as_of import reading_as_of
from events.api.documents import SignedDocumentSerializer
from events.api.visits import VisitSerializer
from tests import factories

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="COPY is PostgreSQL's; SQLite has the portable way"
)
LISTED = sorted(
    (one for one in RowSerializer.known.values() if one.resource), key=lambda one: one.resource
)
TEXTS = ["=1+1", "'=1", "''-x", "@a", "\tb", '"q", r', "line\nbreak", "100%", "қазақ", "'", " x "]
TEXTS += ["a\rb", "\\.", "", "1,5", "%s", "{x}"]


@pytest.fixture
def records(db):
    """Every resource with its children, and what is awkward in each."""
    country = factories.CountryFactory(code="KAZ")
    country.name_ru, country.name_kk = "Казахстан", "=Қазақстан"
    country.latitude, country.longitude = "48.0", "66.92"
    country.save()
    for code, scheme, since in (("398", "m49", None), ("704", "cow", 1900), ("705", "cow", 1991)):
        first = since and datetime.date(since, 1, 1)
        CountryCode.objects.create(country=country, scheme=scheme, code=code, valid_from=first)
    for text in TEXTS:
        factories.VisitFactory(purpose=text, city=text, note=text)
        document = factories.SignedDocumentFactory(title_ru=text, note=text)
        party = factories.DocumentPartyFactory(document=document)
        factories.DocumentPartyFactory(
            document=document,
            country=None,
            organization=factories.OrganizationFactory(),
            signatory=factories.PersonFactory(name_en=text or "x", name_ru=text),
        )
        assert party.pk
    factories.DocumentPartyFactory(
        document=document, signatory=factories.PersonFactory(state="draft")
    )
    factories.VisitFactory(
        start_date=datetime.date(2022, 1, 1), start_date_precision="year", end_date=None
    )
    organization = factories.OrganizationFactory()
    factories.VisitFactory(guest_country=None, guest_organization=organization)
    hidden = factories.JourneyFactory(state="draft")
    visit = factories.VisitFactory(journey=hidden, visitor=hidden.traveller)
    shown = factories.JourneyFactory()
    factories.VisitFactory(journey=shown, visitor=shown.traveller)
    for _number in range(2):
        factories.VisitParticipantFactory(visit=visit)
        factories.CitationFactory(visit=visit, field="city", value=f"City {_number}")
        factories.SignedDocumentFactory(visit=visit)
    factories.VisitParticipantFactory(visit=visit, person__name_en="=Formula", order=9)
    factories.VisitParticipantFactory(visit=visit, person__state="draft")
    factories.CitationFactory(visit=visit, source__url="")
    factories.SummitParticipantFactory(visit=visit)
    factories.SummitParticipantFactory(country=None, organization=organization, person=None)
    factories.DocumentActionFactory(document=document, date=None, date_last=None)
    factories.InitiativeStatusFactory(date=None, date_last=None)
    factories.InitiativeStatusFactory()
    factories.ChairmanshipFactory()
    factories.TenureFactory(start_date=None)
    factories.CountryGroupMembershipFactory()
    factories.ReportedTotalFactory()


def table_of(serializer, *, codes="", wanted=None, as_of=None, language="en"):
    context = RowContext(language=language, base_url="https://a'b%c", as_of=as_of)
    more = code_columns(QueryDict(f"codes={codes}"), serializer) if codes else ()
    shown = serializer(context, more=more, wanted=wanted)
    with reading_as_of(as_of):
        rows = public(serializer.model).order_by("pk")
    return resource_table(shown, rows, "rows", "csv")


def both_ways(table) -> tuple[bytes, bytes]:
    assert table.copied is not None
    portable = dataclasses.replace(table, copied=None)
    return tuple(b"".join(exported(one, FORMATS["csv"])) for one in (table, portable))


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_resource_has_the_same_bytes_in_every_language(records, language):
    for serializer in LISTED:
        copied, portable = both_ways(table_of(serializer, language=language))
        assert copied == portable, serializer.resource
        assert copied.count(b"\n") > 1, serializer.resource


def test_other_codes_of_countries_are_copied_too(records):
    for serializer in (VisitSerializer, SignedDocumentSerializer):
        copied, portable = both_ways(table_of(serializer, codes="iso2,iso3,m49,cow,gw"))
        assert copied == portable


@pytest.mark.parametrize(
    "wanted", [{"city", "purpose"}, {"participants", "citations"}, {"id", "source_state_name"}]
)
def test_so_are_some_of_the_columns(records, wanted):
    copied, portable = both_ways(table_of(VisitSerializer, wanted=wanted))
    assert copied == portable


def test_so_is_the_record_as_of_an_instant(transactional_db):
    visit = factories.VisitFactory(city="Tashkent")
    factories.CitationFactory(visit=visit)
    document = factories.DocumentPartyFactory().document
    moment = visit.history.latest().history_date + datetime.timedelta(seconds=30)
    visit.city = "Samarkand"
    visit.save()
    visit.history.filter(city="Samarkand").exists()
    for serializer in (VisitSerializer, SignedDocumentSerializer):
        copied, portable = both_ways(table_of(serializer, as_of=moment))
        assert copied == portable
    long_ago = datetime.datetime(1990, 1, 1, tzinfo=datetime.UTC)
    copied, portable = both_ways(table_of(VisitSerializer, as_of=long_ago))
    assert copied == portable
    assert copied.count(b"\n") == 1
    assert document.pk


ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
AWKWARD = st.text("=+-@'\t\r\n\",; %{}\\.a", max_size=6)


@settings(max_examples=60)
@given(text=ANY_TEXT | AWKWARD, name=ANY_TEXT | AWKWARD)
def test_any_text_has_the_same_bytes(db, text, name):
    visit = factories.VisitFactory()
    visits = type(visit).objects.filter(pk=visit.pk)
    type(visit).objects.bulk_update([_changed(visit, note=text, city=name)], ["note", "city"])
    factories.VisitParticipantFactory(visit=visit, person__name_ru=name, person__name_en="x")
    shown = VisitSerializer(RowContext(language="ru", base_url=""))
    copied, portable = both_ways(resource_table(shown, visits, "rows", "csv"))
    assert copied == portable


def _changed(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    return record


def test_a_reader_who_gives_up_leaves_the_connection_usable(transactional_db):
    factories.VisitFactory.create_batch(20, purpose="x" * 100_000)
    parts = exported(table_of(VisitSerializer), FORMATS["csv"])
    next(parts), next(parts)
    parts.close()
    assert public(VisitSerializer.model).count() >= 20


def test_what_the_database_cannot_write_goes_the_portable_way(db, monkeypatch):
    (child, *rest) = VisitSerializer.children
    said = dataclasses.replace(child, text=lambda row: row["person_name"].upper())
    monkeypatch.setattr(VisitSerializer, "children", (said, *rest))
    assert table_of(VisitSerializer).copied is None
    assert table_of(SignedDocumentSerializer, wanted={"title"}).copied is None
    assert isinstance(child.text, Words)
