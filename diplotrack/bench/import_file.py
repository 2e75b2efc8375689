"""A file of visits to import: invented, the same every time, with nothing to reject."""

import csv
import datetime
from pathlib import Path
from random import Random

from countries.models import Country
from diplotrack.bench import words

HEADER = ("id", "start", "end", "visitor", "from", "to", "cities", "type", "purpose", "page")
RANKS = ("President", "Prime Minister", "Foreign Minister", "")
STOPS = (1, 1, 1, 2, 2, 3)
VISITS_PER_PERSON = 40
FIRST_DAY = datetime.date(1992, 1, 1)
DAYS = 33 * 365


def write_file(path: Path, rows: int) -> None:
    """Write a CSV file of so many visits; one in ten has a companion of rank."""
    # Not for secrets: every run has to import the same rows.
    random = Random(2022)  # noqa: S311
    states = Country.objects.filter(kind="state").order_by("code")
    places = list(states.values_list("code", "name_en", "capital"))
    purposes = words.purposes(random)
    visitors = [
        (f"{random.choice(RANKS)} {words.names(random)[0]} {number}".strip(), random.choice(places))
        for number in range(max(10, rows // VISITS_PER_PERSON))
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        number = 0
        while number < rows:
            visitor, home = random.choice(visitors)
            day = FIRST_DAY + datetime.timedelta(days=random.randrange(DAYS))
            for _stop in range(min(random.choice(STOPS), rows - number)):
                number += 1
                host = random.choice(places)
                while host == home:
                    host = random.choice(places)
                last = day + datetime.timedelta(days=random.randrange(3))
                party = visitor
                if number % 10 == 0:
                    party += f" and Foreign Minister {random.choice(visitors)[0].split()[-2]} Ode"
                writer.writerow(
                    (
                        *(number, day, last, party, home[1], host[1], host[2]),
                        *("working", random.choice(purposes)),
                        f"https://example.org/notices/{number}",
                    )
                )
                day = last
