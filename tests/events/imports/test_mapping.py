"""A mapping is checked before any row is read, and says what is wrong with it."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from events import imports
from events.imports.mapping import Mapping
from events.models import Visit, VisitType
from tests.events.imports.conftest import MAPPING, row
from tests.factories import OrganizationFactory

SHIPPED = sorted((Path(imports.__file__).parent / "mappings").glob("*.toml"))
BAD_MAPPINGS = {
    "unknown table [colums] (did you mean “columns”?)": MAPPING.replace("[columns]", "[colums]"),
    "[columns] has no key “guest_contry” (did you mean “guest_country”?)": MAPPING.replace(
        "guest_country =", "guest_contry ="
    ),
    "[columns] needs start": MAPPING.replace('start = "start"', ""),
    "[source] needs title": MAPPING.replace('title = "Register of visits"', ""),
    "visitor needs a column or a constant": MAPPING.replace('visitor = "visitor"', ""),
    "guest_country or guest_organization needs": MAPPING.replace('guest_country = "from"', ""),
    "[columns] start must be a text in quotes": MAPPING.replace('start = "start"', "start = 1"),
    "[visitors] split must be true or false": MAPPING.replace("split = true", 'split = "yes"'),
    "“(” is no regular expression": MAPPING.replace("'state visit'", "'('"),
    "unknown field “type” (known: start, end": MAPPING.replace(
        'field = "visit_type"', 'field = "type"'
    ),
    "must have just the texts": MAPPING.replace('field = "visit_type"', ""),
    "patterns must be written as [[patterns]]": MAPPING.replace("[[patterns]]", "[patterns]"),
    "the format “%d.%m” has no year (%Y)": MAPPING + '\n[dates]\nformats = ["%d.%m"]\n',
    "“%Y %Q” is no format of dates": MAPPING + '\n[dates]\nformats = ["%Y %Q"]\n',
    "the format “%Y-%d” has a day and no month (%m)": MAPPING + '\n[dates]\nformats = ["%Y-%d"]\n',
    "formats must be a list of formats": MAPPING + '\n[dates]\nformats = "iso"\n',
    "“boss” is not one of": MAPPING + '\n[ranks]\n"Boss" = "boss"\n',
    "[spellings] “Presdent”: [ranks] has no “Chef”": MAPPING
    + '\n[spellings]\n"Presdent" = "Chef"\n',
    "[file] “klingon” is no encoding": MAPPING + '\n[file]\nencoding = "klingon"\n',
    "[file] delimiter must be one character": MAPPING + '\n[file]\ndelimiter = ", "\n',
    "[source] url must begin with": MAPPING.replace("https://example", "javascript:example"),
    "[external_id] prefix must be small letters": MAPPING.replace('"test"', '"My file:"'),
    "is not TOML": "[columns",
    "visit_type “royal” of the mapping is unknown here (known: other, state)": MAPPING.replace(
        'value = "state"', 'value = "royal"'
    ),
    "status “done” of the mapping is unknown here": MAPPING.replace(
        "[constants]", '[constants]\nstatus = "done"'
    ),
    "line 1: no column “locale”; the file has “id”, “start”": MAPPING.replace("places", "locale"),
    "line 1: no column “key”": MAPPING.replace("visits/{id}", "visits/{key}"),
}


@pytest.mark.parametrize("message", BAD_MAPPINGS)
def test_a_mapping_that_is_wrong_is_refused(run, message):
    with pytest.raises(CommandError, match="Nothing was loaded") as refusal:
        run(run.file(row()), mapping=BAD_MAPPINGS[message])
    assert message in str(refusal.value)


def test_a_mapping_that_is_not_there_is_refused(run):
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("import_visits", str(run.file(row())), "--mapping=absent.toml")


def test_a_constant_stands_in_for_an_empty_cell(run):
    mapping = MAPPING.replace("[constants]", '[constants]\nguest_country = "FIN"')
    run(run.file(row(guest="")), mapping=mapping)

    assert Visit.objects.get().guest_country_id == "FIN"


def test_a_label_of_the_file_can_be_given_a_country(run):
    run(run.file(row(guest="Suomi")), mapping=MAPPING + '\n[labels]\n"Suomi" = "FIN"\n')

    assert Visit.objects.get().guest_country_id == "FIN"


def test_an_organization_can_be_the_guest(run):
    OrganizationFactory(code="OTS", name_en="Organization of Turkic States")
    mapping = MAPPING.replace("guest_country =", "guest_organization =")
    run(run.file(row(visitor="Secretary General Eero Salo", guest="OTS")), mapping=mapping)

    visit = Visit.objects.get()
    assert (visit.guest_organization_id, visit.guest_country_id) == ("OTS", None)
    assert visit.visitor_position.organization_id == "OTS"


def test_dates_are_read_in_the_formats_of_the_mapping(run):
    mapping = MAPPING + '\n[dates]\nformats = ["%d.%m.%Y", "%m/%Y", "%Y"]\n'
    run(
        run.file(
            row(id="1", start="07.05.2001", end="09.05.2001"),
            row(id="2", start="05/2003", end="06/2003"),
            row(id="3", start="2005", end=""),
        ),
        mapping=mapping,
    )

    found = {v.external_id: (str(v.start), str(v.end)) for v in Visit.objects.all()}
    assert found == {
        "test:1": ("2001-05-07", "2001-05-09"),
        "test:2": ("2003-05", "2003-06"),
        "test:3": ("2005", "None"),
    }


def test_a_pattern_comes_before_the_constant(run):
    run(
        run.file(
            row(id="1", remarks="STATE VISIT"),
            row(id="2", remarks="Talks", start="2003-01-01", end="2003-01-01"),
        )
    )

    found = dict(Visit.objects.values_list("external_id", "visit_type"))
    assert found == {"test:1": "state", "test:2": "other"}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_mappings_are_sound(path):
    assert Mapping.read(path).id_prefix


def test_the_visit_types_of_the_shipped_mappings_are_in_the_vocabulary(db):
    call_command("load_vocabularies", verbosity=0)
    from_file = {v for path in SHIPPED for v in Mapping.read(path).own_values("visit_type")}

    assert "state" in from_file
    assert from_file <= set(VisitType.objects.in_use().values_list("code", flat=True))
