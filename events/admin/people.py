from django.contrib import admin

from countries.admin.base import public_id
from countries.admin.people import PersonAdmin as PersonForms
from countries.admin.people import TenureInline
from countries.models import Person
from events.admin.citations import CitationInline
from events.admin.editorial import EditorialAdmin, state


@admin.register(Person)
class PersonAdmin(EditorialAdmin, PersonForms):
    """People with their sources, and review of what changes in public."""

    list_display = (public_id, "name_en", "name_ru", "name_kk", state)
    inlines = (TenureInline, CitationInline)
