"""``/releases/``: the list, how to cite, and files that never change."""

from contextlib import ExitStack, closing
from datetime import UTC, datetime

import pytest

from diplotrack.releases.making import make_release
from diplotrack.releases.published import _read
from tests.factories import VisitFactory


@pytest.fixture
def released(db, settings, tmp_path):
    settings.RELEASES_DIR = tmp_path
    settings.DATA_PUBLISHER = "Ministry & {Office}"
    VisitFactory()
    for version in ("2026.2", "2026.10"):
        make_release(version, folder=tmp_path, as_of=datetime.now(UTC))
    yield tmp_path
    _read.cache_clear()


def test_the_newest_stands_first_with_its_citation_and_licence(client, released):
    page = client.get("/releases/").content.decode()
    assert page.index("Version 2026.10") < page.index("Version 2026.2")
    assert "Ministry &amp; {Office} (20" in page
    assert "version 2026.10 [data set]. http://testserver/releases/#v2026.10" in page
    assert "author    = {{Ministry \\&amp; Office}}" in page
    assert "CC-BY-4.0" in page


def test_without_a_release_the_page_says_what_to_do(client, db, settings, tmp_path):
    settings.RELEASES_DIR = tmp_path / "none"
    assert "There is no release yet" in client.get("/releases/").content.decode()


def test_the_footer_leads_here(client, db):
    assert 'href="/releases/"' in client.get("/rules/").content.decode()


def test_a_file_is_handed_out_for_ever(client, released):
    response = client.get("/releases/2026.2/data/visits.csv")
    data = (released / "2026.2" / "data" / "visits.csv").read_bytes()
    assert b"".join(response.streaming_content) == data
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    disposition = 'attachment; filename="diplotrack-2026.2-visits.csv"'
    assert response["Content-Disposition"] == disposition
    again = client.get(
        "/releases/2026.2/data/visits.csv", headers={"if-none-match": response["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_takes_a_turn_as_every_download_does(client, released, settings):
    address = "/releases/2026.2/data/visits.csv"
    with ExitStack() as readers:
        for _reader in range(settings.DOWNLOADS_AT_ONCE):
            readers.enter_context(closing(client.get(address)))
        refused = client.get(address)
        assert refused.status_code == 503
        assert refused["Retry-After"] == "10"
        assert "Cache-Control" not in refused
    assert client.get(address).status_code == 200


def test_every_file_on_the_page_is_there(client, released):
    names = [path for path in (released / "2026.2").rglob("*") if path.is_file()]
    assert len(names) > 60
    for path in names:
        name = path.relative_to(released / "2026.2").as_posix()
        response = client.get(f"/releases/2026.2/{name}")
        assert response.status_code == 200, name
        response.close()


@pytest.mark.parametrize(
    "path",
    [
        "2026.2/data/nothing.csv",
        "2026.3/README.md",
        "2026.2/../2026.10/README.md",
        "2026.2/%2e%2e/2026.10/README.md",
        "../README.md",
        "2026.2//etc/passwd",
        "2026.2/data",
    ],
)
def test_nothing_else_is_handed_out(client, released, path):
    assert client.get(f"/releases/{path}").status_code == 404


def test_the_page_takes_no_parameters(client, released):
    assert client.get("/releases/?version=2026.2").status_code == 400
