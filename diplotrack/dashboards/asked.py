"""What pages read from an address beyond a list's filters."""

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from countries.filters import Problem
from countries.models import Country


class Refused(Exception):
    """The address asks what the page cannot answer."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(*(problem.detail for problem in problems))


class StrictMixin:
    """A page that refuses parameters it does not know, with 400 and the reason."""

    parameters: tuple[str, ...] = ()

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        unknown = [name for name in request.GET if name not in self.parameters]
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
