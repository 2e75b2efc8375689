"""The counting rules: what each number means, as data.

A rule's parameters are filter parameters of its resource's list, so that the list behind a number
is the number's own definition. ``docs/counting-rules.md`` is written from these objects.
"""

from dataclasses import dataclass, field

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class CountingRule:
    """The published definition of a measure.

    ``counts`` is what the rule counts of the records that match ``parameters``: ``records``, the
    distinct values of a column, ``days`` or ``stop_days``. ``period`` says by which filter
    parameters a year is chosen; ``{year}``, ``{first_day}``, ``{last_day}``, ``{next_first_day}``,
    ``{next_last_day}`` and ``{country}`` are filled in.
    """

    code: str
    measure: str
    resource: str
    title: Text
    text: Text
    counts: str = "records"
    parameters: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
    period: dict[str, str] = field(default_factory=lambda: {"year": "{year}"})

    @property
    def counts_records(self) -> bool:
        return self.counts == "records"

    def for_year(self, subject: str, country: str, year: int) -> dict[str, str | tuple[str, ...]]:
        """The filter parameters of a country's year; ``subject`` is the country's parameter."""
        words = {
            "country": country,
            "year": f"{year:04}",
            "first_day": f"{year:04}-01-01",
            "last_day": f"{year:04}-12-31",
            "next_first_day": f"{year + 1:04}-01-01",
            "next_last_day": f"{year + 1:04}-12-31",
        }
        filled = {
            name: value.format(**words) if isinstance(value, str) else value
            for name, value in (self.period | self.parameters).items()
        }
        return {subject: country} | filled
