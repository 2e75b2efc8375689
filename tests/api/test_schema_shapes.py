"""The shapes that the OpenAPI document gives texts: what does not fit one is refused."""

import re

import pytest
from django.core.exceptions import ValidationError
from drf_spectacular.generators import SchemaGenerator

from countries.filters.references import CodeParameter
from diplotrack.api import VIEWSETS

pytestmark = pytest.mark.django_db
TEXTS = (
    *(
        "",
        " ",
        "!",
        "C5+1",
        "ÄÖÜ",
        "Тоқаев",
        "KAZ",
        "state visit",
        "12",
        "-3",
        "1.5",
        "V1",
        "v1",
        "V",
    ),
    *("143", "1434", "0000", "2022", "2022-04", "2022-4-3", "2022-13", "2022-04-32", "2022-Q2"),
    *(
        "2022-Q5",
        "2022..2024",
        "2022-04..2022-06",
        "2021-q4..2022-q1",
        "2022..",
        "..2022",
        "2022..x",
    ),
)


def parameters() -> list:
    """One parameter of each kind, with each of its lookups and shapes."""
    kinds = {}
    for viewset in VIEWSETS:
        for parameter in viewset.filterset_class.parameters().values():
            schema = parameter.schema()
            if schema["type"] == "string" and {"pattern", "minLength"} & set(schema):
                kinds[type(parameter), parameter.lookup, str(schema)] = parameter
    return list(kinds.values())


def fits(text: str, schema: dict) -> bool:
    long_enough = len(text) >= schema.get("minLength", 0)
    return long_enough and re.search(schema.get("pattern", ""), text) is not None


def takes(parameter, text: str) -> bool:
    try:
        parameter.clean([text])
    except ValidationError:
        return False
    return True


def test_a_text_that_fits_is_taken_and_one_that_does_not_is_refused():
    seen = parameters()
    assert len(seen) > 40
    for parameter in seen:
        for text in TEXTS:
            fit, taken = fits(text, parameter.schema()), takes(parameter, text)
            if isinstance(parameter, CodeParameter):
                assert fit or not taken, (parameter.name, text)  # what fits may be no code
            else:
                assert fit == taken, (parameter.name, text)


LISTS = {
    "ordering": "-start_date,id",
    "fields": "id,participants.person",
    "omit": "id,participants.person",
    "expand": "visitor,journey.traveller",
    "codes": "cow,gw",
    "group_by": "year,visit_type",
}


@pytest.fixture(scope="module")
def shapes() -> dict[str, str]:
    """The patterns of the lists of names that visits and their statistics take."""
    document = SchemaGenerator().get_schema(request=None, public=True)
    operations = [document["paths"][f"/api/v1/visits/{end}"]["get"] for end in ("", "statistics/")]
    described = [one for operation in operations for one in operation["parameters"]]
    return {one["name"]: one["schema"]["pattern"] for one in described if one["name"] in LISTS}


@pytest.mark.parametrize(("name", "text"), LISTS.items())
def test_a_list_of_names_is_written_as_described_or_refused(api, shapes, name, text):
    path = f"visits/{'statistics/' if name == 'group_by' else ''}"
    assert re.search(shapes[name], text)
    api.get(f"{path}?{name}={text}")
    for wrong in ("", ",", f"{text};", f",{text}", f"{text},", f"{text},,{text}", f"{text}."):
        assert not re.search(shapes[name], wrong), wrong
        assert api.refused(f"{path}?{name}={wrong}")["parameter"] == name


@pytest.mark.parametrize("name", ["measure", "group_kind"])
def test_an_empty_choice_is_not_the_usual_one(api, db, name):
    assert api.refused(f"visits/statistics/?group_by=year&{name}=")["parameter"] == name


BODIES = ("VisitBody", "SummitBody", "SignedDocumentBody", "ChairmanshipBody")


@pytest.fixture(scope="module")
def bodies() -> dict[str, dict]:
    return SchemaGenerator().get_schema(request=None, public=True)["components"]["schemas"]


@pytest.mark.parametrize("name", BODIES)
def test_a_body_has_no_other_keys_and_a_change_needs_none(bodies, name):
    assert bodies[name]["additionalProperties"] is False
    assert bodies[name]["required"]
    assert "required" not in bodies[f"Patched{name}"]
    assert bodies[f"Patched{name}"]["properties"] == bodies[name]["properties"]


def test_values_of_a_body_have_their_shape(bodies):
    keys = bodies["VisitBody"]["properties"]
    shapes = {name: keys[name]["pattern"] for name in ("start_date", "visitor", "host_country")}
    for name, fitting, wrong in (
        ("start_date", "2022-04", "April"),
        ("visitor", "P8", "8"),
        ("host_country", "UZ", "Uzbekistan"),
    ):
        assert re.search(shapes[name], fitting)
        assert not re.search(shapes[name], wrong)
    assert keys["city"]["maxLength"] == 100
    assert bodies["SummitBody"]["properties"]["ordinal"]["minimum"] == 0
    numbered, described = keys["citations"]["items"]["anyOf"]
    assert "title" not in numbered["properties"]
    assert "source" not in described["properties"]
