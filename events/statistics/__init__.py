"""What charts and summaries say: a queryset in, plain frozen results out.

No request, no clock: years and dates are handed in.
"""

from events.statistics.aggregates import aggregate
from events.statistics.catalogue import RESOURCES, RULES
from events.statistics.errors import InvalidStatistics
from events.statistics.results import (
    Aggregate,
    Alternative,
    Figure,
    Group,
    Reported,
    YearRow,
    YearSummary,
)
from events.statistics.rules import CountingRule

__all__ = [
    "RESOURCES",
    "RULES",
    "Aggregate",
    "Alternative",
    "CountingRule",
    "Figure",
    "Group",
    "InvalidStatistics",
    "Reported",
    "YearRow",
    "YearSummary",
    "aggregate",
]
