"""OpenAPI from the serializers' columns and the FilterSets' parameters, so that it cannot drift."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from countries.api.codes import SCHEMES
from countries.api.exports.formats import FORMATS
from countries.api.serializers import RowSerializer

PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "parameter": {"type": "string", "nullable": True},
        "detail": {"type": "string"},
        "did_you_mean": {"type": "string", "nullable": True},
        "problems": {
            "type": "array",
            "description": "All of them, where there are several.",
            "items": {
                "type": "object",
                "properties": {
                    "parameter": {"type": "string"},
                    "detail": {"type": "string"},
                    "did_you_mean": {"type": "string", "nullable": True},
                },
                "required": ["parameter", "detail", "did_you_mean"],
            },
        },
    },
    "required": ["type", "title", "status", "parameter", "detail", "did_you_mean"],
}
LANG = OpenApiParameter(
    "lang",
    {"type": "string", "enum": ["en", "ru", "kk"]},
    description="Language of labels; without it Accept-Language decides.",
)

# A date, or a time with its offset.
INSTANT = {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}
NAMES = r"^[a-z0-9_]+(\.[a-z0-9_]+)*(,[a-z0-9_]+(\.[a-z0-9_]+)*)*$"


def listing(names: Iterable[str], most: int | None = None) -> dict[str, str]:
    """A text of some of these names with commas between, up to so many."""
    one = f"({'|'.join(names)})"
    repeated = "*" if most is None else f"{{0,{most - 1}}}"
    return {"type": "string", "pattern": f"^{one}(,{one}){repeated}$"}


AS_OF = OpenApiParameter(
    "as_of",
    INSTANT,
    description="The record as it was published then: a time with its offset, or a date, which is "
    "the end of that day, UTC.",
)
FORMAT = OpenApiParameter(
    "format",
    {"type": "string", "enum": ["json", *FORMATS], "default": "json"},
    description="All but json have every row unless limit is given.",
)
CODES = OpenApiParameter(
    "codes",
    listing(SCHEMES),
    description=f"Other codes of the row's countries on its day: {', '.join(SCHEMES)}.",
)

PAGE_EXTRAS = {
    "count_estimated": {
        "type": "boolean",
        "description": "True where count is the database's estimate; else absent.",
    },
    "as_of": {"type": "string", "format": "date-time", "description": "With as_of only."},
    "history_begins": {
        "type": "string",
        "format": "date-time",
        "nullable": True,
        "description": "With as_of only: before this the answer is empty.",
    },
    "permalink": {
        "type": "string",
        "format": "uri",
        "description": "With as_of only: this answer, its instant written in full.",
    },
}


def reference(component: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{component}"}


def problem(description: str) -> OpenApiResponse:
    return OpenApiResponse(reference("Problem"), description=description)


PROBLEM_JSON = "application/problem+json"
ALWAYS: dict[Any, Any] = {
    (401, PROBLEM_JSON): problem("The key is unknown or no longer valid."),
    (406, PROBLEM_JSON): problem("None of the formats that Accept asks for."),
    (429, PROBLEM_JSON): problem("Too many requests: wait for Retry-After seconds."),
}
BAD_QUESTION: dict[Any, Any] = {
    304: OpenApiResponse(description="The caller has this very answer."),
    (400, PROBLEM_JSON): problem("An unknown parameter, lookup or value."),
} | ALWAYS
PROBLEMS: dict[Any, Any] = BAD_QUESTION | {
    (404, PROBLEM_JSON): problem("No such published record."),
}
BUSY: dict[Any, Any] = {
    (503, PROBLEM_JSON): problem("As many downloads as may be are being sent: ask again."),
}
MOVED: dict[Any, Any] = {
    (301, "application/json"): OpenApiResponse(
        {
            "type": "object",
            "properties": {"replaced_by": {"type": "string"}},
            "required": ["replaced_by"],
        },
        description="It was merged into another record, whose address is in Location.",
    ),
    (410, PROBLEM_JSON): problem("It was public and is withdrawn."),
}
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag of an earlier answer: 304 where it would be the same.",
)


def answer_header(name: str, schema: Any, description: str, *statuses: int) -> OpenApiParameter:
    """A header of answers."""
    return OpenApiParameter(
        name, schema, OpenApiParameter.HEADER, response=list(statuses), description=description
    )


READ_HEADERS = (
    IF_NONE_MATCH,
    answer_header("ETag", str, "Names this very answer.", 200, 304),
    answer_header("Retry-After", int, "Seconds to wait.", 429),
)


class ResourceSchema(AutoSchema):
    """Describes list, detail and statistics of a resource, and plain views by themselves.

    A plain view gives ``schema_parameters``, ``schema_response`` and, where its name would be taken
    twice, ``schema_operation``.
    """

    _describes_answers = False

    def get_override_parameters(self):
        view: Any = self.view
        action = getattr(view, "action", None)
        if action == "retrieve":
            asked = [*self._shape(detail=True), self._key()]
        elif action == "list":
            asked = [*self._filters(), *self._shape(detail=False), *self._pages()]
        elif action == "statistics":
            asked = [*self._filters(), LANG, AS_OF, FORMAT, *view.statistics_parameters()]
        else:
            formats = [FORMAT] if len(getattr(view, "renderer_classes", ())) > 1 else []
            asked = [LANG, *formats, *getattr(view, "schema_parameters", ())]
        return [*asked, *READ_HEADERS]

    def get_response_serializers(self):
        view: Any = self.view
        action = getattr(view, "action", None)
        if action == "retrieve":
            answers = self._in_formats(reference(view.serializer.component())) | PROBLEMS
            return answers | (MOVED if hasattr(view.serializer.model, "public_id_prefix") else {})
        if action == "list":
            return self._in_formats(self._page()) | BAD_QUESTION
        if action == "statistics":
            return self._in_formats(reference("Statistics")) | BAD_QUESTION
        if len(getattr(view, "renderer_classes", ())) > 1:
            return self._in_formats(view.schema_response) | PROBLEMS
        return {(200, "application/json"): view.schema_response} | PROBLEMS

    def get_auth(self):
        return []  # all of it is read without a key

    def get_operation_id(self):
        return getattr(self.view, "schema_operation", None) or super().get_operation_id()

    def get_description(self):  # type: ignore[override]
        view: Any = self.view
        action = getattr(view, "action", None)
        if action in ("list", "retrieve"):
            return f"Published {view.serializer.resource}."
        return super().get_description()

    def _in_formats(self, schema: dict) -> dict:
        answers: dict = {(200, "application/json"): schema}
        for form in FORMATS.values():
            binary = {} if form.charset else {"format": "binary"}
            written = {"type": "string", **binary}
            answers[200, form.media_type] = (
                {"type": "object"} if form.name == "geojson" else written
            )
        return answers | BUSY

    def _is_list_view(self, serializer=None) -> bool:
        """Our lists are objects with a page of rows, described as they are: no arrays."""
        return not self._describes_answers and super()._is_list_view(serializer)

    def _get_response_for_code(self, *args, **kwargs):
        self._describes_answers = True
        try:
            return super()._get_response_for_code(*args, **kwargs)
        finally:
            self._describes_answers = False

    def _page(self) -> dict:
        view: Any = self.view
        link = {"type": "string", "format": "uri", "nullable": True}
        properties = {
            "count": {"type": "integer", "nullable": True, "description": "Null after a cursor."},
            "next": link,
            "previous": link,
            "results": {"type": "array", "items": reference(view.serializer.component())},
        }
        required = list(properties)
        return {"type": "object", "properties": properties | PAGE_EXTRAS, "required": required}

    def _filters(self) -> list[OpenApiParameter]:
        view: Any = self.view
        return [
            OpenApiParameter(
                name,
                _repeated(parameter.schema()) if repeatable(parameter) else parameter.schema(),
                description=parameter.schema_description(),
            )
            for name, parameter in view.filterset_class.parameters().items()
        ]

    def _key(self) -> OpenApiParameter:
        view: Any = self.view
        return OpenApiParameter(
            "id", view.key_schema(), OpenApiParameter.PATH, description=view.key_description
        )

    def _shape(self, *, detail: bool) -> list[OpenApiParameter]:
        view: Any = self.view
        keys = ", ".join(view.serializer.keys(detail=detail))
        names = {"type": "string", "pattern": NAMES}
        expandable = list(view.serializer.expandable())
        return [
            LANG,
            AS_OF,
            OpenApiParameter(
                "fields",
                names,
                description="Only these, with commas, and a dot for a key of a list or of an "
                f"expanded record (participants.person): {keys}.",
            ),
            OpenApiParameter("omit", names, description="Not these; named as in fields."),
            OpenApiParameter(
                "expand",
                listing(rf"{name}(\.[a-z_]+)?" for name in expandable or ["none"]),
                description="These records whole, under expanded (JSON only), with a dot to go "
                f"one deeper: {', '.join(expandable) or 'none here'}.",
            ),
            CODES,
            FORMAT,
        ]

    def _pages(self) -> list[OpenApiParameter]:
        view: Any = self.view
        names = list(view.serializer.orderings())
        limit = {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50}
        return [
            OpenApiParameter("limit", limit, description="Rows on a page."),
            OpenApiParameter(
                "offset",
                {"type": "integer", "minimum": 0, "maximum": 10**9 - 1},
                description="Rows to skip.",
            ),
            OpenApiParameter(
                "cursor",
                str,
                description="Empty for the first page, then as next has it: pages that neither "
                "skip nor repeat a row while others write. No count, no offset.",
            ),
            OpenApiParameter(
                "count",
                {"type": "string", "enum": ["exact", "none"]},
                description="Without it a count over 10,000 may be estimated.",
            ),
            OpenApiParameter(
                "ordering",
                listing(f"-?{name}" for name in names),
                description=f"With commas, a minus for descending: {', '.join(names)}.",
            ),
        ]


def repeatable(parameter) -> bool:
    return parameter.lookup in ("", "n", "all")


def _repeated(schema: dict) -> dict:
    return {"type": "array", "items": schema}


def add_components(result, generator, request, public):
    """drf-spectacular's post-processing hook: the schemas that the answers refer to."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    for name, serializer in sorted(RowSerializer.known.items()):
        schemas[name] = serializer.schema()
    schemas.update(EXTRA_COMPONENTS)
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    return result


EXTRA_COMPONENTS: dict[str, dict] = {}
"""Schemas of answers that are no rows, by name; each app adds its own."""
