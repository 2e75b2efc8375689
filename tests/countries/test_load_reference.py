"""The reference tables load whole or not at all, and the same twice."""

import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from countries.models import (
    Country,
    CountryGroup,
    CountryGroupMembership,
    Organization,
    recorded_as,
)
from countries.reference_tables import FOLDER, load_reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "reference")


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def loaded(folder=FOLDER) -> str:
    out = StringIO()
    call_command("load_reference", folder=folder, stdout=out)
    return out.getvalue()


def test_all_tables_arrive():
    output = loaded()

    assert "countries: 276 created" in output
    assert Country.objects.get(code="NAM").iso_alpha2 == "NA"
    assert Country.objects.get(code="BHR").iso_numeric == "048"
    assert set(Country.objects.get(code="YUCS").successors.values_list("code", flat=True)) == {
        "BIH",
        "HRV",
        "MKD",
        "SVN",
        "CSXX",
    }


def test_a_group_is_tied_to_its_organization():
    loaded()

    assert CountryGroup.objects.get(code="EU").organization == Organization.objects.get(code="EU")
    assert CountryGroup.objects.get(code="V_RUSSIA").organization is None


def test_membership_is_dated():
    loaded()
    eu = CountryGroupMembership.objects.filter(group="EU")

    assert not eu.on("2021-01-01").filter(country="GBR").exists()
    assert eu.on("2019-01-01").filter(country="GBR").exists()


def test_a_second_load_changes_nothing():
    loaded()
    versions = Country.history.count()

    assert all(change.created == change.updated == 0 for change in load_reference())
    assert Country.history.count() == versions


def test_a_changed_cell_updates_its_row_by_key(folder):
    loaded()
    edit(folder, "countries.csv", "Oranjestad", "Oranjestad West")

    assert "countries: 0 created, 1 updated, 275 unchanged" in loaded(folder)
    assert Country.objects.get(code="ABW").capital == "Oranjestad West"


def test_what_people_edited_here_is_kept_and_said(folder):
    loaded()
    with recorded_as("aigerim"):
        aruba = Country.objects.get(code="ABW")
        aruba.capital = "Oranjestad, Aruba"
        aruba.save()
        CountryGroupMembership.objects.get(group="V_RUSSIA", country="RUS").delete()

    output = loaded()

    assert "kept as edited here (Aruba)" in output
    assert "kept as edited here (RUS in V_RUSSIA (deleted))" in output
    assert Country.objects.get(code="ABW").capital == "Oranjestad, Aruba"


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            "countries.csv",
            "ABW,AW,ABW,533,019",
            "ABW,AW,ABW,533,999",
            "countries.csv, line 2: “999” is no M49 region here",
        ),
        ("countries.csv", "AGO,AO", "AFG,AO", "countries.csv, line 4: the same key as line 3"),
        ("countries.csv", "1975-11-11", "1975-11-31", "countries.csv, line 4"),
        ("countries.csv", "-12.33", "south", "countries.csv, line 4: latitude"),
        (
            "country_groups.csv",
            "ARG,1945-10-24,",
            "ARG,1945-10-24,1944-01-01",
            "country_groups.csv, line 2: 1944-01-01 is before 1945-10-24",
        ),
        (
            "country_names.csv",
            "ABW,Aruba,en,,,common",
            "ABW,Aruba,en,,common",
            "country_names.csv, line 2: not as many cells as columns",
        ),
        (
            "organizations.csv",
            "code,name_en",
            "kode,name_en",
            "organizations.csv, line 1: no column code",
        ),
    ],
)
def test_a_broken_file_is_refused_whole_with_its_line(folder, file, old, new, fault):
    edit(folder, file, old, new)

    with pytest.raises(CommandError, match="Nothing was loaded") as refusal:
        loaded(folder)

    assert fault in str(refusal.value)
    assert not Country.objects.exists()


def test_every_fault_of_every_file_is_said_at_once(folder):
    edit(folder, "countries.csv", "-12.33", "south")
    edit(folder, "country_codes.csv", "ABW,iso_alpha2", "ABW,iso_beta2")

    with pytest.raises(CommandError) as refusal:
        loaded(folder)

    assert "countries.csv, line 4" in str(refusal.value)
    assert "country_codes.csv, line 2" in str(refusal.value)


def test_a_missing_file_and_a_wrong_encoding_are_said(folder):
    (folder / "countries.csv").unlink()
    (folder / "country_names.csv").write_bytes("Côte".encode("latin-1"))

    with pytest.raises(CommandError) as refusal:
        loaded(folder)

    assert "countries.csv: No such file" in str(refusal.value)
    assert "country_names.csv: not UTF-8" in str(refusal.value)
