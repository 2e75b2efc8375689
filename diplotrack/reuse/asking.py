"""``/api/``: how to ask, for readers. Every example is run by the test suite."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from diplotrack.api import RESOURCES
from diplotrack.dashboards.asked import StrictMixin

Text = str | Promise


@dataclass(frozen=True)
class Example:
    """A question, and how a program asks it. ``{site}`` stands for this site's address."""

    question: Text
    curl: str
    python: str
    r: str

    def at(self, site: str) -> list[tuple[str, str]]:
        """The name of each language and its lines, with the address written out."""
        return [
            ("curl", self.curl.replace("{site}", site)),
            ("Python", self.python.replace("{site}", site)),
            ("R", self.r.replace("{site}", site)),
        ]


def table(question: Text, path: str, then_python: str, then_r: str) -> Example:
    """An example that reads a table and does one thing with it."""
    address = f"{{site}}/api/v1/{path}"
    return Example(
        question,
        f"curl --fail --silent --show-error '{address}'",
        "import pandas as pd\n"
        f'rows = pd.read_csv("{address}", keep_default_na=False)\n{then_python}',
        f'rows <- read.csv("{address}", na.strings = "")\n{then_r}',
    )


EXAMPLES = (
    table(
        _("Every visit abroad of one country in 2022, as a table"),
        "visits/?guest_country=KAZ&year=2022&format=csv",
        'print(rows.groupby("host_country_name").size())',
        "print(table(rows$host_country_name))",
    ),
    table(
        _("How many visits in each year, by type, with the rule that counted them"),
        "visits/statistics/?guest_country=KAZ&group_by=year,visit_type&format=csv",
        'print(rows.pivot_table(index="year", columns="visit_type", values="value"))',
        "print(xtabs(value ~ year + visit_type, rows))",
    ),
    table(
        _("Documents signed with a group of countries, with the codes of other data sets"),
        "documents/?country=KAZ&year=2019..2024&codes=cow,gw&format=csv",
        'print(rows[["id", "signed_date", "host_country_cow"]].head())',
        'print(head(rows[c("id", "signed_date", "host_country_cow")]))',
    ),
    table(
        _("One country's year: each figure, what officials reported, and other rules"),
        "years/2022/?country=KAZ&format=csv",
        'print(rows[["code", "value", "reported", "alternatives"]])',
        'print(rows[c("code", "value", "reported", "alternatives")])',
    ),
)
FORMATS = (
    ("json", _("pages of rows, with nested lists: the default")),
    ("csv", _("all rows as a flat table; a formula is text behind an apostrophe")),
    ("jsonl", _("all rows, one JSON object on a line")),
    ("xlsx", _("all rows as a workbook; at most 1,048,575")),
    ("geojson", _("all rows as points: the country in which it happened")),
    ("parquet", _("all rows, typed and compressed, for large downloads")),
)


class HowToAskView(StrictMixin, TemplateView):
    template_name = "reuse/how_to_ask.html"

    def get_context_data(self, **kwargs):
        site = self.request.build_absolute_uri("/").rstrip("/")
        return super().get_context_data(**kwargs) | {
            "site": site,
            "examples": [(example.question, example.at(site)) for example in EXAMPLES],
            "formats": FORMATS,
            "resources": [*RESOURCES, "years", "changes"],
        }
