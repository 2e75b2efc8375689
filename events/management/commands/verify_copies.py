from django.core.management.base import BaseCommand, CommandError

from events.source_copies import broken_copies


class Command(BaseCommand):
    help = "Hash every attached copy of a source again. Names each that is gone or changed."

    def handle(self, *args, **options):
        found = 0
        for sha256, problem in broken_copies():
            self.stderr.write(self.style.ERROR(f"{sha256}: {problem}"))
            found += 1
        if found:
            raise CommandError(f"{found:,} copies are not as they were stored.")
        self.stdout.write("Every attached copy is as it was stored.")
