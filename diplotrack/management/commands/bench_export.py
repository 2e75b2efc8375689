import dataclasses
import json
import time

from django.core.management.base import BaseCommand
from django.db import connection

from countries.api.context import RowContext
from countries.api.exports.answers import exported
from countries.api.exports.formats import FORMATS
from countries.api.exports.resources import resource_table
from countries.filters.parameters import public
from events.api.visits import VisitSerializer
from events.models import Visit


class Command(BaseCommand):
    """For ``make bench``: one line of JSON with ``statement`` and ``portable`` (rows, seconds)."""

    help = "Print the SELECT of the CSV of all visits, and time the portable way to write it."

    def add_arguments(self, parser):
        parser.add_argument("--base-url", default="http://127.0.0.1:8000")
        parser.add_argument("--seconds", type=float, default=15.0)

    def handle(self, *args, base_url, seconds, **options):
        serializer = VisitSerializer(RowContext("en", base_url))
        rows = public(Visit).order_by(*Visit._meta.ordering)
        table = resource_table(serializer, rows, "visits", "csv")
        found = {"statement": None, "portable": _timed(table, seconds)}
        if table.copied is not None:
            sql, params = table.copied.query.sql_with_params()
            with connection.cursor() as cursor:
                found["statement"] = cursor.cursor.mogrify(sql, params).decode()
        self.stdout.write(json.dumps(found))


def _timed(table, seconds: float) -> dict[str, float]:
    """How many rows the portable way wrote, in at most about so many seconds."""
    started, lines = time.perf_counter(), 0
    for chunk in exported(dataclasses.replace(table, copied=None), FORMATS["csv"]):
        lines += chunk.count(b"\n")
        if time.perf_counter() - started > seconds:
            break
    return {"rows": max(lines - 1, 0), "seconds": time.perf_counter() - started}
