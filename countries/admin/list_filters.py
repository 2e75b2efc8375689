"""Filters of the admin's lists that stay short: only values in use, in one box."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext_lazy as _


class UsedValuesFilter(admin.SimpleListFilter):
    """A box with the values that occur, each with its number of rows.

    Two hundred countries as a column of links would be of no use. One query, however many values:
    the stock filters ask anew for their values whenever another filter counts.
    """

    template = "admin/used_values_filter.html"
    column: str
    label_column: str
    newest_first = False

    def lookups(self, request, model_admin):
        return ()

    def has_output(self) -> bool:
        return True

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        try:
            return queryset.filter(**{self.column: self.value()})
        except (ValueError, ValidationError) as error:
            raise IncorrectLookupParameters(error) from error

    def choices(self, changelist):
        self.kept = [(k, v) for k, v in changelist.params.items() if k != self.parameter_name]
        yield {"value": "", "selected": not self.value(), "display": _("All")}
        for value, label, count in self._counted(changelist):
            chosen = self.value() == str(value)
            yield {"value": value, "selected": chosen, "display": f"{label} ({count})"}

    def _counted(self, changelist):
        """Value, name and number of the rows that the other filters leave."""
        others = changelist.get_queryset(self.request, exclude_parameters=[self.parameter_name])
        return (
            others.exclude(**{f"{self.column}__isnull": True})
            .order_by(f"-{self.label_column}" if self.newest_first else self.label_column)
            .values_list(self.column, self.label_column)
            .annotate(Count("pk", distinct=True))
        )


def used_values(column: str, title, label: str = "") -> type[UsedValuesFilter]:
    """The filter class of a column: ``used_values("host_country", _("host country"))``.

    ``label`` is the path to the name that is shown; without one, the related row's English name.
    """
    attributes = {
        "column": column,
        "label_column": label or f"{column}__name_en",
        "title": title,
        "parameter_name": f"in_{column}",
    }
    return type("UsedValues", (UsedValuesFilter,), attributes)


def year_of(date_column: str) -> type[UsedValuesFilter]:
    """The filter class of the years of a date column, newest first."""
    column = f"{date_column}__year"
    attributes = {
        "column": column,
        "label_column": column,
        "title": _("year"),
        "parameter_name": "in_year",
        "newest_first": True,
    }
    return type("YearOf", (UsedValuesFilter,), attributes)
