import time

from django.core.management.base import BaseCommand, CommandError

from countries.models import Country, Person
from diplotrack.bench.filling import fill
from diplotrack.bench.synthetic import Synthetic
from events.models import (
    Chairmanship,
    Initiative,
    Journey,
    ReportedTotal,
    SignedDocument,
    Summit,
    Visit,
    VisitType,
)

RECORDS = (
    Visit,
    Summit,
    SignedDocument,
    Journey,
    Chairmanship,
    Initiative,
    ReportedTotal,
    Person,
)


class Command(BaseCommand):
    """Synthetic records say whose they are in ``external_id`` (``bench:V1``)."""

    help = (
        "Fill an EMPTY database with synthetic records for the benchmark, the same for the same "
        "seed. Needs load_reference and load_vocabularies. What an earlier run of it left is "
        "replaced; any other record makes it refuse."
    )

    def add_arguments(self, parser):
        parser.add_argument("--visits", type=int, default=1_000_000)
        parser.add_argument("--documents", type=int, default=100_000)
        parser.add_argument("--summits", type=int, default=20_000)
        parser.add_argument("--seed", type=int, default=2022)
        parser.add_argument(
            "--no-history",
            action="store_false",
            dest="history",
            help="leave the history tables empty: a third faster, and nothing can be asked as_of",
        )

        parser.add_argument(
            "--ledger",
            action="store_true",
            help="hash the versions, so that verify_history passes in a database that was empty: "
            "twice as long, so the benchmark does without",
        )

    def handle(self, *args, history, ledger, visits, documents, summits, seed, **options):
        if visits < 100:
            raise CommandError("Give --visits 100 or more.")
        if not Country.objects.exists() or not VisitType.objects.exists():
            raise CommandError("Run load_reference and load_vocabularies first.")
        if others := records_of_others():
            raise CommandError(
                f"This database has records that are not the benchmark's ({', '.join(others)}). "
                "They would be deleted: use an empty database."
            )
        started = time.monotonic()
        synthetic = Synthetic(visits=visits, documents=documents, summits=summits, seed=seed)

        def say(text):
            if options["verbosity"] > 1:
                self.stdout.write(f"{time.monotonic() - started:6.1f} s  {text}")

        written = fill(synthetic, history=history, ledger=ledger, say=say)
        rows = sum(written.values())
        seconds = time.monotonic() - started
        self.stdout.write(f"{visits:,} visits, {rows:,} rows in all, in {seconds:.1f} s")


def records_of_others() -> list[str]:
    """Which kinds of records there are that this command did not write."""
    return [
        str(model._meta.verbose_name_plural)
        for model in RECORDS
        if model.objects.exclude(external_id__startswith="bench:").exists()
        or model.objects.filter(external_id=None).exists()
    ]
