from django.core.management.base import BaseCommand, CommandError

from countries.loading import BrokenTable
from events.vocabularies import load_vocabularies


class Command(BaseCommand):
    help = "Load the visit types, document kinds and other terms; a second run changes nothing."

    def handle(self, *args, **options) -> None:
        try:
            changes = load_vocabularies()
        except BrokenTable as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        for change in changes:
            self.stdout.write(str(change))
