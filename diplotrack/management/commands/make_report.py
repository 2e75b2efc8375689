from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from countries.models import Country, UnresolvedCountry, instant_of
from diplotrack.report.contents import report_contents
from diplotrack.report.typesetting import NotTypeset, typeset


class Command(BaseCommand):
    help = "Set a country's year as a PDF."

    def add_arguments(self, parser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--country", default=settings.HOME_COUNTRY, help="code or name")
        parser.add_argument(
            "--lang", default="en", choices=[code for code, _name in settings.LANGUAGES]
        )
        parser.add_argument(
            "--as-of",
            help="the record as it was known then: 2026-01-31 (its end, UTC) or a full time with "
            "its offset; as it is now, if not given",
        )
        parser.add_argument("--out", type=Path, help="the file (default: named after the year)")
        parser.add_argument(
            "--site",
            default=f"http://127.0.0.1:{settings.PORT}",
            help="the site's address, for the links in the report",
        )

    def handle(
        self, *args, year: int, country: str, lang: str, out, site: str, as_of=None, **options
    ) -> None:
        try:
            found = Country.objects.resolve(country)
            moment = instant_of(as_of) if as_of else None
        except (UnresolvedCountry, ValueError) as error:
            raise CommandError(str(error)) from error
        if not 1800 <= year <= 2200:
            raise CommandError(f"{year} is not between 1800 and 2200.")
        out = out or Path(f"diplotrack-{found.pk}-{year}-{lang}.pdf")
        with translation.override(lang):
            contents = report_contents(
                found,
                year,
                made_at=timezone.now(),
                base_url=site.rstrip("/"),
                as_of=moment and min(moment, timezone.now()),
            )
        try:
            out.write_bytes(typeset(contents))
        except (NotTypeset, OSError) as error:
            raise CommandError(f"No report was written: {error}") from error
        self.stdout.write(f"{out}")
