from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from countries.loading import BrokenTable
from events.demo.loader import load_demo
from events.demo.tables import FOLDER


class Command(BaseCommand):
    help = "Load Kazakhstan's diplomacy of 2019 to 2025 as demo data; a second run changes nothing."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--folder",
            type=Path,
            default=FOLDER,
            help="the folder of CSV files (default: the project's own)",
        )

    def handle(self, *args, folder: Path, **options) -> None:
        try:
            changes = load_demo(folder)
        except BrokenTable as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        for change in changes:
            self.stdout.write(str(change))
