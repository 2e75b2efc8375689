"""What statistics answer: plain frozen results that pages, API and exports render as they are."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from events.statistics.rules import CountingRule

# Filter parameters by name, as the lists of the API and the pages take them; a tuple is repeated.
Parameters = dict[str, str | tuple[str, ...]]


# Whole phrases: not every language says the hedge before the number.
HEDGES = {
    "about": _("about %(value)s"),
    "at_least": _("at least %(value)s"),
    "more_than": _("more than %(value)s"),
    "less_than": _("less than %(value)s"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """One group of an aggregate.

    ``key`` has one code per dimension (None = not known, or none); ``label`` is for reading and
    ``labels`` has its parts; ``high`` is set where partial dates make a range of days.
    ``parameters`` list exactly the counted records; None where no filter can express the group.
    """

    key: dict[str, str | int | None]
    label: str
    value: int
    parameters: Parameters | None
    high: int | None = None
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Counted groups. ``total`` is of distinct records, so overlapping groups add up to more.

    ``zero_filled`` is False where the empty groups were too many to list.
    """

    resource: str
    measure: str
    rule: CountingRule
    group_by: tuple[str, ...]
    total: int
    groups: tuple[Group, ...]
    total_high: int | None = None
    zero_filled: bool = False


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure that an official stated, with its source and the rules that reproduce it."""

    public_id: str
    label: str
    value: int
    qualifier: str
    qualifier_label: str
    source_title: str
    source_url: str
    source_publisher: str
    reproduced_by: tuple[str, ...] = ()

    @property
    def hedged(self) -> str:
        """The value as the official hedged it, such as “about 20”."""
        return HEDGES.get(self.qualifier, "%(value)s") % {"value": self.value}


@dataclass(frozen=True, slots=True)
class Part:
    """One of the numbers that a rule adds up, and the list behind it."""

    rule: CountingRule
    value: int
    resource: str
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class Alternative:
    """The value under one of the rules that could be meant.

    ``code`` is the rule's, with the country's side where that is not the figure's own.
    ``reproduces`` holds the public ids of the reported totals that the value agrees with. A rule
    that adds up records of two kinds has ``parts``, each with its list, and no list of its own.
    """

    code: str
    rule: CountingRule
    value: int
    resource: str
    parameters: Parameters
    high: int | None = None
    reproduces: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a summary, with everything a reader needs to judge it.

    ``value`` is the least that the record supports and ``high`` the most, where partial dates
    leave it open. ``previous`` is last year's value under the same rule. ``counts_records`` says
    that the list behind ``parameters`` is as long as the value (a list of stops is longer than the
    number of their countries).
    """

    code: str
    label: str
    value: int
    previous: int
    rule: CountingRule
    resource: str
    parameters: Parameters
    counts_records: bool
    coverage: str
    coverage_label: str
    coverage_note: str = ""
    high: int | None = None
    previous_high: int | None = None
    reported: tuple[Reported, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class ChairmanshipLine:
    """A term in a summary's list."""

    public_id: str
    organization: str
    organization_name: str
    start: str
    end: str
    ongoing: bool
    convention: str


@dataclass(frozen=True, slots=True)
class InitiativeLine:
    """An initiative and where it stood at the end of the year."""

    public_id: str
    title: str
    forum: str
    proposed: str
    status: str
    status_label: str
    status_date: str


@dataclass(frozen=True, slots=True)
class YearSummary:
    """A country's year in figures: the sentence that a ministry would write about it."""

    country: str
    country_name: str
    year: int
    figures: tuple[Figure, ...]
    documents_by_kind: tuple[Group, ...]
    chairmanships: tuple[ChairmanshipLine, ...]
    chairmanships_coming: tuple[ChairmanshipLine, ...]
    initiatives: tuple[InitiativeLine, ...]
    other_reported: tuple[Reported, ...]

    def figure(self, code: str) -> Figure:
        """The figure with this code; KeyError when there is none."""
        for figure in self.figures:
            if figure.code == code:
                return figure
        raise KeyError(code)

    @property
    def is_empty(self) -> bool:
        return not any(figure.value for figure in self.figures)


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year's key figures in a list of years; zero where nothing is on record."""

    year: int
    visits: int
    journeys: int
    countries: int
    received: int
    summits: int
    documents: int
    coverage: str
    coverage_label: str
