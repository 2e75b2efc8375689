"""``/api/``: every example on the page is run as it stands there."""

import html
import re
import shutil
import subprocess
import urllib.request
import warnings

import pytest

from diplotrack.reuse.asking import EXAMPLES, FORMATS
from tests.factories import CountryFactory, VisitFactory

INDEXES = range(len(EXAMPLES))


@pytest.fixture
def site(committed_demo, live_server) -> str:
    return live_server.url


def lines(number: int, language: str, site: str) -> str:
    return dict(EXAMPLES[number].at(site))[language]


def test_the_page_shows_every_example_with_its_own_address(client, db):
    page = html.unescape(client.get("/api/").content.decode())
    for number in INDEXES:
        for language in ("curl", "Python", "R"):
            assert lines(number, language, "http://testserver") in page


def test_the_formats_are_those_that_there_are(client, db):
    VisitFactory()
    for name, _meaning in FORMATS:
        response = client.get(f"/api/v1/visits/?format={name}")
        assert response.status_code == 200
        assert b"".join(response)


def test_the_links_lead_somewhere(client, db):
    CountryFactory(code="KAZ")
    page = client.get("/api/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    for address in set(re.findall(r'href="(/[^"#]*)"', main)):
        response = client.get(address)
        assert response.status_code == 200, address
        assert b"".join(response)


def test_the_page_takes_no_parameters(client, db):
    assert client.get("/api/?format=json").status_code == 400


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl here")
def test_curl_gets_an_answer(site):
    for number in INDEXES:
        command = lines(number, "curl", site)
        done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
        assert len(done.stdout.splitlines()) > 1, command


def test_pandas_reads_the_answer(site, capsys):
    for number in INDEXES:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pandas about itself
            exec(lines(number, "Python", site), {})
        assert "Empty" not in capsys.readouterr().out


def test_the_addresses_in_the_r_examples_answer(site):
    for number in INDEXES:
        (address,) = re.findall(r'"(http[^"]+)"', lines(number, "R", site))
        with urllib.request.urlopen(address) as answer:
            assert len(answer.read().splitlines()) > 1


@pytest.mark.skipif(not shutil.which("Rscript"), reason="no R here: its addresses are tried above")
def test_r_reads_the_answer(site):
    for number in INDEXES:
        subprocess.run(["Rscript", "-e", lines(number, "R", site)], check=True)
