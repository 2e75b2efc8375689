"""What the choosers of dashboards offer."""

from django.db.models import Exists, OuterRef

from countries.models import Country
from events.models import SummitParticipant, Visit, YearCoverage


def home_countries(chosen: Country) -> list[Country]:
    """Countries whose record is kept year by year, with the chosen one."""
    kept = Exists(YearCoverage.objects.filter(country=OuterRef("pk")))
    countries = list(Country.objects.filter(kept))
    return countries if chosen in countries else [chosen, *countries]


def partner_countries(country: Country) -> list[Country]:
    """Countries with a published visit from or to a country, or an event in common."""
    visits = Visit.objects.published()
    to = visits.filter(guest_country=country).values("host_country")
    came = visits.filter(host_country=country, guest_country__isnull=False).values("guest_country")
    met = SummitParticipant.objects.filter(
        summit__state="published", summit__participants__country=country, country__isnull=False
    ).values("country")
    known = {
        *to.values_list("host_country", flat=True),
        *came.values_list("guest_country", flat=True),
    }
    known |= set(met.values_list("country", flat=True))
    return list(Country.objects.filter(pk__in=known - {country.pk}))
