"""Four countries in two regions and in groups that they join and leave, to count by."""

import datetime

from countries.models import Region
from tests.factories import CountryFactory, CountryGroupFactory, CountryGroupMembershipFactory

REGIONS = {"KAZ": "143", "UZB": "143", "TJK": "143", "FRA": "155"}
GROUPS = ("A", "B", "C")
SPRING, SUMMER = datetime.date(2022, 3, 31), datetime.date(2022, 7, 1)


def make_world() -> None:
    """A: Kazakhstan, and Uzbekistan since July 2022. B: France, and Tajikistan to March 2022.

    Kazakhstan's membership of A stands twice, as a resumed one may. C has no member.
    """
    for code in set(REGIONS.values()):
        Region.objects.get_or_create(code=code, name_en=f"Region {code}")
    for code, region in REGIONS.items():
        country = CountryFactory(code=code)
        country.subregion_id = region
        country.save()
    for code in GROUPS:
        CountryGroupFactory(code=code, kind="vector")
    _member("A", "KAZ", joined=None)
    _member("A", "KAZ", joined=datetime.date(2000, 1, 1))
    _member("A", "UZB", joined=SUMMER)
    _member("B", "FRA", joined=None)
    _member("B", "TJK", joined=None, left=SPRING, ongoing=False)


def _member(group: str, country: str, **fields) -> None:
    CountryGroupMembershipFactory(
        group=CountryGroupFactory(code=group), country=CountryFactory(code=country), **fields
    )
