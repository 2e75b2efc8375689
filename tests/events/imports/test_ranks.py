"""A cell with ranks and names is taken apart; names that only look like two stay whole."""

import pytest

from events.imports.errors import RowRejected
from events.imports.ranks import Ranks, Visitor

RANKS = Ranks()
CELLS = {
    "Prime Minister Aino Laine": [("Aino Laine", "Prime Minister")],
    "President-elect Aino Laine": [("Aino Laine", "President-elect")],
    "President- elect Aino Laine": [("Aino Laine", "President-elect")],
    "President-Elect Aino Laine": [("Aino Laine", "President-elect")],
    "Acting President Laine": [("Laine", "Acting President")],
    "President of the Council of Ministers Aino Laine": [
        ("Aino Laine", "President of the Council of Ministers")
    ],
    "King Olaf": [("Olaf", "King")],
    "Emir Omar": [("Omar", "Amir")],
    "Prime Minster Aino Laine": [("Aino Laine", "Prime Minister")],
    "Prime MinisterAino Laine": [("Aino Laine", "Prime Minister")],
    "Prime Minister-Prince Aino Laine": [("Prince Aino Laine", "Prime Minister")],
    "Premier and Prince Laine": [("Laine", "Premier and Prince")],
    "Premier & Prince Laine": [("Laine", "Premier and Prince")],
    "President Aino Laine and Prime Minister Eero Salo": [
        ("Aino Laine", "President"),
        ("Eero Salo", "Prime Minister"),
    ],
    "President Aino Laine, Prime Minister Eero Salo": [
        ("Aino Laine", "President"),
        ("Eero Salo", "Prime Minister"),
    ],
    "King Olaf, Queen Aino, and Crown Prince Eero": [
        ("Olaf", "King"),
        ("Aino", "Queen"),
        ("Eero", "Crown Prince"),
    ],
    "President Aino Laine, Jr.": [("Aino Laine, Jr.", "President")],
    "Prime Minister A. B. (Bo) Salo": [("A. B. (Bo) Salo", "Prime Minister")],
    "Prime Minister Mackenzie King": [("Mackenzie King", "Prime Minister")],
    "President Armand Ferdinand Salo": [("Armand Ferdinand Salo", "President")],
    "Prime Minister Salo and the Band": [("Salo and the Band", "Prime Minister")],
    "Aino Laine": [("Aino Laine", "")],
    "Kingsley Salo": [("Kingsley Salo", "")],
    "KINGSTON SALO": [("KINGSTON SALO", "")],
    "Princesa Salo": [("Princesa Salo", "")],
}


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_is_taken_apart(cell):
    assert [(v.name, v.title) for v in RANKS.split(cell)] == CELLS[cell]


def test_the_title_tells_the_level():
    assert RANKS.split("Chancellor Salo") == [Visitor("Salo", "Chancellor", "head_of_government")]
    assert RANKS.level("prime minster") == "head_of_government"
    assert RANKS.level("Beekeeper") == "other"


@pytest.mark.parametrize("cell", ["President", "King  "])
def test_an_office_without_a_name_is_refused(cell):
    with pytest.raises(RowRejected, match="names an office and nobody in it"):
        RANKS.split(cell)


def test_an_office_that_the_table_lacks_is_refused_and_can_be_added():
    with pytest.raises(RowRejected, match=r"begins with an office that \[ranks\] lacks"):
        RANKS.split("President of the Senate Aino Laine")

    more = Ranks({**RANKS.levels, "President of the Senate": "other"})
    assert more.split("President of the Senate Aino Laine")[0].name == "Aino Laine"
