import secrets

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from diplotrack.assets import build_chart_bundle, collect_static, compile_catalogues
from diplotrack.reference_stamp import reference_is_loaded, remember_reference
from events.models import Chairmanship, Initiative, Journey, SignedDocument, Summit, Visit

EVENT_RECORDS = (Visit, Summit, SignedDocument, Chairmanship, Initiative, Journey)


class Command(BaseCommand):
    """All that stands between a checkout and a first page, in one process: starting Django once
    instead of five times is most of what makes a second `make run` quick."""

    help = "Make assets and database ready to serve: safe to repeat, quick when nothing changed."

    def add_arguments(self, parser):
        parser.add_argument(
            "--demo", action="store_true", help="load the demo if there is no event record yet"
        )
        parser.add_argument(
            "--admin", action="store_true", help="create the user admin if there is no user yet"
        )

    def handle(self, *args, **options):
        try:
            self.prepare(demo=options["demo"], admin=options["admin"])
        except OperationalError as error:
            raise CommandError(f"The database cannot be used: {str(error).strip()}") from error

    def prepare(self, *, demo, admin):
        self.assets()
        self.step("Migrating the database ...")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("create_groups", stdout=self.stdout)
        self.reference()
        if demo:
            self.demo()
        password = create_first_user() if admin else None
        self.addresses(password)

    def step(self, text):
        self.stdout.write(text)
        self.stdout.flush()  # the next step may take seconds; say now what it is

    def assets(self):
        self.step("Generating the chart bundle and collecting static files ...")
        build_chart_bundle()
        compile_catalogues()
        if not settings.DEBUG:  # runserver takes them from their source folders
            collect_static()

    def reference(self):
        if reference_is_loaded():
            return
        self.step("Loading reference data ...")
        call_command("load_reference", stdout=self.stdout)
        call_command("load_vocabularies", stdout=self.stdout)
        remember_reference()

    def demo(self):
        # An analyst's edits survive a restart: the demo only ever fills an empty record.
        if any(model.objects.exists() for model in EVENT_RECORDS):
            return
        self.step("Loading demo data ...")
        call_command("load_demo", stdout=self.stdout)

    def addresses(self, password):
        site = f"http://127.0.0.1:{settings.PORT}"
        self.step(
            f"\n  Site      {site}/\n  Admin     {site}/admin/\n  API docs  {site}/api/v1/docs/\n"
        )
        if password:
            self.step(f"  Sign in as admin with the password {password} (shown only this once)\n")


def create_first_user() -> str | None:
    """The password of the new `admin`, or None where somebody can already sign in."""
    if User.objects.exists():
        return None
    password = secrets.token_urlsafe(12)
    User.objects.create_superuser("admin", password=password)
    return password
