"""Counted keys as groups: named, in a fixed order, each with the filters that list its records."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from events.statistics import date_parts
from events.statistics.days import Days
from events.statistics.dimensions import Dimension, NamesOf
from events.statistics.passes import Keys
from events.statistics.reading import Statistic, names_read
from events.statistics.results import Group, Parameters


def groups_of(
    counted: dict[Keys, Days],
    dimensions: list[Dimension],
    parameters: Parameters,
    *,
    by_days: bool = False,
) -> Statistic[tuple[Group, ...]]:
    """Periods in order (unknown last), within them the largest first, then by name.

    ``by_days``: a period's records are those that touch it, not those that start in it.
    """
    readable = {keys: _keys(keys, dimensions) for keys in counted}
    names = []
    for place, dimension in enumerate(dimensions):
        used = {keys[place] for keys in readable.values()}
        names.append((yield from _labels(dimension, used)))
    groups = []
    for raw, days in counted.items():
        keys = readable[raw]
        labels = [names[place][key] for place, key in enumerate(keys)]
        codes = [dimension.code for dimension in dimensions]
        group = Group(
            key=dict(zip(codes, keys, strict=True)),
            label=" · ".join(labels),
            value=days.low,
            parameters=_parameters(keys, dimensions, parameters, by_days),
            high=days.open_end,
            labels=dict(zip(codes, labels, strict=True)),
        )
        groups.append((_order(keys, dimensions, group), group))
    return tuple(group for _order, group in sorted(groups, key=lambda pair: pair[0]))


def _keys(raw: Keys, dimensions: list[Dimension]) -> Keys:
    return tuple(
        None if value in (None, "") else dimension.key(value)
        for value, dimension in zip(raw, dimensions, strict=True)
    )


def _labels(dimension: Dimension, keys: Iterable[Any]) -> Statistic[dict[Any, str]]:
    known = {key for key in keys if key is not None}
    if isinstance(dimension.labels, NamesOf):
        found = yield from names_read(dimension.labels.model, known)
    else:
        found = dimension.labels(known) if known else {}
    missing = _("not known") if dimension.period else _("none")
    return {None: missing} | {key: str(key) for key in known} | found


def _order(keys: Keys, dimensions: list[Dimension], group: Group):
    periods = [
        (key is None, str(key))
        for key, dimension in zip(keys, dimensions, strict=True)
        if dimension.period
    ]
    return periods, -group.value, group.label, [str(key) for key in keys]


def _parameters(
    keys: Keys, dimensions: list[Dimension], parameters: Parameters, by_days: bool
) -> Parameters | None:
    combined = dict(parameters)
    for key, dimension in zip(keys, dimensions, strict=True):
        if key is None:
            if dimension.none is None:
                return None
            for name, value in dimension.none.items():
                combined[name] = _united(combined.get(name, ()), value)
        elif dimension.period and (by_days or _touches_another(dimension, combined)):
            if "overlaps" in combined:  # given twice it would mean either period
                return None
            combined["overlaps"] = "..".join(date_parts.months_of(key))
        elif dimension.overlaps and dimension.parameter in combined:
            every = f"{dimension.parameter}__all"
            combined[every] = (*_values(combined.get(every, ())), str(key))
        else:
            combined[dimension.parameter] = str(key)
    return combined


Value = str | tuple[str, ...]


def _values(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _united(given: Value, value: Value) -> Value:
    """What the caller asked and what the group asks, each once."""
    if given in ((), value):
        return value
    return tuple(dict.fromkeys((*_values(given), *_values(value))))


def _touches_another(dimension: Dimension, combined: Parameters) -> bool:
    """Whether a term of this year was asked to touch another one too."""
    return dimension.column is None and dimension.parameter in combined
