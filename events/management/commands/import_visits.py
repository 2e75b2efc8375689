from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from countries.models import EditorialState
from events.imports.errors import ImportRefused
from events.imports.importing import import_visits
from events.imports.mapping import Mapping
from events.imports.report import report

STATES = (EditorialState.DRAFT.value, EditorialState.PUBLISHED.value)


class Command(BaseCommand):
    help = "Load visits from somebody's CSV, XLSX or JSON file by a mapping (docs/importing.md)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, help="the CSV, XLSX or JSON file")
        parser.add_argument("--mapping", type=Path, required=True, help="the mapping, TOML")
        parser.add_argument("--state", choices=STATES, default=STATES[0], help="of new records")
        parser.add_argument(
            "--rejects",
            type=Path,
            help="where rejected rows go (default: FILE.rejects.csv in this folder; with "
            "--dry-run only where this is given)",
        )
        parser.add_argument("--dry-run", action="store_true", help="count, and load nothing")
        parser.add_argument(
            "--skip-invalid", action="store_true", help="load the other rows in spite of rejects"
        )

        parser.add_argument(
            "--update", action="store_true", help="change visits that are here and differ"
        )
        parser.add_argument(
            "--create-duplicates",
            action="store_true",
            help="create visits also where they are likely here already",
        )

    def handle(self, *args, file: Path, mapping: Path, state: str, **options) -> None:
        rejects_file = options["rejects"]
        if rejects_file is None and not options["dry_run"]:
            rejects_file = Path(f"{file.stem}.rejects.csv")
        if rejects_file and rejects_file.resolve() in (file.resolve(), mapping.resolve()):
            raise CommandError(f"{rejects_file} is read, so the rejects cannot go there.")
        try:
            outcome = import_visits(
                file=file,
                mapping=Mapping.read(mapping),
                state=state,
                rejects_file=rejects_file,
                skip_invalid=options["skip_invalid"],
                dry_run=options["dry_run"],
                update=options["update"],
                create_duplicates=options["create_duplicates"],
            )
        except ImportRefused as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        for line in report(outcome.plan, state=state, loaded=outcome.loaded):
            self.stdout.write(line)
        if rejects_file and outcome.plan.rejects:
            self.stdout.write(f"The rejected rows are in {rejects_file}.")
        if outcome.task:
            self.stdout.write(f"This was import {outcome.task.pk}; undo_import takes it back.")
        if not outcome.loaded and not options["dry_run"]:
            raise CommandError(
                "Nothing was loaded. Correct the rejected rows, or load the rest with "
                "--skip-invalid."
            )
