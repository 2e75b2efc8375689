"""The report's own words in the active language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def report_words(year: int) -> dict[str, str]:
    return {
        "kicker": _("Yearly report on the foreign policy record"),
        "contents": _("Contents"),
        "figures": _("The year in figures"),
        "figure": _("Figure"),
        "previous": str(year - 1),
        "current": str(year),
        "reported": _("Reported"),
        "coverage": _("Coverage"),
        "charts": _("The year in charts"),
        "compared": _("Reported and computed"),
        "compared_text": _(
            "The number depends on the rule. Each rule that could be meant stands here with its "
            "count; a marked one gives the reported figure from our records."
        ),
        "reproduces": _("gives the reported figure"),
        "other_reported": _("Other figures that officials stated"),
        "rules": _("Counting rules"),
        "register": _("Register"),
        "date": _("Date"),
        "subject": _("Subject"),
        "record": pgettext("one entry", "Record"),
        "uncertain": _("What is uncertain"),
        "open_figures_text": _(
            "Figures for which the record does not claim to be complete, or whose dates are known "
            "in part."
        ),
        "uncertain_text": _(
            "Records whose sources leave something open or disagree, and records of less than "
            "high confidence."
        ),
        "nothing_uncertain": _("No record of the year has a note or a doubt."),
        "sources": _("Sources"),
        "empty": _("Nothing is on record for this year."),
        "recompute": _("How to recompute these figures"),
        "recompute_text": _(
            "Every figure is computed from published records by the rule beside it. The first "
            "address answers with the same figures at any time, whatever is corrected later, and "
            "the checksum is that of its answer. Below stands the list of the records behind each "
            "figure, at the same address of the site."
        ),
        "api": _("All figures, as data"),
        "again": _("This report again"),
        "page": _("The year today"),
        "made": _("Made"),
        "state": _("State of the record"),
        "seal": _("Last seal of the history"),
        "checksum": _("Checksum of the figures (SHA-256)"),
        "name": _("Name and position"),
        "signature": _("Signature"),
        "signed_date": _("Date"),
        "page_number": _("page"),
        "of": _("of"),
    }
