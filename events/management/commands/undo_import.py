from django.core.management.base import BaseCommand, CommandError

from events.imports.importing import Command as Importer
from events.imports.said import from_column
from events.imports.undoing import UndoRefused, undo_import
from events.models import Import


class Command(BaseCommand):
    help = "Take an import back: what it made goes, what it changed becomes what it was."

    def add_arguments(self, parser) -> None:
        parser.add_argument("number", type=int, help="the import's number")
        parser.add_argument("--reason", default="", help="why, for the history")

    def handle(self, *args, number: int, reason: str, **options) -> None:
        task = Import.objects.filter(pk=number).first()
        if task is None:
            raise CommandError(f"There is no import {number}.")
        try:
            task = undo_import(
                task=task, user=Importer(), reviews=True, publishes=True, reason=reason
            )
        except UndoRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        for what, count in task.undo_counts.items():
            self.stdout.write(f"{what}: {count}")
        for line in task.lines.exclude(left=""):
            self.stdout.write(
                f"left: line {line.number}, V{line.visit_key}: {from_column(line.left)}"
            )
