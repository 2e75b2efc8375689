from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.models.base import PartialDatesModel
from countries.partial_dates import (
    PartialDateAttribute,
    date_order_constraint,
    partial_date_constraint,
    partial_date_fields,
)


class Validity(PartialDatesModel):
    """From when to when something held; an empty bound is not limited."""

    valid_from, valid_from_precision = partial_date_fields(_("valid from"), null=True)
    valid_to, valid_to_precision = partial_date_fields(_("valid to"), null=True)
    valid_since = PartialDateAttribute("valid_from")
    valid_until = PartialDateAttribute("valid_to", "last")

    class Meta:
        abstract = True

    def covers(self, date) -> bool:
        """Whether ``date`` lies within the validity, both bounds included."""
        return (self.valid_from is None or self.valid_from <= date) and (
            self.valid_to is None or date <= self.valid_to
        )


def validity_constraints(model: str) -> list[models.CheckConstraint]:
    return [
        partial_date_constraint(model, "valid_from"),
        partial_date_constraint(model, "valid_to", "last"),
        date_order_constraint(model, "valid_from", "valid_to"),
    ]
