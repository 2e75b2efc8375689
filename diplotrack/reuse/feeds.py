"""``/changes.atom``: what became of published records, for feed readers."""

import datetime
from collections import defaultdict
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views import View

from countries.filters import Problem
from countries.filters.parameters import public
from diplotrack.dashboards.asked import Refused, StrictMixin
from events.changes import Change
from events.newest_changes import newest_changes

ENTRIES = 50
Entry = tuple[Change, str]


class ChangesFeed(Feed):
    """The newest changes; the whole of them is at ``/api/v1/changes/``."""

    feed_type = Atom1Feed
    link = "/"
    feed_url = "/changes.atom"

    def title(self) -> str:
        return _("diplotrack: changes of published records")

    def subtitle(self) -> str:
        return _("What was published, changed or withdrawn. Older changes: /api/v1/changes/.")

    def items(self) -> list[Entry]:
        changes = newest_changes(ENTRIES)
        names = _names(changes)
        return [(change, names.get((change.model, change.pk), "")) for change in changes]

    def item_title(self, item: Entry) -> str:
        change, name = item
        kinds = {"create": _("published"), "update": _("changed"), "delete": _("no longer public")}
        noun = change.model._meta.verbose_name
        title = f"{noun} {_public_id(change)}: {kinds[change.kind]}"
        return f"{title} ({name})" if name else title

    def item_description(self, item: Entry) -> str:
        return item[1]

    def item_link(self, item: Entry) -> str:
        return f"/{_folder(item[0])}/{_public_id(item[0])}/"

    def item_guid(self, item: Entry) -> str:
        change, _name = item
        moment = change.known_at.astimezone(datetime.UTC)
        day, time = moment.date().isoformat(), moment.strftime("%H%M%S%f")
        return f"tag:diplotrack,{day}:{_public_id(change)}/{change.kind}/{time}"

    def item_updateddate(self, item: Entry) -> datetime.datetime:
        return item[0].known_at

    def item_pubdate(self, item: Entry) -> datetime.datetime:
        return item[0].known_at


def _public_id(change: Change) -> str:
    return f"{change.model.public_id_prefix}{change.pk}"


FOLDERS = {
    "signeddocument": "documents",
    "person": "people",
    "reportedtotal": "api/v1/reported-totals",
}


def _folder(change: Change) -> str:
    name = change.model._meta.model_name
    return FOLDERS.get(name, f"{name}s")


def _names(changes: list[Change]) -> dict[tuple[Any, int], str]:
    """What the records are called that are public now. One query for each kind of record."""
    keys = defaultdict(set)
    for change in changes:
        keys[change.model].add(change.pk)
    names = {}
    for model, pks in keys.items():
        rows = public(model).filter(pk__in=pks)
        related = [
            f.name for f in model._meta.concrete_fields if f.is_relation and f.name in NAMING
        ]
        for row in rows.select_related(*related) if related else rows:
            names[model, row.pk] = str(row)
    return names


NAMING = ("visitor", "traveller", "host_country", "guest_country", "country", "organization")


class ChangesFeedView(StrictMixin, View):
    feed = ChangesFeed()

    def get(self, request: HttpRequest) -> HttpResponse:
        for name, values in request.GET.lists():
            if len(values) > 1:
                detail = _("%(parameter)s may be given once.") % {"parameter": name}
                raise Refused(Problem(name, detail))
        response = self.feed(request)
        response["Content-Type"] = "application/atom+xml; charset=utf-8"
        return response
