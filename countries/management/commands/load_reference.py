from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from countries.loading import BrokenTable
from countries.reference_tables import FOLDER, load_reference


class Command(BaseCommand):
    help = "Load countries, groups and organizations; a second run changes nothing."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--folder",
            type=Path,
            default=FOLDER,
            help="the folder of CSV files (default: the project's own)",
        )

    def handle(self, *args, folder: Path, **options) -> None:
        try:
            changes = load_reference(folder)
        except BrokenTable as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        for change in changes:
            self.stdout.write(str(change))
