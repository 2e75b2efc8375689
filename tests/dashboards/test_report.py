"""The printed report of a country's year."""

import datetime
import io
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from pypdf import PdfReader

from countries.models import Country, EditorialState
from diplotrack.report.contents import checksum, report_contents
from diplotrack.report.typesetting import NotTypeset, typeset
from events.models import Visit
from events.statistics import year_summary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
MADE = datetime.datetime(2026, 1, 15, 9, 30, tzinfo=datetime.UTC)


@pytest.fixture
def country():
    return Country.objects.get(pk="KAZ")


def contents_of(country, year=2022, language="en"):
    with translation.override(language):
        return report_contents(country, year, made_at=MADE, base_url="https://example.org")


def text_of(pdf: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split()
    )


def test_the_report_says_the_sentence_the_figures_and_the_reported_totals(country):
    text = text_of(typeset(contents_of(country)))

    assert "23 visits abroad to 13 countries" in text
    assert "Visits by the President to foreign countries" in text
    assert "gives the reported figure" in text
    assert "Conference on Interaction and Confidence-Building Measures in Asia" in text


def test_the_report_is_a_tagged_document_in_its_language(country):
    reader = PdfReader(io.BytesIO(typeset(contents_of(country, language="ru"))))

    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == "ru"
    assert reader.metadata.title


def test_kazakh_letters_are_set(country):
    text = text_of(typeset(contents_of(country, language="kk")))

    assert "Қазақстан" in text
    assert "Шанхай ынтымақтастық ұйымы" in text


def test_every_record_of_the_registers_has_its_sources(country):
    contents = contents_of(country)

    lines = [line for register in contents["registers"] for line in register["lines"]]
    assert len(lines) > 60
    assert all(line["sources"] for line in lines)
    assert max(max(line["sources"]) for line in lines) == len(contents["sources"])


def test_the_register_lists_the_counted_visits(country):
    contents = contents_of(country)

    abroad = next(r for r in contents["registers"] if r["title"] == "Visits abroad")
    figure = next(f for f in contents["figures"] if f["label"] == "Visits abroad")
    assert str(len(abroad["lines"])) == figure["value"] == "23"


def test_a_draft_is_not_in_the_report(country):
    visit = Visit.objects.get(external_id="demo:out-chn-2022-02-04")
    visit.state = EditorialState.DRAFT
    visit.save()

    contents = contents_of(country)

    assert visit.public_id not in {
        line["id"] for register in contents["registers"] for line in register["lines"]
    }


def test_what_the_sources_leave_open_is_listed(country):
    notes = {line["note"] for line in contents_of(country)["uncertain"]}

    assert "Type contested: state visit (Akorda), apostolic journey (Vatican)" in notes


def test_the_checksum_changes_with_a_figure_and_only_then(country):
    before = checksum(year_summary(country, 2022))
    assert checksum(year_summary(country, 2022)) == before
    visit = Visit.objects.get(external_id="demo:out-chn-2022-02-04")
    visit.state = EditorialState.WITHDRAWN
    visit.save()

    assert checksum(year_summary(country, 2022)) != before


def test_text_is_never_read_as_markup(country):
    visit = Visit.objects.get(external_id="demo:out-chn-2022-02-04")
    visit.purpose = '#panic("pwned") *bold* ] $x$ @ref'
    visit.save()

    assert '#panic("pwned") *bold* ] $x$ @ref' in text_of(typeset(contents_of(country)))


def test_a_year_without_records_says_so(country):
    assert "Nothing is on record for this year." in text_of(typeset(contents_of(country, 1991)))


def test_a_failure_of_the_typesetter_is_told_in_its_words(country):
    with pytest.raises(NotTypeset, match="figures"):
        typeset({key: value for key, value in contents_of(country).items() if key != "figures"})


def test_the_page_answers_with_a_pdf(client):
    response = client.get("/years/2022/report.pdf?country=kz")

    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == (
        'inline; filename="diplotrack-KAZ-2022-en.pdf"'
    )
    assert response.content.startswith(b"%PDF")


@pytest.mark.parametrize("query", ["?country=Ruritania", "?colour=red"])
def test_the_page_refuses_what_it_does_not_know(client, query):
    assert client.get(f"/years/2022/report.pdf{query}").status_code == 400


def test_the_report_costs_a_fixed_number_of_queries(client, country, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        contents_of(country)


def test_the_command_writes_the_file(tmp_path):
    out = tmp_path / "report.pdf"

    call_command("make_report", 2022, country="Казахстан", lang="ru", out=out, stdout=StringIO())

    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("values", "message"),
    [({"country": "Ruritania"}, "names no single country"), ({"year": 12}, "between 1800")],
)
def test_the_command_refuses_what_it_does_not_know(tmp_path, values, message):
    out = tmp_path / "report.pdf"
    options = {"year": 2022, "country": "KAZ", "out": out, **values}

    with pytest.raises(CommandError, match=message):
        call_command("make_report", options.pop("year"), **options)

    assert not out.exists()


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(CommandError, match="No report was written"):
        call_command("make_report", 2022, out=tmp_path / "no" / "report.pdf")
