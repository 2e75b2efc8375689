"""What people upload: no tables, broken files, other encodings, lists of our own."""

import pytest

from events.imports.said import said as told
from events.models import Import, Visit, VisitType
from tests.events.imports.conftest import row
from tests.events.imports.wizard.steps import (
    confirm,
    csv_file,
    latest,
    upload,
    url,
)
from tests.factories import VisitFactory, VisitTypeFactory

# Each request is a transaction of its own, as in a running product.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]


BAD = {
    "is empty": b"",
    "save it as .xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99,
    "is a PDF file": b"%PDF-1.7 " + b"x" * 99,
    "the file is damaged": b"PK\x03\x04" + b"x" * 99,
    "second line of column names": b"id,start,name\nno,begin,who\n1,2022,x\n2,2023,y\n",
    "this line is a title": b"Visits,,\nid,start,name\n1,2022,x\n",
}


@pytest.mark.parametrize("message", BAD)
def test_a_file_that_is_no_table_is_refused_on_the_page(analyst, message):
    response = upload(analyst, BAD[message])
    assert response.status_code == 200
    assert message in " ".join(response.context["form"].errors["file"])
    assert not Import.objects.exists()


def test_a_file_over_the_limit_is_refused(analyst, settings):
    settings.IMPORT_MAX_BYTES = 10
    assert "larger than" in str(upload(analyst, csv_file(row())).context["form"].errors)


def test_a_file_that_breaks_off_half_way_is_refused_and_nothing_kept_of_it(analyst, mapping):
    response = upload(analyst, csv_file(row()) + b'\n"2;"x', mapping)
    assert "line 3: " in str(response.context["form"].errors)
    assert not Import.objects.exists()


def test_letters_of_another_encoding_are_read_and_the_guess_is_said(analyst, mapping):
    response = upload(analyst, csv_file(row(places="Астана")).decode().encode("cp1251"), mapping)
    assert "cp1251" in response.content.decode()
    confirm(analyst)
    assert Visit.objects.get().city == "Астана"


def test_a_page_of_lines_costs_the_same_for_one_and_for_many(
    analyst, mapping, django_assert_num_queries
):
    upload(analyst, csv_file(row(id="1")), mapping)
    confirm(analyst)
    one = latest().pk
    rows = [row(id=str(n), start=f"{1500 + n}", end="") for n in range(2, 32)]
    upload(analyst, csv_file(*rows), mapping)
    confirm(analyst)
    for key in (one, latest().pk):
        with django_assert_num_queries(10):
            analyst.get(f"/admin/events/import/{key}/change/")


def test_an_exported_list_needs_no_mapping_and_is_unchanged(analyst):
    VisitFactory.create_batch(3, host_country_id="FIN", state="published")
    for form in ("csv", "xlsx", "jsonl"):
        response = analyst.get(f"/api/v1/visits/?format={form}&lang=ru")
        upload(analyst, b"".join(response.streaming_content), name=f"list.{form}")
        assert latest().state == "previewed", form
        said = list(latest().lines.values_list("texts", flat=True))
        wanted = {"read": 3, "unchanged": 3, "created": 0, "updated": 0, "rejected": 0}
        assert {name: latest().counts[name] for name in wanted} == wanted, (form, said)


@pytest.mark.parametrize("name", ["state visit", "Государственный визит", "мемлекеттік сапар"])
def test_a_type_of_visit_is_known_by_its_name_in_each_language(analyst, name):
    VisitType.objects.filter(code="state").delete()
    VisitTypeFactory(
        code="state",
        name_en="State visit",
        name_ru="государственный визит",
        name_kk="мемлекеттік сапар",
    )
    columns = ["date", "who", "from", "to", "kind"]
    data = csv_file(["2024-05-01", "Aino Laine", "KAZ", "KAZ", name], columns=columns)
    form = upload(analyst, data).context["form"]
    answers = {field.html_name: field.value() or "" for field in form}
    assert (answers["column-host_country"], answers["column-visit_type"]) == ("to", "kind")
    analyst.post(url("map"), answers, follow=True)
    assert latest().state == "previewed"
    lines = latest().lines.filter(outcome="rejected").values_list("texts", flat=True)
    assert not any("no visit type" in text for texts in lines for text in texts)


def test_a_type_of_visit_that_is_none_is_told(analyst, mapping):
    mapping.content["columns"]["visit_type"] = "remarks"
    mapping.save()
    upload(analyst, csv_file(row(remarks="grand tour")), mapping)
    (texts,) = latest().lines.filter(outcome="rejected").values_list("texts", flat=True)
    assert "“grand tour” is no visit type here" in map(str, map(told, texts))


@pytest.mark.parametrize(
    ("visitor", "ranks"), [("President Aino Laine", True), ("Aino Laine", False), ("", False)]
)
def test_offices_before_names_are_split_off_unasked(analyst, visitor, ranks):
    form = upload(analyst, csv_file(row(visitor=visitor))).context["form"]
    assert form["split"].value() is ranks
