"""What a chart says in words, shows as a table and gives to download are the numbers of its data.

Read from the pages that show it, and recomputed from the addresses that the page names as its data.
"""

import calendar
import csv
import io
import math
import re
from collections import Counter
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from countries.models import CountryGroup, Person
from diplotrack.dashboards.charts.catalogue import CHARTS
from diplotrack.dashboards.charts.matrices import TRENDS
from events.models import Chairmanship

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

TRAVELLER = "Kassym-Jomart Tokayev"  # whose key is another one in each database
ON_PAGES = {
    "/years/2022/": ("visits_per_year", "counterparts", "months"),
    "/trends/": ("both_ways", *TRENDS),
    "/vectors/": ("vectors", "diversity"),
    "/vectors/?kind=organization&direction=received": ("vectors", "diversity"),
    "/chairmanships/timeline/": ("terms",),
    "/organizations/OTS/": ("terms",),
    "/countries/KAZ/UZB/": ("both_ways",),
    TRAVELLER: ("journeys",),
}
SHOWN = [(page, name) for page, names in ON_PAGES.items() for name in names]


class Shown:
    """A chart as a reader of the page has it, and the answers of its addresses."""

    def __init__(self, client, page: str, name: str) -> None:
        opening = f'<section class="chart-section" aria-labelledby="{name}-title">'
        section = page.partition(opening)[2].partition("</section>")[0]
        captions = re.findall(r"<figcaption[^>]*>(.*?)</figcaption>", section)
        assert len(set(captions)) <= 1  # a drawing and its map say the same
        self.words = unescape("".join(captions[:1]))
        rows = re.findall(r"<tr>(.*?)</tr>", section, re.DOTALL)
        cells = [re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
        self.table = [[unescape(re.sub("<[^>]+>", "", cell)) for cell in row] for row in cells]
        addresses = [unescape(found) for found in re.findall(r'href="([^"]+)"', section)]
        self.answers = [client.get(url).json() for url in addresses if url.startswith("/api/v1/")]
        self.files = [client.get(url) for url in addresses if ".csv" in url]

    @property
    def groups(self) -> list[dict]:
        return self.answers[0]["groups"]

    @property
    def downloaded(self) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.files[0].content.decode())))


def on_a_page(client, page: str, name: str) -> Shown:
    if page == TRAVELLER:
        page = Person.objects.get(name_en=TRAVELLER).get_absolute_url()
    return Shown(client, client.get(page).content.decode(), name)


def named(group: dict) -> str:
    """A group's name in its second dimension, without the word that all vectors begin with."""
    return group["label"].split(" · ")[-1].removeprefix("Vector: ")


def values(groups: list[dict]) -> list[int]:
    return [group["value"] for group in groups]


def as_table(groups: list[dict]) -> Counter:
    """(row, column) with its number, of what is counted by year and by something else."""
    return Counter({(str(one["key"]["year"]), named(one)): one["value"] for one in groups})


# -- in words --------------------------------------------------------------------------------------


def words_of_visits_per_year(shown: Shown) -> list[str]:
    years, counted = [one["label"] for one in shown.groups], values(shown.groups)
    most, least = max(counted), min(counted)
    return [
        f"from {min(years)} to {max(years)}, {sum(counted)} in all.",
        f"Most in {years[counted.index(most)]} ({most}), "
        f"fewest in {years[counted.index(least)]} ({least}).",
    ]


def words_of_both_ways(shown: Shown) -> list[str]:
    upwards, downwards = (sum(values(answer["groups"])) for answer in shown.answers)
    return [f", {upwards} in all; downwards", f", {downwards} in all."]


def words_of_counterparts(shown: Shown) -> list[str]:
    there, here = ({one["label"]: one["value"] for one in a["groups"]} for a in shown.answers)
    both = sorted((-there.get(name, 0) - here.get(name, 0), name) for name in {**there, **here})
    most = [f"{name} ({there.get(name, 0)} / {here.get(name, 0)})" for _sum, name in both[:5]]
    return [f"{len(both)} countries in contact", f": {', '.join(most)}."]


def words_of_months(shown: Shown) -> list[str]:
    told = []
    for answer in shown.answers:
        counted = Counter({one["key"]["month"]: one["value"] for one in answer["groups"]})
        (month, most), total = (
            max(sorted(counted.items()), key=lambda pair: pair[1]),
            sum(counted.values()),
        )
        told.append(f": {total}, most in {calendar.month_abbr[int(month[-2:])]} ({most}).")
    return told


def words_of_a_matrix(shown: Shown) -> list[str]:
    years = [one["key"]["year"] for one in shown.groups]
    totals: Counter[str] = Counter()
    for (_year, name), value in as_table(shown.groups).items():
        totals[name] += value
    told = [
        f"{name} {total}" for name, total in sorted(totals.items(), key=lambda t: (-t[1], t[0]))
    ]
    return [f", {min(years)} to {max(years)}.", f"In all: {', '.join(told)}."]


def effective_numbers(groups: list[dict]) -> dict[int, float]:
    """e to the power of Shannon's entropy of each year's shares (docs/counting-rules.md)."""
    years: dict[int, list[int]] = {}
    for one in groups:
        if one["value"] and None not in one["key"].values():
            years.setdefault(one["key"]["year"], []).append(one["value"])
    return {
        year: math.exp(-sum(n / sum(some) * math.log(n / sum(some)) for n in some))
        for year, some in years.items()
    }


def words_of_diversity(shown: Shown) -> list[str]:
    found = sorted(effective_numbers(shown.groups).items(), reverse=True)
    most, least = (which(found, key=lambda pair: round(pair[1], 1)) for which in (max, min))
    return [f"Most in {most[0]} ({most[1]:.1f}), fewest in {least[0]} ({least[1]:.1f})."]


def words_of_terms(shown: Shown) -> list[str]:
    return [f"Timeline of {shown.answers[0]['count']} terms"]


def words_of_journeys(shown: Shown) -> list[str]:
    stops = shown.answers[0]["results"]
    return [f"{len(stops)} stops in {len({stop['host_country'] for stop in stops})} countries."]


IN_WORDS = {
    "visits_per_year": words_of_visits_per_year,
    "both_ways": words_of_both_ways,
    "counterparts": words_of_counterparts,
    "months": words_of_months,
    "vectors": words_of_a_matrix,
    "diversity": words_of_diversity,
    "terms": words_of_terms,
    "journeys": words_of_journeys,
    **dict.fromkeys(TRENDS, words_of_a_matrix),
}


def test_every_chart_is_looked_at_on_a_page():
    assert {name for _page, name in SHOWN} == set(CHARTS) == set(IN_WORDS) == set(AS_TABLES)


@pytest.mark.parametrize(("page", "name"), SHOWN)
def test_the_words_beside_a_chart_say_what_its_data_say(client, page, name):
    shown = on_a_page(client, page, name)
    expected = IN_WORDS[name](shown)
    assert [part for part in expected if part not in shown.words] == [], shown.words
    figures = re.findall(r"\d+(?:\.\d)?", "".join(expected))
    assert Counter(re.findall(r"\d+(?:\.\d)?", shown.words)) - Counter(figures) <= Counter(
        re.findall(r"\d+", page)
    ), "a figure in the words that nothing here recomputes"


# -- as tables -------------------------------------------------------------------------------------


def side_by_side(shown: Shown, name_of) -> Counter:
    return Counter(
        {
            (name_of(one), column): one["value"]
            for column, answer in enumerate(shown.answers, start=1)
            for one in answer["groups"]
        }
    )


def table_by_place(rows: list[list[str]]) -> Counter:
    """What is counted by its row and the number of its column."""
    return Counter({(row[0], place): int(n) for row in rows for place, n in enumerate(row[1:], 1)})


def month_name(group: dict) -> str:
    month = group["key"]["month"]
    return calendar.month_abbr[int(month[-2:])] if month else "month not known"


def counted_side_by_side(name_of):
    def compare(shown: Shown) -> None:
        assert +table_by_place(shown.table[1:]) == +side_by_side(shown, name_of)

    return compare


def counted_by_two(shown: Shown) -> None:
    headings = shown.table[0]
    told = {
        (row[0], headings[at]): int(n) for row in shown.table[1:] for at, n in enumerate(row) if at
    }
    assert +Counter(told) == +as_table(shown.groups)
    assert {row[0] for row in shown.table[1:]} == {str(g["key"]["year"]) for g in shown.groups}


def counted_by_share(shown: Shown) -> None:
    assert +Counter({(y, name): int(n) for y, name, n, _share in shown.table[1:]}) == +as_table(
        shown.groups
    )
    years: Counter[str] = Counter()
    for year, _name, number, _share in shown.table[1:]:
        years[year] += int(number)
    assert all(share == f"{int(n) / years[y]:.0%}" for y, _name, n, share in shown.table[1:])


def counted_as_diversity(shown: Shown) -> None:
    effective = effective_numbers(shown.groups)
    told = {int(row[0]): float(row[1]) for row in shown.table[1:] if int(row[4])}
    assert told == {year: round(number, 1) for year, number in effective.items()}
    of_no_group = [one for one in shown.groups if None in one["key"].values()]
    in_groups = sum(values(shown.groups)) - sum(values(of_no_group))
    assert sum(int(row[4]) for row in shown.table[1:]) == in_groups


def listed_terms(shown: Shown) -> None:
    terms = reversed(shown.answers[0]["results"])
    expected = [(one["organization_name"], one["country_name"], one["id"]) for one in terms]
    assert [(row[0], row[1], row[4]) for row in shown.table[1:]] == expected


def listed_stops(shown: Shown) -> None:
    stops = shown.answers[0]["results"]
    expected = [[one["host_country_name"], one["city"], one["journey"] or ""] for one in stops]
    assert [row[2:] for row in shown.table[1:]] == expected


AS_TABLES = {
    "visits_per_year": counted_side_by_side(lambda group: group["label"]),
    "both_ways": counted_side_by_side(lambda group: group["label"]),
    "counterparts": counted_side_by_side(lambda group: group["label"]),
    "months": counted_side_by_side(month_name),
    "vectors": counted_by_share,
    "diversity": counted_as_diversity,
    "terms": listed_terms,
    "journeys": listed_stops,
    **dict.fromkeys(TRENDS, counted_by_two),
}


@pytest.mark.parametrize(("page", "name"), SHOWN)
def test_a_page_shows_the_rows_that_it_gives_to_download(client, page, name):
    shown = on_a_page(client, page, name)
    assert len(shown.table) > 1
    assert shown.table == shown.downloaded
    AS_TABLES[name](shown)


@pytest.fixture
def asked():
    """What each parameter of a chart may be asked with, on the demo."""
    people = [f"P{pk}" for pk in Person.objects.published().values_list("pk", flat=True)]
    chaired = sorted(set(Chairmanship.objects.values_list("organization", flat=True)))
    countries = st.sampled_from(["KAZ", "UZB", "KGZ", "RUS", "TUR", "ISL", "kz"])
    return {
        "country": countries,
        "other": st.sampled_from(["UZB", "CHN", "RUS", "VAT"]),
        "year": st.integers(2018, 2026),
        "kind": st.sampled_from(CountryGroup.Kind.values),
        "direction": st.sampled_from(["abroad", "received"]),
        "organization": st.sampled_from(chaired),
        "person": st.sampled_from(people),
    }


NEEDED = {"months": ("year",), "counterparts": ("year",), "journeys": ("person",)}


@settings(
    max_examples=40,
    phases=(Phase.generate,),  # an example is small as it is
)
@given(data=st.data(), name=st.sampled_from(sorted(CHARTS)))
def test_whatever_a_chart_is_asked_it_shows_what_it_gives_to_download(client, asked, data, name):
    needed = NEEDED.get(name, ())
    free = {one: asked[one] for one in CHARTS[name].parameters if one not in needed}
    query = data.draw(st.fixed_dictionaries({one: asked[one] for one in needed}, optional=free))
    request = RequestFactory().get(f"/charts/{name}.csv", query)
    chart = CHARTS[name].make(request)
    page = render_to_string("components/chart.html", {"chart": chart}, request=request)
    shown = Shown(client, page, name)
    if chart.is_empty:
        assert "<table" not in page
        assert chart.alternative in unescape(page)
    else:
        assert shown.table == shown.downloaded
        AS_TABLES[name](shown)
