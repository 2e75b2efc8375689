from django.core.management.base import BaseCommand

from events.duplicates import weights_as_markdown


class Command(BaseCommand):
    help = "Prints the weights of duplicates as they stand in docs/duplicates.md."

    # Reads no table, so it runs before there is a database.
    requires_system_checks = ()

    def handle(self, *args, **options) -> None:
        self.stdout.write(weights_as_markdown(), ending="")
