"""What the keyboard does: a page, which the key ? opens above any other."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from diplotrack.dashboards.asked import StrictMixin

GROUPS = (
    (
        _("On every page"),
        (
            (("/",), _("to the search box")),
            (("?",), _("this help")),
            (("Tab", "Shift + Tab"), _("to the next or the previous link, field or drawing")),
            (("Enter",), _("follows a link; the first one of a page leads past its header")),
            (("Esc",), _("closes this help, or a list of names under a box")),
        ),
    ),
    (
        _("In a drawing"),
        (
            (("←", "→", "↑", "↓"), _("to the next or the previous mark, with what it says")),
            (("Home", "End"), _("to the first or the last mark")),
            (("Enter",), _("opens the records of the mark")),
        ),
    ),
    (
        _("Chart, map and table"),
        (
            (("←", "→"), _("on a tab: to the next or the previous one")),
            (("←", "→", "↑", "↓"), _("in a table wider than the window: scroll it")),
        ),
    ),
    (
        _("Filters and boxes"),
        (
            (("Enter",), _("in a field of a filter: shows what is asked; on a chip: removes it")),
            ((_("Space"),), _("on “Counting rule”: opens or closes the rule")),
            (("↓", "↑"), _("in a box that offers names: to the next or the previous name")),
            (("Enter", "Tab"), _("there: takes the name")),
        ),
    ),
)


class KeyboardView(StrictMixin, TemplateView):
    """Every key that does something, by place."""

    template_name = "dashboards/keyboard.html"
    extra_context = {"groups": GROUPS}
