"""What charts and summaries say: a queryset in, plain frozen results out.

No request, no clock: years and dates are handed in.
"""

from events.statistics.aggregates import aggregate
from events.statistics.catalogue import RESOURCES, RULES
from events.statistics.diversity import Diversity, diversity_of
from events.statistics.errors import InvalidStatistics
from events.statistics.firsts import First, firsts_of
from events.statistics.partners import Partner, partners_of
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
from events.statistics.rules_text import rules_as_markdown
from events.statistics.year_summary import year_summary
from events.statistics.years import newest_complete_year, years_of

__all__ = [
    "RESOURCES",
    "RULES",
    "Aggregate",
    "Alternative",
    "CountingRule",
    "Diversity",
    "Figure",
    "First",
    "Group",
    "InvalidStatistics",
    "Partner",
    "Reported",
    "YearRow",
    "YearSummary",
    "aggregate",
    "diversity_of",
    "firsts_of",
    "newest_complete_year",
    "partners_of",
    "rules_as_markdown",
    "year_summary",
    "years_of",
]
