import datetime

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from diplotrack.models import SCOPES, ApiToken


class Command(BaseCommand):
    help = "Make an API token for a user and print its key, once."

    def add_arguments(self, parser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="what uses the token")
        parser.add_argument(
            "--scope",
            action="append",
            choices=SCOPES,
            dest="scopes",
            help="what it may do; repeat for several (default: read)",
        )
        parser.add_argument("--days", type=int, default=365, help="until it expires (default: 365)")

    def handle(self, *args, username: str, name: str, scopes, days: int, **options) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user “{username}”.")
        try:
            _token, key = ApiToken.objects.issue(
                user=user,
                name=name,
                scopes=scopes or ["read"],
                expires_at=timezone.now() + datetime.timedelta(days=days),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except OverflowError as error:
            raise CommandError(f"{days} days is further than the calendar goes.") from error
        self.stderr.write("This key is shown once. Keep it like a password.")
        self.stdout.write(key)
