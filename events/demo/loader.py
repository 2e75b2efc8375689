"""Loads the demo: whole or not at all, the same twice, and over nobody's edits."""

from pathlib import Path

from django.db import transaction

from countries.loading import Changes
from countries.models import Country, Organization, recorded_as
from events.demo.citations import load_reported_totals
from events.demo.events import (
    load_chairmanships,
    load_documents,
    load_initiatives,
    load_summits,
    load_visits,
)
from events.demo.people import load_organizations, load_people, load_series, load_tenures
from events.demo.tables import FOLDER, LOADER, read_demo

# In the order in which they depend on one another.
STEPS = (
    load_organizations,
    load_series,
    load_people,
    load_tenures,
    load_visits,
    load_summits,
    load_documents,
    load_chairmanships,
    load_initiatives,
    load_reported_totals,
)


def load_demo(folder: Path = FOLDER) -> list[Changes]:
    """Bring the demo into the database, all or none; says what changed.

    Needs the reference tables and the vocabularies. Raises BrokenTable with every fault of the
    first table that has one.
    """
    demo = read_demo(folder)
    with transaction.atomic(), recorded_as(LOADER):
        demo.countries = set(Country.objects.values_list("code", flat=True))
        demo.organizations = set(Organization.objects.values_list("code", flat=True))
        for step in STEPS:
            step(demo)
    return demo.changes
