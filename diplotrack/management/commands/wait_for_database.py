import time

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection


class Command(BaseCommand):
    help = "Return as soon as the database answers; give up after --seconds."

    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--seconds", type=float, default=60)

    def handle(self, *args, **options):
        give_up = time.monotonic() + options["seconds"]
        while True:
            try:
                connection.ensure_connection()
                return
            except OperationalError as error:
                if time.monotonic() >= give_up:
                    reason = str(error).strip().splitlines()[0]
                    raise CommandError(f"The database does not answer: {reason}") from error
            time.sleep(0.5)
