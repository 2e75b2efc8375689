"""``statistics/`` beside a list: its records counted by published rules."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.decorators import action
from rest_framework.response import Response

from countries.api import question
from countries.api.errors import InvalidQuestion, invalid
from countries.api.exports import FORMATS, export_name, export_response
from countries.api.remembering import KEPT_SECONDS, cache_key
from countries.api.schema import EXTRA_COMPONENTS, listing
from countries.filters import Problem
from countries.filters.parameters import nearest
from countries.models import CountryGroup
from events.api.aggregate_tables import statistics_table
from events.api.links import records_url
from events.statistics import (
    MOST_DIMENSIONS,
    RESOURCES,
    Aggregate,
    InvalidStatistics,
    aggregate,
)

MOST_GROUPS_KEPT = 2000  # a larger answer is counted anew rather than held in every worker
ASKED = ("group_by", "measure", "group_kind")
Asked = dict[str, str | None]


class StatisticsMixin:
    """Adds ``statistics/`` to a viewset. It takes the list's filters."""

    @action(detail=False, url_path="statistics")
    def statistics(self, request):
        """The filtered records counted by ``group_by`` under the rule of ``measure``.

        Each group links to exactly the records that it counts.
        """
        view: Any = self
        query = request.query_params
        asked = {name: question.single(query, name) for name in ASKED}
        question.as_of(query)
        result = remembered(view, query, lambda: self._aggregate(query, asked))
        context, form = view.context(), request.accepted_renderer.format
        if form in FORMATS:
            name = export_name(f"{view.serializer.resource}-statistics", query, context.as_of)
            table = statistics_table(answer(result, context), name, context)
            return export_response(table, form)
        return Response(answer(result, context))

    def _aggregate(self, query, asked: Asked) -> Aggregate:
        view: Any = self
        known = {
            "measure": RESOURCES[view.serializer.model].measures,
            "group_kind": CountryGroup.Kind.values,
        }
        for name, values in known.items():
            if asked[name] == "":  # not the same as not asked
                raise invalid(name, question.unknown("", values))
        filters = {name: query.getlist(name) for name in query if name not in (*ASKED, *RESERVED)}
        try:
            return aggregate(
                self._counted(query),
                measure=asked["measure"] or "",
                group_by=[] if asked["group_by"] is None else asked["group_by"].split(","),
                group_kind=asked["group_kind"] or "",
                filters=filters,
            )
        except InvalidStatistics as error:
            raise InvalidQuestion(_problem(error, asked)) from error

    def _counted(self, query):
        view: Any = self
        filterset = view.filterset_class(query, view._queryset(), reserved=(*ASKED, *RESERVED))
        if not filterset.is_valid():
            raise InvalidQuestion(*filterset.problems())
        return filterset.qs

    def statistics_parameters(self) -> list[OpenApiParameter]:
        view: Any = self
        resource = RESOURCES[view.serializer.model]
        dimensions, measures = list(resource.dimensions), list(resource.measures)
        return [
            OpenApiParameter(
                "group_by",
                listing(dimensions, most=MOST_DIMENSIONS),
                required=True,
                description=f"One to three, with commas between: {', '.join(dimensions)}.",
            ),
            OpenApiParameter(
                "measure", {"type": "string", "enum": measures, "default": measures[0]}
            ),
            OpenApiParameter(
                "group_kind",
                {"type": "string", "enum": CountryGroup.Kind.values},
                description="The kind of country groups, where group_by has a group.",
            ),
        ]


RESERVED = ("lang", "format", "as_of")


def remembered(view, query, count: Callable[[], Aggregate]) -> Aggregate:
    """The counted answer to the same question of the same data in the same language.

    The data's version is part of the key, so nothing that is kept can be out of date.
    """
    asked = sorted((name, query.getlist(name)) for name in query)
    key = cache_key("aggregate", view.version, get_language(), view.request.path, asked)
    result = cache.get(key)
    if result is None:
        result = count()
        if len(result.groups) <= MOST_GROUPS_KEPT:
            cache.set(key, result, KEPT_SECONDS)
    return result


def _problem(error: InvalidStatistics, asked: Asked) -> Problem:
    given = (asked.get(error.parameter) or "").split(",")
    wrong = next((part for part in given if part not in error.valid), "")
    known = _("Known: %(known)s.") % {"known": ", ".join(error.valid)} if error.valid else ""
    return Problem(error.parameter, f"{error.detail} {known}".strip(), nearest(wrong, error.valid))


def rule_of(rule) -> dict[str, Any]:
    """A counting rule as data: its code, what it says, and where to read all of them."""
    return {"code": rule.code, "title": str(rule.title), "text": str(rule.text)}


def answer(result, context) -> dict[str, Any]:
    """An aggregate as data."""
    return {
        "measure": result.measure,
        "rule": rule_of(result.rule),
        "group_by": list(result.group_by),
        "total": result.total,
        "total_high": result.total_high,
        "groups": [
            {
                "key": group.key,
                "label": group.label,
                "value": group.value,
                "low": group.value,
                "high": group.high,
                "records": records_url(context, result.resource, group.parameters),
            }
            for group in result.groups
        ],
    }


RULE_SCHEMA = {
    "type": "object",
    "description": "The counting rule that gives the number.",
    "properties": {
        "code": {"type": "string"},
        "title": {"type": "string"},
        "text": {"type": "string"},
    },
    "required": ["code", "title", "text"],
}
HIGH = {
    "type": "integer",
    "nullable": True,
    "description": "The most, where partial dates make a range; else null.",
}
RECORDS = {
    "type": "string",
    "format": "uri",
    "nullable": True,
    "description": "The list of exactly the counted records; null where days or terms by period "
    "are asked with overlaps, which would mean either period if given twice.",
}
EXTRA_COMPONENTS["CountingRule"] = RULE_SCHEMA
EXTRA_COMPONENTS["Statistics"] = {
    "type": "object",
    "properties": {
        "measure": {"type": "string"},
        "rule": {"$ref": "#/components/schemas/CountingRule"},
        "group_by": {"type": "array", "items": {"type": "string"}},
        "total": {"type": "integer", "description": "Of distinct records."},
        "total_high": HIGH,
        "groups": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "key": {"type": "object", "additionalProperties": True},
                    "label": {"type": "string"},
                    "value": {"type": "integer"},
                    "low": {"type": "integer", "description": "The least: the value."},
                    "high": HIGH,
                    "records": RECORDS,
                },
                "required": ["key", "label", "value", "low", "high", "records"],
            },
        },
    },
    "required": ["measure", "rule", "group_by", "total", "total_high", "groups"],
}
