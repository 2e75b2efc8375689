from django.conf import settings
from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Django's command, with one way of writing the catalogues: whoever runs it, on whatever
    machine, gets the same files and a small difference."""

    help = "Collect the strings to translate into locale/*/LC_MESSAGES/django.po."

    # Modules that need both name gettext_lazy so.
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_lazy"]
    # A guess by likeness is worse than an empty place, which the tests find.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def handle(self, *args, **options):
        options["locale"] = options["locale"] or [
            code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE
        ]
        options["ignore_patterns"] = [*options["ignore_patterns"], "tests", "var", "docs", ".venv"]
        options["no_wrap"] = options["no_obsolete"] = True
        options["add_location"] = "file"  # a line number would change with every edit
        super().handle(*args, **options)
