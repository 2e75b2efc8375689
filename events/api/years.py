"""``years/``: a country's years side by side, and the summary of one year."""

from typing import Any

from django.conf import settings
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter
from rest_framework.response import Response
from rest_framework.views import APIView

from countries.api import question
from countries.api.context import RowContext
from countries.api.errors import InvalidQuestion
from countries.api.exports import EXPORT_RENDERERS, FORMATS, export_name, export_response
from countries.api.rendering import JSONRenderer
from countries.api.schema import AS_OF, EXTRA_COMPONENTS, reference
from countries.api.viewsets import ReadOnlyMixin
from countries.filters import FilterError, Problem
from countries.filters.references import CountryParameter
from countries.models import Country
from events.api.aggregate_tables import year_table, years_table
from events.api.links import records_url
from events.api.statistics import HIGH, RECORDS, rule_of
from events.statistics import Alternative, Figure, Group, Reported, year_summary, years_of

YEARS = range(1800, 2201)
YEAR = {"type": "integer", "minimum": YEARS.start, "maximum": YEARS.stop - 1}
ASKED = ("country", "lang", "format", "as_of")
COUNTRY = OpenApiParameter(
    "country",
    {"type": "string", "pattern": CountryParameter.shape},
    description="ISO alpha-3 or alpha-2 code; without it the home country of this site.",
)


def country_of(query) -> Country:
    """The country that ``country`` names, or the home country."""
    code = question.single(query, "country")
    parameter = CountryParameter("pk", label="country").named("country")["country"]
    try:
        return parameter.clean([settings.HOME_COUNTRY if code is None else code])[0]
    except FilterError as error:
        problem = Problem("country", " ".join(error.messages), error.did_you_mean)
        raise InvalidQuestion(problem) from error


class YearListView(ReadOnlyMixin, APIView):
    """Key figures of every year of a country, newest first."""

    schema_operation = "years_list"
    schema_parameters = (COUNTRY, AS_OF)
    schema_response = reference("YearList")
    renderer_classes = (JSONRenderer, *EXPORT_RENDERERS)

    def get(self, request):
        question.refuse_unknown(request.query_params, ASKED)
        context, country = self.context(), country_of(request.query_params)
        results = [
            {
                "year": row.year,
                "country": country.pk,
                "country_name": country.name,
                "visits": row.visits,
                "journeys": row.journeys,
                "countries": row.countries,
                "received": row.received,
                "summits": row.summits,
                "documents": row.documents,
                "coverage": row.coverage or None,
                "coverage_name": row.coverage_label,
                "record_url": _page(context, row.year, country.pk),
            }
            for row in years_of(country)
        ]
        if request.accepted_renderer.format in FORMATS:
            name = export_name("years", request.query_params, context.as_of)
            return export_response(years_table(results, name), request.accepted_renderer.format)
        page = {"count": len(results), "next": None, "previous": None, "results": results}
        return Response(page)


class YearView(ReadOnlyMixin, APIView):
    """A country's year in figures, each with its rule, its records and what was reported."""

    schema_parameters = (
        OpenApiParameter("year", YEAR, OpenApiParameter.PATH),
        COUNTRY,
        AS_OF,
    )
    schema_response = reference("Year")
    renderer_classes = (JSONRenderer, *EXPORT_RENDERERS)

    def get(self, request, year: str):
        question.refuse_unknown(request.query_params, ASKED)
        if int(year) not in YEARS:
            raise Http404
        context, country = self.context(), country_of(request.query_params)
        summary = year_summary(country, int(year))
        lines = ("chairmanships", "chairmanships_coming", "initiatives")
        answer = {
            "year": summary.year,
            "country": summary.country,
            "country_name": summary.country_name,
            "figures": [_figure(figure, context) for figure in summary.figures],
            "documents_by_kind": [_kind(group, context) for group in summary.documents_by_kind],
            **{name: [_line(line) for line in getattr(summary, name)] for name in lines},
            "other_reported": [_reported(one) for one in summary.other_reported],
            "record_url": _page(context, summary.year, country.pk),
        }
        if request.accepted_renderer.format in FORMATS:
            name = export_name(f"year-{year}", request.query_params, context.as_of)
            return export_response(year_table(answer, name), request.accepted_renderer.format)
        return Response(answer)


def _page(context: RowContext, year: int, country: str) -> str:
    home = country == settings.HOME_COUNTRY
    return f"{context.base_url}/years/{year}/" + ("" if home else f"?country={country}")


def _figure(figure: Figure, context: RowContext) -> dict[str, Any]:
    return {
        "code": figure.code,
        "label": figure.label,
        "value": figure.value,
        "high": figure.high,
        "previous": figure.previous,
        "previous_high": figure.previous_high,
        "rule": rule_of(figure.rule),
        "records": records_url(context, figure.resource, figure.parameters),
        "counts_records": figure.counts_records,
        "coverage": figure.coverage or None,
        "coverage_name": figure.coverage_label,
        "coverage_note": figure.coverage_note,
        "reported": [_reported(one) for one in figure.reported],
        "alternatives": [_alternative(one, context) for one in figure.alternatives],
    }


def _reported(reported: Reported) -> dict[str, Any]:
    return {
        "id": reported.public_id,
        "label": reported.label,
        "value": reported.value,
        "qualifier": reported.qualifier,
        "qualifier_name": reported.qualifier_label,
        "source_title": reported.source_title,
        "source_url": reported.source_url,
        "source_publisher": reported.source_publisher,
        "reproduced_by": list(reported.reproduced_by),
    }


def _alternative(alternative: Alternative, context: RowContext) -> dict[str, Any]:
    own = None if alternative.parts else alternative.parameters
    return {
        "code": alternative.code,
        "rule": rule_of(alternative.rule),
        "value": alternative.value,
        "high": alternative.high,
        "records": records_url(context, alternative.resource, own),
        "reproduces": list(alternative.reproduces),
        "parts": [
            {
                "rule": rule_of(part.rule),
                "value": part.value,
                "records": records_url(context, part.resource, part.parameters),
            }
            for part in alternative.parts
        ],
    }


def _kind(group: Group, context: RowContext) -> dict[str, Any]:
    return {
        "kind": group.key["kind"],
        "kind_name": group.label,
        "value": group.value,
        "records": records_url(context, "documents", group.parameters),
    }


def _line(line) -> dict[str, Any]:
    """A chairmanship or an initiative; its public id is ``id``, as everywhere."""
    values = {name: getattr(line, name) for name in type(line).__dataclass_fields__}
    return {"id": values.pop("public_id"), **values}


def _object(**properties: dict) -> dict:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _array(items: dict) -> dict:
    return {"type": "array", "items": items}


TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
OPTIONAL_TEXT = {"type": "string", "nullable": True}
URI = {"type": "string", "format": "uri"}
TEXTS = _array(TEXT)
RULE = reference("CountingRule")
REPORTED = _object(
    id=TEXT,
    label=TEXT,
    value=NUMBER,
    qualifier=TEXT,
    qualifier_name=TEXT,
    source_title=TEXT,
    source_url=TEXT,
    source_publisher=TEXT,
    reproduced_by={**TEXTS, "description": "Codes of the alternatives that give this value."},
)
ALTERNATIVE = _object(
    code=TEXT,
    rule=RULE,
    value=NUMBER,
    high=HIGH,
    records=RECORDS,
    reproduces={**TEXTS, "description": "Public ids of the reported totals it agrees with."},
    parts=_array(_object(rule=RULE, value=NUMBER, records=RECORDS)),
)
FIGURE = _object(
    code=TEXT,
    label=TEXT,
    value=NUMBER,
    high=HIGH,
    previous=NUMBER,
    previous_high=HIGH,
    rule=RULE,
    records=RECORDS,
    counts_records={
        "type": "boolean",
        "description": "Whether the list of records is as long as the value.",
    },
    coverage=OPTIONAL_TEXT,
    coverage_name=TEXT,
    coverage_note=TEXT,
    reported=_array(reference("Reported")),
    alternatives=_array(ALTERNATIVE),
)
CHAIRMANSHIP_LINE = _object(
    id=TEXT,
    organization=TEXT,
    organization_name=TEXT,
    start=TEXT,
    end=TEXT,
    ongoing={"type": "boolean"},
    convention=TEXT,
)
INITIATIVE_LINE = _object(
    id=TEXT,
    title=TEXT,
    forum=TEXT,
    proposed=TEXT,
    status=TEXT,
    status_label=TEXT,
    status_date=TEXT,
)
COUNTS = ("visits", "journeys", "countries", "received", "summits", "documents")
YEAR_ROW = _object(
    year=NUMBER,
    country=TEXT,
    country_name=TEXT,
    **dict.fromkeys(COUNTS, NUMBER),
    coverage=OPTIONAL_TEXT,
    coverage_name=TEXT,
    record_url=URI,
)
EXTRA_COMPONENTS["Reported"] = REPORTED
EXTRA_COMPONENTS["YearList"] = _object(
    count=NUMBER,
    next={**URI, "nullable": True},
    previous={**URI, "nullable": True},
    results=_array(YEAR_ROW),
)
EXTRA_COMPONENTS["Year"] = _object(
    year=NUMBER,
    country=TEXT,
    country_name=TEXT,
    figures=_array(FIGURE),
    documents_by_kind=_array(
        _object(kind=OPTIONAL_TEXT, kind_name=TEXT, value=NUMBER, records=RECORDS)
    ),
    chairmanships=_array(CHAIRMANSHIP_LINE),
    chairmanships_coming=_array(CHAIRMANSHIP_LINE),
    initiatives=_array(INITIATIVE_LINE),
    other_reported=_array(reference("Reported")),
    record_url=URI,
)
