"""The lines of an import, page by page, with what was ticked; and the rejected ones as a file."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from countries.api.exports.workbook import write_xlsx
from countries.models import Country, Person
from events.admin.import_forms import COLUMNS, label_of_field
from events.admin.side_by_side import with_names
from events.editorial import may_review
from events.history import deleted
from events.imports.rejects import reject_rows
from events.imports.said import Text, from_column, said
from events.imports.tables import formula_safe
from events.imports.tasks import rejects_of, sheet_of_task
from events.models import Import, ImportLine, Visit

PER_PAGE = 50
PEOPLE = ("visitor", "visitor_position")
Outcome = ImportLine.Outcome
# In the order in which somebody has to look at them.
TABS = (
    (Outcome.REJECTED, _("rejected")),
    (Outcome.DUPLICATE, _("likely duplicates")),
    (Outcome.CONFLICT, _("changed here too")),
    (Outcome.UPDATED, _("updated")),
    (Outcome.PROPOSED, _("proposed for review")),
    (Outcome.CREATED, _("created")),
    (Outcome.KEPT, _("left as they are")),
    (Outcome.UNCHANGED, _("unchanged")),
)
WRITTEN = (Outcome.CREATED, Outcome.UPDATED, Outcome.PROPOSED)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as the page shows it: with its visit, and the visits that it may double."""

    line: ImportLine
    visit: Any
    gone: Any
    left: Text
    texts: list[Text]
    candidates: list[tuple[Any, int]]
    changes: list[dict[str, str]]


def lines_page(request: HttpRequest, task: Import) -> dict[str, Any]:
    """What the page of an import shows of its lines, and what may be done with it."""
    lines = task.lines.all()
    found = {outcome for (outcome,) in lines.order_by().values_list("outcome").distinct()}
    tabs = [
        (outcome.value, label, task.counts.get(outcome.value, 0))
        for outcome, label in TABS
        if task.counts.get(outcome.value) or outcome in found
    ]
    left = lines.exclude(left="").count() if task.state == Import.State.UNDONE else 0
    first = "left" if left else _first(tabs, found, done=task.state == Import.State.DONE)
    chosen = request.GET.get("lines") or first
    if chosen == "left":
        lines = lines.exclude(left="")
    elif chosen == "warnings":
        lines = lines.exclude(texts=[]).exclude(outcome=Outcome.REJECTED)
    else:
        lines = lines.filter(outcome=chosen)
    page = Paginator(lines.order_by("number"), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "tabs": tabs,
        "chosen": chosen,
        "left": left,
        "page_obj": page,
        "paginator": page.paginator,
        "rows": _shown(page.object_list),
        "ticks": task.state == Import.State.PREVIEWED
        and chosen in (Outcome.DUPLICATE, Outcome.CONFLICT),
        "ticked": task.lines.filter(allowed=True).count(),
        "reviews": may_review(request.user),
    }


def _first(tabs: list, found: set[str], *, done: bool) -> str:
    """What to show at first: before, what has to be looked at; after, what was written."""
    names = [outcome for outcome, _label, _count in tabs if outcome in found]
    written = [name for name in names if name in WRITTEN] if done else []
    return (written or names or [outcome for outcome, *_rest in tabs] or ["rejected"])[0]


def _shown(lines: Iterable[ImportLine]) -> list[Shown]:
    lines = list(lines)
    keys = {line.visit_key for line in lines} | {k for line in lines for k, _s in line.candidates}
    visits = with_names(Visit, [key for key in keys if key])
    gone = _gone({line.visit_key for line in lines if line.visit_key} - visits.keys())
    words = _Words(lines)
    return [
        Shown(
            line,
            visits.get(line.visit_key or 0),
            gone.get(line.visit_key or 0),
            from_column(line.left),
            list(map(said, line.texts)),
            [(visits[key], score) for key, score in line.candidates if key in visits],
            [_change(change, line, visits, words) for change in line.changes],
        )
        for line in lines
    ]


def _gone(keys: set[int]) -> dict[int, Any]:
    """The visits of these keys that are deleted, as they were, with the people who went too."""
    if not keys:
        return {}
    found = {row.id: row.instance for row in deleted(Visit).filter(id__in=keys)}
    names = {visit.visitor_id for visit in found.values()}
    people = Person.objects.in_bulk(names)
    lost = deleted(Person).filter(id__in=names - people.keys())
    people |= {row.id: row.instance for row in lost}
    countries = Country.objects.in_bulk([visit.host_country_id for visit in found.values()])
    for visit in found.values():
        visit.visitor = people.get(visit.visitor_id) or Person(name_en="?")
        visit.host_country = countries.get(visit.host_country_id)
    return found


class _Words:
    """What codes mean, in the reader's language, looked up once for all lines of a page."""

    def __init__(self, lines: Iterable[ImportLine]) -> None:
        wanted: dict[Any, set[str]] = {}
        for change in (change for line in lines for change in line.changes):
            field = COLUMNS.get(change["field"])
            if field and field.is_relation and field.name not in PEOPLE:
                codes = wanted.setdefault(field.related_model, set())
                codes.update((change.get("before", ""), change["after"]))
        self._named = {model: model.objects.in_bulk(list(codes)) for model, codes in wanted.items()}

    def __call__(self, name: str, text: str) -> str:
        field = COLUMNS.get(name)
        if field is None or not text:
            return text
        named = self._named.get(field.related_model, {}) if field.is_relation else {}
        return str(named.get(text) or dict(field.flatchoices).get(text, text))


def _change(
    change: dict[str, str], line: ImportLine, visits: dict[int, Any], words: _Words
) -> dict[str, str]:
    """A field in words; beside a likely duplicate's line stands what the likeliest one says."""
    name = change["field"]
    before, after = words(name, change.get("before", "")), words(name, change["after"])
    if line.candidates and (candidate := visits.get(line.candidates[0][0])):
        value = getattr(candidate, name if name in PEOPLE else COLUMNS[name].attname)
        before = "" if value is None else words(name, str(value))
    return {"label": label_of_field(name), "before": before, "after": after}


def keep_ticks(task: Import, posted: QueryDict) -> None:
    """Keep what was ticked on a page of lines: only of the lines that it showed."""
    shown = {int(number) for number in posted.getlist("shown") if number.isdecimal()}
    ticked = {int(number) for number in posted.getlist("allow") if number.isdecimal()}
    rows = task.lines.filter(number__in=shown)
    rows.filter(number__in=shown & ticked).update(allowed=True)
    rows.exclude(number__in=ticked).update(allowed=False)


def rejects_as_csv(task: Import) -> StreamingHttpResponse:
    """The rejected lines with their columns, their number and the reasons."""
    rows = reject_rows(sheet_of_task(task), rejects_of(task))
    writer: Any = csv.writer(_Echo())
    lines = (writer.writerow([formula_safe(cell) for cell in cells]).encode() for cells in rows)
    return _download(
        (b"\xef\xbb\xbf" + line if n == 0 else line for n, line in enumerate(lines)),
        task,
        "csv",
        "text/csv; charset=utf-8",
    )


def rejects_as_workbook(task: Import) -> StreamingHttpResponse:
    keys, *rows = reject_rows(sheet_of_task(task), rejects_of(task))
    table: Any = _Table(keys, rows)
    return _download(write_xlsx(table), task, "xlsx", XLSX)


@dataclass
class _Table:
    """Rows for a workbook."""

    keys: list[str]
    rows: list[list[str]]

    def cells(self):
        return iter(self.rows)


class _Echo:
    """Hands a writer's lines back."""

    def write(self, text: str) -> str:
        return text


def _download(pieces, task: Import, suffix: str, kind: str) -> StreamingHttpResponse:
    name = f"{task.file_name.rpartition('.')[0] or task.file_name}.rejects.{suffix}"
    response = StreamingHttpResponse(pieces, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
