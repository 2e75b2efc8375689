"""GET /api/v1/, and addresses where there is nothing."""

import pytest

from diplotrack.api import ADDRESSES


def test_the_root_lists_the_resources(api):
    root = api.get("")
    assert list(root) == list(ADDRESSES)
    assert root["visits"] == "http://testserver/api/v1/visits/"


NOWHERE = ("/api/nowhere/", "/api/v1/vists/", "/api/v2/visits/", "/api/v1/visits/V1/x/")


@pytest.mark.parametrize("path", NOWHERE)
def test_nothing_is_told_as_a_problem(api, path):
    for ask in (api.client.get, api.client.post):
        response = ask(path)
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == 404


def test_a_missing_slash_is_added(api):
    response = api.client.get("/api/v1/visits?year=2022")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/visits/?year=2022")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["people/", "people/P1/", "years/2022/", "visits/statistics/", ""])
def test_nothing_can_be_written(api, method, path):
    response = getattr(api.client, method)(f"/api/v1/{path}")
    assert response.status_code == 405
    assert response.json()["status"] == 405


def test_the_root_refuses_parameters(api):
    assert api.refused("?year=2022")["parameter"] == "year"
