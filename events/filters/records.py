"""What the FilterSets of event records share."""

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from countries.filters.dates import (
    MonthParameter,
    OverlapsParameter,
    QuarterParameter,
    YearParameter,
)
from countries.filters.filterset import FilterSet
from countries.filters.parameters import (
    SHOWN_SINCE,
    ChoiceParameter,
    NumberParameter,
    Parameter,
    TextParameter,
)
from countries.filters.references import CodeParameter
from countries.models import Organization
from countries.models.base import SourceState
from events.changes import shown_since
from events.models import Citation

SHOWN_SINCE.append(shown_since)


class OrganizationParameter(CodeParameter):
    """An organization by its code."""

    to = Organization


class StartFilterSet(FilterSet):
    """Periods of records that have a start: the period in which they start."""

    year = YearParameter("start_date", label=_("year"))
    quarter = QuarterParameter("start_date", label=_("quarter"))
    month = MonthParameter("start_date", label=_("month"))
    overlaps = OverlapsParameter(label=_("at any time in"))


class SourceStateParameter(ChoiceParameter):
    """Whether a record's sources are one, several that agree, or in disagreement."""

    def __init__(self) -> None:
        super().__init__(choices=SourceState.choices, label=_("state of the sources"))

    def column_matches(self, column: str, value: str) -> Q:
        rows = self.model._default_manager.in_source_state(value)  # type: ignore[attr-defined]
        return Q(pk__in=rows.order_by().values("pk"))


def source_parameters(record: str) -> tuple[Parameter, Parameter, Parameter]:
    """``source``, ``source_publisher`` and ``source_check`` of a type of record.

    ``record`` is its foreign key in ``Citation``.
    """
    cited: tuple[type[Model], str] = (Citation, record)
    return (
        NumberParameter("source", label=_("source"), empty=True, through=cited),
        TextParameter("source__publisher", label=_("publisher of a source"), through=cited),
        ChoiceParameter(
            "check_state", choices=Citation.Check.choices, label=_("source: check"), through=cited
        ),
    )
