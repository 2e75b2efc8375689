"""What the pages of all records share: one record by its permanent id, and filtered lists."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from countries.conditional import ConditionalPageMixin
from countries.filters import FilterSet, Problem
from countries.models import EditorialState

PAGE_PARAMETERS = ("page", "ordering", "lang")


class RecordDetailView(ConditionalPageMixin, DetailView):
    """A published record by its public id.

    A merged record leads to the one that replaces it. A withdrawn record answers 410, because its
    address has been cited; a draft is as unknown as a record that never was.
    ``get_queryset()`` starts from ``published()``.
    """

    context_object_name = "record"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            withdrawn = self.model.objects.filter(
                pk=self.kwargs["pk"], state=EditorialState.WITHDRAWN
            ).first()
            if withdrawn is None:
                raise
            target = withdrawn.replacement()
            if target and self.get_queryset().filter(pk=target.pk).exists():
                return redirect(target, permanent=True)
            return render(request, "410.html", status=410)


@dataclass(frozen=True)
class Sorting:
    """By which column a list is sorted, and by which it could be."""

    current: str
    allowed: tuple[str, ...]
    query: QueryDict

    @property
    def descending(self) -> bool:
        return self.current.startswith("-")

    def sorts_by(self, column: str) -> bool:
        return self.current.removeprefix("-") == column

    def url(self, column: str) -> str:
        """The list sorted by the column; the other way round when it is so already."""
        query = self.query.copy()
        query.pop("page", None)
        query["ordering"] = (
            f"-{column}" if self.sorts_by(column) and not self.descending else column
        )
        return f"?{query.urlencode()}"


class RecordListView(ConditionalPageMixin, ListView):
    """A filtered list: the parameters in the address are those of the API's list.

    ``sorts`` are the columns that may be sorted by. What the address asks wrongly is answered with
    400 and the reason, never ignored.
    """

    template_name = "record_list.html"
    paginate_by = 50
    filterset_class: type[FilterSet]
    table: str
    title: str | Promise
    intro: str | Promise = ""
    see_also: tuple[tuple[str, str | Promise], ...] = ()  # names of addresses, and their labels
    sorts: tuple[str, ...] = ()
    default_sort = ""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "" in request.GET.dict().values():  # a form sends its empty fields too
            query = without_blanks(request.GET)
            return redirect(f"{request.path}?{query.urlencode()}" if query else request.path)
        self.filterset = self.filterset_class(
            request.GET, queryset=self.get_queryset(), reserved=PAGE_PARAMETERS
        )
        if problems := [*self.filterset.problems(), *self.own_problems()]:
            context = {"problems": problems, "back_url": request.path}
            return render(request, "400.html", context, status=400)
        rows = self.filterset.qs.order_by(*self.order())
        self.object_list = rows
        return self.render_to_response(self.get_context_data(object_list=rows))

    def own_problems(self) -> list[Problem]:
        """What is wrong with the parameters that are the page's and not the filter's."""
        problems = []
        page = self.request.GET.get("page", "1")
        if not (page.isdecimal() and page.isascii() and len(page) < 10 and int(page)):
            problems.append(Problem("page", _("A page is a number from 1.")))
        sort = self.request.GET.get("ordering", "")
        if sort and sort.removeprefix("-") not in self.sorts:
            known = ", ".join(self.sorts)
            detail = _("The list can be sorted by: %(known)s.") % {"known": known}
            problems.append(Problem("ordering", detail))
        return problems

    def order(self) -> tuple[str, ...]:
        """A total order: the key decides between equals, newest first where the sort falls."""
        sort = self.request.GET.get("ordering") or self.default_sort
        return (sort, "-pk" if sort.startswith("-") else "pk")

    def get_context_data(self, **kwargs):
        query = self.request.GET.copy()
        query.pop("page", None)
        csv = query.copy()
        csv["format"] = "csv"
        csv["lang"] = (get_language() or "en")[:2]
        shared = query.copy()
        shared.pop("lang", None)
        frozen = shared.copy()
        frozen["as_of"] = timezone.now().isoformat()
        sort = query.get("ordering") or self.default_sort
        return super().get_context_data(**kwargs) | {
            "title": self.title,
            "intro": self.intro,
            "see_also": [(reverse(name), label) for name, label in self.see_also],
            "table": self.table,
            "chips": self.filterset.chips(),
            "fields": [self.filterset.form[name] for name in self.filterset.main],
            "hidden": self.hidden_parameters(),
            "sorting": Sorting(sort, self.sorts, query),
            "csv_url": f"/api/v1{self.request.path}?{csv.urlencode()}",
            "json_url": f"/api/v1{self.request.path}?{query.urlencode()}",
            "permalink": f"{self.request.path}?{shared.urlencode()}".rstrip("?"),
            "frozen_url": f"/api/v1{self.request.path}?{frozen.urlencode()}",
        }

    def hidden_parameters(self) -> list[tuple[str, str]]:
        """What the address asks beyond the form's fields: sending the form must not lose it."""
        return [
            (name, value)
            for name, values in self.request.GET.lists()
            if name not in self.filterset.main and name != "page"
            for value in values
        ]


def without_blanks(query: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        if filled := [value for value in values if value]:
            kept.setlist(name, filled)
    return kept
