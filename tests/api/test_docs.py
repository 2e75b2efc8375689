"""The examples in docs/api.md answer."""

import re
from pathlib import Path

import pytest

from diplotrack.api import RESOURCES
from tests.factories import CountryFactory, VisitFactory

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
EXAMPLES = re.findall(r"http://127\.0\.0\.1:8000/api/v1/([^'\"]+)['\"]", TEXT)


def test_there_are_examples():
    assert len(EXAMPLES) >= 5


@pytest.mark.parametrize("path", EXAMPLES)
def test_an_example_answers(api, path):
    CountryFactory(code="KAZ")
    VisitFactory()
    assert api.ask(path).status_code == 200


def test_the_error_is_as_shown(api):
    shown = re.search(r'"detail": "([^"]*)"', TEXT)[1]
    problem = api.refused("visits/?hots_country=KAZ")
    assert (problem["detail"], problem["did_you_mean"]) == (shown, "host_country")


@pytest.mark.parametrize("resource", [*RESOURCES, "years"])
def test_every_resource_is_named(resource):
    assert f"| `{resource}` |" in TEXT
