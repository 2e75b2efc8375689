"""What pages read from an address beyond a list's filters."""

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from countries.conditional import ConditionalPageMixin
from countries.filters import Problem
from countries.models import Country, CountryGroup, Organization, Person

LANGUAGE = "lang"  # every page takes it (diplotrack/languages.py)


class Refused(Exception):
    """The address asks what the page cannot answer."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(*(problem.detail for problem in problems))


class StrictMixin(ConditionalPageMixin):
    """A page that refuses parameters it does not know, with 400 and the reason.

    While neither the record nor the day changes it answers 304 to who has it.
    """

    parameters: tuple[str, ...] = ()

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        unknown = [name for name in request.GET if name not in (*self.parameters, LANGUAGE)]
        try:
            if unknown:
                raise Refused(*(_unknown(name) for name in unknown))
            return super().dispatch(request, *args, **kwargs)
        except Refused as refused:
            context = {"problems": refused.problems, "back_url": request.path}
            return render(request, "400.html", context, status=400)


def _unknown(name: str) -> Problem:
    return Problem(name, _("There is no such parameter here."))


def country_of(request: HttpRequest) -> Country:
    """The country of ``?country=`` by alpha-3 or alpha-2 code, else the home country."""
    code = request.GET.get("country", "")
    if not code:
        return get_object_or_404(Country, pk=settings.HOME_COUNTRY)
    upper = code.upper()
    country = Country.objects.filter(
        Q(pk=upper) | Q(iso_alpha2=upper) if len(upper) == 2 else Q(pk=upper)
    ).first()
    if country is None:
        detail = _("“%(code)s” is no country code. Write one such as KAZ or KZ.")
        raise Refused(Problem("country", detail % {"code": code}))
    return country


FIRST_YEAR, LAST_YEAR = 1800, 2200


def year_of(request: HttpRequest, name: str = "year") -> int | None:
    """The year of a parameter; None where it is not given."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise Refused(Problem(name, _("A year has four digits.")))
    year = int(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(Problem(name, _("There is no such year here.")))
    return year


def needed_year_of(request: HttpRequest) -> int:
    year = year_of(request)
    if year is None:
        raise Refused(Problem("year", _("Give a year, such as 2022.")))
    return year


def other_country_of(request: HttpRequest, name: str = "other") -> Country | None:
    """A second country by its alpha-3 code; None where it is not given."""
    code = request.GET.get(name, "")
    if not code:
        return None
    country = Country.objects.filter(pk=code.upper()).first()
    if country is None:
        detail = _("“%(code)s” is no country code. Write one such as KAZ or KZ.")
        raise Refused(Problem(name, detail % {"code": code}))
    return country


def choice_of(request: HttpRequest, name: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed values; the first where none is given."""
    value = request.GET.get(name, "") or allowed[0]
    if value not in allowed:
        detail = _("“%(value)s” is not known here. Known: %(known)s.")
        raise Refused(Problem(name, detail % {"value": value, "known": ", ".join(allowed)}))
    return value


def group_kind_of(request: HttpRequest) -> str:
    kinds = sorted(CountryGroup.Kind.values, key=lambda kind: kind != CountryGroup.Kind.VECTOR)
    return choice_of(request, "kind", tuple(kinds))


def direction_of(request: HttpRequest) -> str:
    return choice_of(request, "direction", ("abroad", "received"))


def organization_of(request: HttpRequest) -> Organization | None:
    code = request.GET.get("organization", "")
    if not code:
        return None
    organization = Organization.objects.filter(pk=code).first()
    if organization is None:
        raise Refused(Problem("organization", _("There is no such organization.")))
    return organization


def person_of(request: HttpRequest) -> Person:
    """A published person by public id."""
    text = request.GET.get("person", "")
    number = text.removeprefix("P")
    known = number.isascii() and number.isdecimal() and len(number) < 18
    person = Person.objects.published().filter(pk=int(number)).first() if known else None
    if person is None:
        raise Refused(Problem("person", _("There is no such person here.")))
    return person
