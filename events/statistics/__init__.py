"""What charts and summaries say: a queryset in, plain frozen results out.

No request, no clock: years and dates are handed in.
"""

from events.statistics.aggregates import MOST_DIMENSIONS, aggregate, aggregating
from events.statistics.catalogue import RESOURCES, RULES
from events.statistics.diversity import Diversity, diversity_of
from events.statistics.errors import InvalidStatistics
from events.statistics.firsts import First, finding_firsts, firsts_of
from events.statistics.memberships import Change, changes_of
from events.statistics.partners import Partner, partners_of
from events.statistics.reading import Statistic, alone, both, together
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
from events.statistics.year_summary import summarising, year_summary
from events.statistics.years import newest_complete_year, years_of

__all__ = [
    "MOST_DIMENSIONS",
    "RESOURCES",
    "RULES",
    "Aggregate",
    "Alternative",
    "Change",
    "CountingRule",
    "Diversity",
    "Figure",
    "First",
    "Group",
    "InvalidStatistics",
    "Partner",
    "Reported",
    "Statistic",
    "YearRow",
    "YearSummary",
    "aggregate",
    "aggregating",
    "alone",
    "both",
    "changes_of",
    "diversity_of",
    "finding_firsts",
    "firsts_of",
    "newest_complete_year",
    "partners_of",
    "rules_as_markdown",
    "summarising",
    "together",
    "year_summary",
    "years_of",
]
