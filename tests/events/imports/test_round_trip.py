"""What is exported as CSV and imported again is the same record."""

import csv
import datetime
import io
import string
from pathlib import Path

from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.models import Person, Position
from events.imports import importing
from events.imports.guessing import guess
from events.imports.importing import import_visits
from events.imports.mapping import Mapping
from events.imports.planner import Planner
from events.imports.reading import read_sheet
from events.models import Citation, Confidence, Journey, Mode, Status, Visit
from tests.factories import (
    CountryFactory,
    OrganizationFactory,
    PersonFactory,
    PositionFactory,
    VisitFactory,
    VisitTypeFactory,
)

MAPPING = Path(importing.__file__).parent / "mappings" / "diplotrack_export.toml"
PATH = "/api/v1/visits/?format=csv&lang=en&ordering=start_date,host_country,city,purpose,note,id"
# What is new after a round trip: keys, the addresses made of them, when the row was written, and
# what its sources say of one another, as the file has become one.
NEW = ("id", "visitor", "visitor_position", "journey", "external_id", "record_url", "citations")
NEW += ("created_at", "updated_at", "source_state", "source_state_name")

LETTERS = string.ascii_letters + "Әәқжёї0123 =+-@'\",;.\n\t&<>—"
TEXT = st.text(LETTERS, max_size=30).map(str.strip)
DATES = st.dates(datetime.date(1950, 1, 1), datetime.date(2030, 12, 31))
VISITS = st.lists(
    st.fixed_dictionaries(
        {
            "start": DATES,
            "days": st.none() | st.integers(0, 40),
            "precision": st.sampled_from(["day", "month", "year"]),
            "visitor": st.integers(0, 2),
            "position": st.none() | st.integers(0, 1),
            "organization": st.booleans(),
            "host_country": st.sampled_from(["UZB", "FRA", "SUHH"]),
            "visit_type": st.sampled_from(["state", "working"]),
            "mode": st.sampled_from(Mode.values),
            "status": st.sampled_from(Status.values),
            "confidence": st.sampled_from(Confidence.values),
            "city": TEXT,
            "other_cities": TEXT,
            "purpose": TEXT,
            "note": TEXT,
        }
    ),
    min_size=1,
    max_size=4,
)


def first_day(date: datetime.date, precision: str) -> datetime.date:
    if precision == "day":
        return date
    return date.replace(day=1) if precision == "month" else date.replace(month=1, day=1)


def create(visits: list[dict]) -> None:
    for code in ("UZB", "FRA", "SUHH", "KAZ"):
        CountryFactory(code=code)
    for code in ("state", "working"):
        VisitTypeFactory(code=code)
    # Two of them are namesakes: only their ids tell them apart.
    people = [PersonFactory(name_en=name) for name in ("A. Karataev", "A. Karataev", "B. Ospan")]
    positions = [PositionFactory(level=level) for level in ("head_of_state", "minister")]
    for visit in visits:
        values = dict(visit)
        precision, days = values.pop("precision"), values.pop("days")
        start = first_day(values.pop("start"), precision)
        end = None if days is None or precision != "day" else start + datetime.timedelta(days)
        guest = (
            {"guest_country": None, "guest_organization": OrganizationFactory(code="EU")}
            if values.pop("organization")
            else {"guest_country": CountryFactory(code="KAZ")}
        )
        position = values.pop("position")
        VisitFactory(
            **guest,
            start_date=start,
            start_date_precision=precision,
            end_date=end,
            visitor=people[values.pop("visitor")],
            visitor_position=None if position is None else positions[position],
            host_country=CountryFactory(code=values.pop("host_country")),
            visit_type=VisitTypeFactory(code=values.pop("visit_type")),
            **values,
        )


def exported() -> bytes:
    return b"".join(Client(SERVER_NAME="localhost").get(PATH).streaming_content)


def rows_of(data: bytes) -> list[list[str]]:
    """The rows without what is new after a round trip."""
    rows = csv.DictReader(io.StringIO(data.decode(), newline=""))
    return sorted([text for key, text in row.items() if key not in NEW] for row in rows)


def emptied() -> None:
    for model in (Citation, Visit, Journey, Person, Position):
        model.objects.all().delete()


@settings(max_examples=25)
@given(visits=VISITS)
def test_an_export_imports_as_the_same_records(db, tmp_path, visits):
    with transaction.atomic():
        create(visits)
        file = tmp_path / "visits.csv"
        file.write_bytes(exported())
        emptied()
        mapping = Mapping.read(MAPPING)
        outcome = import_visits(
            file=file,
            mapping=mapping,
            state="published",
            rejects_file=None,
            skip_invalid=False,
            dry_run=False,
        )
        assert [str(reject) for reject in outcome.plan.rejects] == []
        assert rows_of(exported()) == rows_of(file.read_bytes())
        assert Person.objects.count() == len({visit["visitor"] for visit in visits})
        transaction.set_rollback(True)


FORMATS = st.sampled_from(["csv", "xlsx", "jsonl"])


@settings(max_examples=25)
@given(visits=VISITS, form=FORMATS, language=st.sampled_from(["en", "ru", "kk"]))
def test_an_export_in_any_format_is_unchanged_where_it_came_from(db, visits, form, language):
    with transaction.atomic():
        create(visits)
        path = PATH.replace("format=csv&lang=en", f"format={form}&lang={language}")
        data = b"".join(Client(SERVER_NAME="localhost").get(path).streaming_content)
        sheet = read_sheet(data, name="visits", encoding="")
        plan = Planner(Mapping.of(guess(sheet, ()))).plan(sheet)
        assert [str(reject) for reject in plan.rejects] == []
        assert [update.comparison.changes for update in plan.updates] == []
        assert plan.unchanged == plan.read == len(visits)
        transaction.set_rollback(True)
