"""The OpenAPI schema: complete, free of warnings, and the same as the snapshot in docs/."""

import re
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.test import Client

from diplotrack.api import VIEWSETS
from tests import factories

SNAPSHOT = Path(__file__).parents[2] / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def generated(tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("schema") / "openapi.yaml"
    call_command("spectacular", file=str(path), validate=True, fail_on_warn=True)
    return path.read_text()


@pytest.fixture(scope="module")
def schema(generated) -> dict:
    return yaml.load(generated, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def test_the_snapshot_is_the_schema(generated):
    assert SNAPSHOT.read_text() == generated, "run `make schema` and look at what changed"


@pytest.mark.parametrize("viewset", VIEWSETS, ids=lambda viewset: viewset.serializer.resource)
def test_every_parameter_of_every_list_is_described(schema, viewset):
    operation = schema["paths"][f"/api/v1/{viewset.serializer.resource}/"]["get"]
    described = {one["name"] for one in operation["parameters"] if one["in"] == "query"}
    assert described == {*viewset.filterset_class.parameters(), *viewset.reserved}


MAKE = {
    "countries": factories.CountryFactory,
    "country-groups": factories.CountryGroupFactory,
    "organizations": factories.OrganizationFactory,
    "people": lambda: factories.TenureFactory().person,
    "journeys": factories.JourneyFactory,
    "visits": lambda: factories.VisitParticipantFactory().visit,
    "summits": lambda: factories.SummitParticipantFactory().summit,
    "documents": lambda: factories.DocumentPartyFactory().document,
    "chairmanships": factories.ChairmanshipFactory,
    "initiatives": lambda: factories.InitiativeStatusFactory().initiative,
    "reported-totals": factories.ReportedTotalFactory,
    "sources": lambda: factories.CitationFactory().source,
}


@pytest.mark.parametrize("viewset", VIEWSETS, ids=lambda viewset: viewset.serializer.resource)
def test_rows_are_as_described(api, schema, viewset):
    resource = viewset.serializer.resource
    record = MAKE[resource]()
    component = schema["components"]["schemas"][viewset.serializer.component()]
    key = getattr(record, "public_id", record.pk)
    row = api.get(f"{resource}/{key}/")
    assert list(row) == list(component["properties"])
    listed = api.get(f"{resource}/")["results"][0]
    assert set(component["required"]) == set(listed)
    for name, value in row.items():
        assert_fits(value, component["properties"][name], name)


TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list}


def assert_fits(value, schema: dict, name: str) -> None:
    if value is None:
        assert schema.get("nullable"), name
        return
    assert isinstance(value, TYPES[schema["type"]]), name
    if "enum" in schema:
        assert value in schema["enum"], name
    for item in value if schema["type"] == "array" else ():
        assert list(item) == list(schema["items"]["properties"]), name
        for key, one in item.items():
            assert_fits(one, schema["items"]["properties"][key], f"{name}.{key}")


def test_the_documents_are_served(db):
    assert Client().get("/api/v1/schema/").status_code == 200
    page = Client().get("/api/v1/docs/").content.decode()
    assert re.search(r"swagger-ui", page)
