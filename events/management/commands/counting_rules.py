from django.core.management.base import BaseCommand

from events.statistics import rules_as_markdown


class Command(BaseCommand):
    help = "Prints the counting rules as they stand in docs/counting-rules.md."

    # Reads no table, so it runs before there is a database.
    requires_system_checks = ()

    def handle(self, *args, **options) -> None:
        self.stdout.write(rules_as_markdown(), ending="")
