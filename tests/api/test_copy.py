"""CSV that PostgreSQL writes itself has the cells of the portable way."""

import csv
import dataclasses
import datetime
import io

import pytest
from django.db import connection

from countries.api.context import RowContext
from countries.api.exports import FORMATS, exported
from countries.api.exports.resources import resource_table
from countries.filters.parameters import public
from events.api.documents import SignedDocumentSerializer
from events.api.visits import JourneySerializer, VisitSerializer
from tests.factories import (
    CitationFactory,
    JourneyFactory,
    OrganizationFactory,
    SignedDocumentFactory,
    SummitParticipantFactory,
    VisitFactory,
    VisitParticipantFactory,
)

ONLY_POSTGRESQL = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="COPY is PostgreSQL's; SQLite has the portable way"
)
TEXTS = ["=1+1", "'=1", "''-x", "@a", "\tb", '"q", r', "line\nbreak", "100%", "қазақ", "'", " x "]


@pytest.fixture
def records(db):
    for text in TEXTS:
        VisitFactory(purpose=text, city=text, note=text)
    VisitFactory(start_date=datetime.date(2022, 1, 1), start_date_precision="year", end_date=None)
    VisitFactory(guest_country=None, guest_organization=OrganizationFactory())
    hidden = JourneyFactory(state="draft")
    visit = VisitFactory(journey=hidden, visitor=hidden.traveller)
    for _number in range(2):
        VisitParticipantFactory(visit=visit)
        CitationFactory(visit=visit)
        SignedDocumentFactory(visit=visit)
    VisitParticipantFactory(visit=visit, person__name_en="=Formula", order=9)
    VisitParticipantFactory(visit=visit, person__state="draft")
    SummitParticipantFactory(visit=visit)
    CitationFactory(visit=visit, source__url="")


def table_of(serializer, **context):
    shown = serializer(RowContext(**({"language": "en", "base_url": "https://a'b%c"} | context)))
    rows = public(serializer.model).order_by("pk")
    return resource_table(shown, rows, "rows", "csv")


def cells(table) -> list[list[str]]:
    data = b"".join(exported(table, FORMATS["csv"])).decode()
    return list(csv.reader(io.StringIO(data, newline="")))


@ONLY_POSTGRESQL
@pytest.mark.parametrize("serializer", [VisitSerializer, JourneySerializer])
def test_the_cells_are_the_same(records, serializer):
    table = table_of(serializer)
    assert table.copied is not None
    assert cells(table) == cells(dataclasses.replace(table, copied=None))


@ONLY_POSTGRESQL
def test_a_reader_who_gives_up_leaves_the_connection_usable(records, transactional_db):
    VisitFactory.create_batch(20, purpose="x" * 100_000)
    parts = exported(table_of(VisitSerializer), FORMATS["csv"])
    next(parts), next(parts)
    parts.close()
    assert public(VisitSerializer.model).count() > 20


def test_what_the_database_cannot_write_so_goes_the_portable_way(records):
    assert table_of(VisitSerializer, language="ru").copied is None
    assert table_of(SignedDocumentSerializer).copied is None
    moment = datetime.datetime(2022, 1, 1, tzinfo=datetime.UTC)
    assert table_of(VisitSerializer, as_of=moment).copied is None
