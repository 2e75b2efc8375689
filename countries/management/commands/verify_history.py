from django.core.management.base import BaseCommand, CommandError

from countries.history_verification import Verification, anchored
from countries.history_verification import adopt as take_in
from countries.models import instant_of
from countries.models.history_ledger import seal_waiting


class Command(BaseCommand):
    """The last line is the anchor: publish it elsewhere, and a later run can be held to it."""

    help = (
        "Check that no version in history was changed, removed or inserted. Names the first broken "
        "link and exits with 1; with --all, every one."
    )

    def add_arguments(self, parser):
        parser.add_argument("--since", help="only what was sealed from this date or time on")
        parser.add_argument("--anchor", help="position:hash that an earlier run printed")
        parser.add_argument("--all", action="store_true", help="name every broken link")
        parser.add_argument(
            "--seal",
            action="store_true",
            help="first chain the blocks that a crash right after a commit left without a seal",
        )
        parser.add_argument(
            "--adopt",
            action="store_true",
            help="first take rows that no block knows into the ledger, marked as adopted",
        )

    def handle(self, *args, since, anchor, all, seal, adopt: bool, **options):
        if adopt:
            self.stdout.write(f"{take_in():,} rows adopted")
        if seal:
            self.stdout.write(f"{seal_waiting():,} blocks sealed")
        try:
            walk = Verification(since=instant_of(since) if since else None)
        except ValueError as error:
            raise CommandError(f"--since: {error}") from error
        found = 0
        for fault in walk.faults():
            self.stderr.write(self.style.ERROR(str(fault)))
            found += 1
            if not all:
                raise CommandError("History is broken at this link; --all names every one.")
        if anchor and not anchored(anchor):
            raise CommandError(f"No seal {anchor} is in the chain: it was cut or written anew.")
        if found:
            raise CommandError(f"History is broken at {found:,} links.")
        self.stdout.write(
            f"{walk.rows:,} versions in {walk.seals:,} seals are as they were written"
            + (f", {walk.adopted:,} of them adopted later" if walk.adopted else "")
            + (f"; {walk.unreadable:,} with columns that are gone" if walk.unreadable else "")
            + (f"; {walk.waiting:,} blocks wait for their seal (--seal)" if walk.waiting else "")
        )
        self.stdout.write(f"anchor {walk.last}" if walk.last else "no seal yet")
