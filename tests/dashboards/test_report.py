"""The printed report of a country's year."""

import datetime
import io
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.html import escape
from pypdf import PdfReader

from countries.models import Country, EditorialState
from diplotrack.report import typesetting
from diplotrack.report.contents import report_contents
from diplotrack.report.instants import checksum
from diplotrack.report.typesetting import NotTypeset, TypesetterBusy, typeset
from events.models import SignedDocument, Visit
from events.statistics import year_summary
from tests import factories

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


RIGHT_EDGE = 595.3 - 60  # points: an A4 page less its margin, and some room for rounding


def words_beyond_the_margin(pdf: bytes) -> list[str]:
    """Text that begins to the right of where a column of text may."""
    found = []

    def look(text, _current, at, _font, _size):
        if text.strip() and at[4] > RIGHT_EDGE + 20:
            found.append(text)

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=look)
    return found


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


HOSTILE = (
    '#panic("pwned") *bold* ] $x$ @ref',
    '#read("/etc/passwd") #include "year.typ"',
    "\\#sys.inputs \\u{41} $sum_(k=0)^n k$ `raw` <label> // comment",
    "</text><script>alert(1)</script> {{ words }} {% now %}",
)


def some_of_the_year(rows, day: str, number: int) -> list:
    return list(rows.filter(**{f"{day}__year": 2022}).order_by("pk")[:number])


def test_text_is_never_read_as_markup(client, country):
    """One report with all of it, since each takes seconds to set."""
    visits = Visit.objects.published().filter(guest_country="KAZ")
    documents = SignedDocument.objects.published().involving("KAZ")
    for visit, text in zip(some_of_the_year(visits, "start_date", 4), HOSTILE, strict=True):
        visit.purpose, visit.note = text, text
        visit.save()
    for document, text in zip(some_of_the_year(documents, "signed_date", 4), HOSTILE, strict=True):
        document.title = text
        document.save()

    told = text_of(typeset(contents_of(country)))
    page = client.get("/years/2022/report.html").content.decode()
    for text in HOSTILE:
        assert told.count(text) == 3
        assert page.count(escape(text)) == 3


def test_long_titles_stay_on_the_page(country):
    long = ("долгое слово " * 38, "ө" * 500, "a/b-c_d" * 70)
    visits = Visit.objects.published().filter(guest_country="KAZ")
    for visit, note in zip(some_of_the_year(visits, "start_date", 3), long, strict=True):
        visit.note = note.strip()
        visit.save()

    assert words_beyond_the_margin(typeset(contents_of(country))) == []


def test_a_year_without_records_says_so(country):
    assert "Nothing is on record for this year." in text_of(typeset(contents_of(country, 1991)))


def test_a_failure_of_the_typesetter_is_told_in_its_words(country):
    with pytest.raises(NotTypeset, match="figures"):
        typeset({key: value for key, value in contents_of(country).items() if key != "figures"})


@pytest.fixture
def worker(monkeypatch, tmp_path, settings):
    """Another program in the place of the typesetter's process."""
    settings.DRAWINGS_DIR = tmp_path

    def put(code: str) -> None:
        monkeypatch.setattr(typesetting, "COMMAND", (sys.executable, "-c", code))

    return put


@pytest.mark.parametrize(
    "code",
    ["import os; os.abort()", "import sys; sys.exit(3)", "print('no PDF')", "raise MemoryError"],
)
def test_a_typesetter_that_dies_is_a_clear_answer(client, worker, code):
    worker(code)

    response = client.get("/years/2022/report.pdf?lang=ru")

    assert response.status_code == 503
    assert response["Retry-After"] == "120"
    assert "Доклад сейчас не составить" in response.content.decode()


def test_a_typesetter_that_hangs_is_stopped(client, worker, monkeypatch):
    worker("import time; time.sleep(60)")
    monkeypatch.setattr(typesetting, "TIME_LIMIT", 0.5)

    assert client.get("/years/2022/report.pdf").status_code == 503


def test_more_reports_than_may_be_set_at_once_wait_and_then_are_told_when_to_ask(
    client, worker, monkeypatch
):
    worker("print('%PDF')")
    monkeypatch.setattr(typesetting, "PATIENCE", 0.1)

    with typesetting.turn(), typesetting.turn():
        with pytest.raises(TypesetterBusy):
            typeset({})
        response = client.get("/years/2022/report.pdf")
    freed = client.get("/years/2022/report.pdf")

    assert response.status_code == 503
    assert response["Retry-After"] == "15"
    assert freed.status_code == 200


def test_nothing_is_left_behind(worker, tmp_path):
    worker("import sys; sys.exit(1)")
    for _time in range(3):
        with pytest.raises(NotTypeset):
            typeset({})

    assert {path.name for path in tmp_path.iterdir()} <= {"report-0.lock", "report-1.lock"}


def test_the_page_form_says_the_same_and_brings_its_drawings(client, country):
    response = client.get("/years/2022/report.html?lang=kk")
    page = response.content.decode()

    assert response.headers["Content-Type"].startswith("text/html")
    assert '<html lang="kk">' in page
    assert page.count('src="data:image/svg+xml;base64,') == 6
    assert "<script" not in page
    assert " style=" not in page
    assert escape(contents_of(country, language="kk")["sentence"]) in page


def test_the_year_s_page_leads_to_its_report(client):
    page = client.get("/years/2022/?country=KAZ").content.decode()

    assert 'href="/years/2022/report.pdf?country=KAZ"' in page
    assert 'href="/years/2022/report.html?country=KAZ"' in page


def test_a_year_with_one_record_is_whole(country):
    factories.VisitFactory(guest_country=country, start_date=datetime.date(1999, 5, 4))

    contents = contents_of(country, 1999)

    assert [register["title"] for register in contents["registers"]] == ["Visits abroad"]
    assert "1 visit abroad to 1 country" in text_of(typeset(contents))


def test_a_country_of_which_nothing_is_known_has_an_empty_report(client):
    page = client.get("/years/2022/report.html?country=NRU").content.decode()

    assert "Nothing is on record for this year." in page


def test_a_year_of_two_thousand_records_is_set_with_its_headings_on_every_page(country):
    contents = contents_of(country)
    register = contents["registers"][0]
    register["lines"] = register["lines"] * 87

    reader = PdfReader(io.BytesIO(typeset(contents)))

    texts = [page.extract_text() for page in reader.pages]
    inside = [text for text in texts[10:60] if "Subject" in text and "Sources" in text]
    assert len(register["lines"]) == 2001
    assert len(inside) == 50


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
