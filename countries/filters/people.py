from django.utils.translation import gettext_lazy as _

from countries.filters.filterset import FilterSet
from countries.filters.parameters import ChoiceParameter
from countries.filters.references import CodeParameter, CountryParameter
from countries.filters.search import SearchParameter
from countries.models import Organization, Person, PositionLevel, Tenure

HELD = (Tenure, "person")


class PersonFilterSet(FilterSet):
    """What may be asked of people; their offices are those that they held at any time."""

    main = ("q", "country", "organization", "level")

    q = SearchParameter()
    country = CountryParameter(
        "position__country", label=_("held an office in the country"), empty=True, through=HELD
    )
    organization = CodeParameter(
        "position__organization",
        to=Organization,
        label=_("held an office in the organization"),
        empty=True,
        through=HELD,
    )
    level = ChoiceParameter(
        "position__level",
        choices=PositionLevel.choices,
        label=_("level of the office"),
        empty=True,
        through=HELD,
    )

    class Meta(FilterSet.Meta):
        model = Person
