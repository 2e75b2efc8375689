"""Addresses of records in the admin."""

from django import template
from django.db import models

from events.admin.side_by_side import change_url as address_of_form

register = template.Library()


@register.filter
def change_url(record: models.Model) -> str:
    """The address of a record's form in the admin."""
    return address_of_form(record)
