from datetime import UTC, datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from countries.models import instant_of
from diplotrack.releases.making import NotReleased, make_release


class Command(BaseCommand):
    help = "Freeze the published record as a release that can be cited (docs/releases.md)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("version", help="a year and a number, such as 2026.1")
        parser.add_argument(
            "--as-of",
            help="the record as it was known then: 2026-01-31 (its end, UTC) or a full time with "
            "its offset; now, if not given",
        )

    def handle(self, *args, version: str, as_of: str | None, **options) -> None:
        try:
            moment = instant_of(as_of) if as_of else datetime.now(UTC)
            folder = make_release(version, folder=settings.RELEASES_DIR, as_of=moment)
        except (NotReleased, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Release {version}, as of {moment.isoformat()}: {folder}")
