"""Attached copies of sources: taken in by content, kept under their hash, sent as downloads."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from events.models import SourceCopy
from events.models.source_copies import copy_path
from events.source_copies import plain_name, type_of
from tests import factories
from tests.admin_forms import errors_of, posted, signed_in

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0" + bytes(40)
WEBP = b"RIFF\x20\x00\x00\x00WEBPVP8 " + bytes(24)
PAGE = b"<html><script>alert(1)</script>"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.COPIES_DIR = tmp_path / "copies"
    return settings.COPIES_DIR


@pytest.fixture
def source():
    return factories.CitationFactory().source


def attach(client, source, data: bytes, name="page.pdf", **row):
    url = reverse("admin:events_source_change", args=[source.pk])
    upload = SimpleUploadedFile(name, data)
    return client.post(url, posted(client, url, copies=[{"upload": upload, **row}]))


def url_of(data: bytes) -> str:
    return f"/copies/{hashlib.sha256(data).hexdigest()}/"


@pytest.mark.parametrize(
    ("data", "content_type", "ending"),
    [
        (PDF, "application/pdf", ".pdf"),
        (PNG, "image/png", ".png"),
        (JPEG, "image/jpeg", ".jpg"),
        (WEBP, "image/webp", ".webp"),
    ],
)
def test_a_copy_is_what_its_bytes_say_whatever_its_name(
    analyst, source, data, content_type, ending
):
    assert attach(analyst, source, data, name="page.html").status_code == 302
    copy = SourceCopy.objects.get()
    assert (copy.content_type, copy.size) == (content_type, len(data))
    assert copy.file_name == f"page{ending}"
    assert copy.sha256 == hashlib.sha256(data).hexdigest()
    assert copy.path.read_bytes() == data
    assert copy.history.get().history_user_id == "analyst"


@pytest.mark.parametrize(
    "data",
    [
        PAGE,
        PAGE + PDF,  # readers of PDF forgive bytes in front; we do not
        b"GIF89a" + bytes(40),
        b"RIFF\x20\x00\x00\x00WAVEfmt " + bytes(24),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04" + bytes(40),
        b"%PDF",
    ],
)
def test_what_is_none_of_the_types_is_refused_and_not_kept(analyst, source, data, folder):
    response = attach(analyst, source, data)
    assert "By its content this is no PDF" in str(errors_of(response))
    assert not SourceCopy.objects.exists()
    assert not folder.exists()


def test_an_empty_file_is_refused(analyst, source):
    assert "empty" in str(errors_of(attach(analyst, source, b"")))


def test_no_file_at_all_is_refused(analyst, source):
    response = attach(analyst, source, PDF, upload="", is_public="on")
    assert "Choose a file." in str(errors_of(response))


def test_a_file_that_is_too_large_is_refused(analyst, source, settings, folder):
    settings.COPY_MAX_BYTES = len(PDF) - 1
    assert f"at most {len(PDF) - 1} are taken" in str(errors_of(attach(analyst, source, PDF)))
    assert not folder.exists()
    settings.COPY_MAX_BYTES = len(PDF)
    assert attach(analyst, source, PDF).status_code == 302


def test_the_same_twice_is_said_and_another_source_may_have_it(analyst, source):
    attach(analyst, source, PDF)
    assert "attached already" in str(errors_of(attach(analyst, source, PDF, name="other.pdf")))
    other = factories.SourceFactory()
    attach(analyst, other, PDF)
    assert SourceCopy.objects.count() == 2
    assert len({copy.path for copy in SourceCopy.objects.all()}) == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "copy.pdf"),
        ("..\\..\\boot.ini", "boot.pdf"),
        ("заявление 2022.pdf", "заявление_2022.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "abSet-Cookie_x.pdf"),
        ("...", "copy.pdf"),
        ("", "copy.pdf"),
        ("page.pdf.exe", "page.pdf.pdf"),
    ],
)
def test_a_name_has_no_way_out_of_the_folder(name, expected):
    assert plain_name(name, "application/pdf") == expected


def test_a_short_file_has_no_type():
    assert type_of(b"") is None


def test_the_public_fetches_what_is_marked_public_as_a_download(analyst, source, client):
    attach(analyst, source, PDF + PAGE, name="page.pdf", is_public="on")
    response = client.get(url_of(PDF + PAGE))
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == PDF + PAGE
    assert response["Content-Disposition"] == 'attachment; filename="page.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_what_is_not_marked_public_is_for_staff_only(analyst, source, client):
    attach(analyst, source, PDF)
    assert client.get(url_of(PDF)).status_code == 404
    assert signed_in("stranger").get(url_of(PDF)).status_code == 404
    found = signed_in("viewer", "viewer").get(url_of(PDF))
    assert b"".join(found.streaming_content) == PDF


def test_a_copy_of_a_source_that_only_drafts_cite_is_not_public(analyst, client):
    draft = factories.CitationFactory(visit__state="draft").source
    attach(analyst, draft, PDF, is_public="on")
    assert client.get(url_of(PDF)).status_code == 404


@pytest.mark.parametrize("path", ["0" * 64, "0" * 63, "..%2f..%2fetc%2fpasswd"])
def test_what_is_no_copy_is_not_found(client, path):
    assert client.get(f"/copies/{path}/").status_code == 404


def test_a_deleted_copy_keeps_its_bytes_and_its_history(analyst, source):
    attach(analyst, source, PDF)
    copy = SourceCopy.objects.get()
    copy.delete()
    assert copy_path(hashlib.sha256(PDF).hexdigest()).read_bytes() == PDF
    assert analyst.get(url_of(PDF)).status_code == 404
    call_command("verify_copies")


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_verifying_names_a_copy_that_was_harmed(analyst, source, harm, capsys):
    attach(analyst, source, PDF)
    path = SourceCopy.objects.get().path
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(PDF + b"!")
    with pytest.raises(CommandError, match="1 copies"):
        call_command("verify_copies")
    assert path.name in capsys.readouterr().err


def test_the_records_page_shows_the_hash_of_a_public_copy_only(analyst, client):
    citation = factories.CitationFactory()
    attach(analyst, citation.source, PDF, is_public="on")
    attach(analyst, citation.source, PNG)
    page = client.get(citation.visit.get_absolute_url()).content.decode()
    assert hashlib.sha256(PDF).hexdigest() in page
    assert hashlib.sha256(PNG).hexdigest() not in page


def test_the_citation_in_the_admin_shows_the_hash(analyst):
    citation = factories.CitationFactory()
    attach(analyst, citation.source, PDF)
    page = analyst.get(reverse("admin:events_citation_change", args=[citation.pk]))
    assert hashlib.sha256(PDF).hexdigest() in page.content.decode()
