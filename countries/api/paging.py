"""A page of a list: from an offset with a count, or after a cursor without one."""

from typing import Any

from django.utils.translation import gettext as _

from countries.api import question
from countries.api.counting import Count, counted
from countries.api.errors import invalid
from countries.api.keyset import after, cursor_text, cursor_values, terms_of
from countries.api.remembering import cache_key
from countries.api.serializers import RowSerializer


class Pages:
    """The pages of one question.

    ``address``: of the list; ``version``: of the data, under which counts are remembered.
    """

    def __init__(self, serializer: RowSerializer, query, address: str, version: str) -> None:
        self.serializer, self.query = serializer, query
        self.address, self.version = address, version
        self.limit = question.limit(query)
        model, known = serializer.model, serializer.orderings()
        self.order = question.ordering(query, model, known)

    def whole(self, rows):
        """The rows of a download: all of them, unless a limit is given. It has no pages."""
        for name in ("cursor", "count"):
            if name in self.query:
                detail = _("A download has no pages: leave out %(name)s.") % {"name": name}
                raise invalid(name, detail)
        offset = question.offset(self.query)
        last = offset + self.limit if "limit" in self.query else None
        return self._prepared(rows).order_by(*self.order)[offset:last]

    def page(self, rows) -> dict[str, Any]:
        rows = self._prepared(rows)
        if "cursor" in self.query:
            return self._after_cursor(rows)
        return self._from_offset(rows)

    def _prepared(self, rows):
        """The rows with the columns by which they are ordered."""
        terms = terms_of(self.serializer.model, self.order)
        return self.serializer.prepared(rows, [term.column for term in terms])

    def _after_cursor(self, rows) -> dict[str, Any]:
        if "offset" in self.query:
            raise invalid("offset", _("A cursor has its own place: leave out offset."), "cursor")
        if question.count(self.query) == "exact":
            raise invalid("count", _("A page after a cursor has no count."), "none")
        resource, model = self.serializer.resource, self.serializer.model
        terms = terms_of(model, self.order)
        text = question.single(self.query, "cursor")
        if text:
            rows = rows.filter(after(terms, cursor_values(resource, model, terms, text)))
        rows = rows.order_by(*(term.order for term in terms))
        read = self._read(rows, 0, *(term.column for term in terms))
        following = None
        if len(read) > self.limit:
            following = self._link(cursor=cursor_text(resource, terms, read[self.limit - 1]))
        results = self.serializer.completed(read[: self.limit])
        return {"count": None, "next": following, "previous": None, "results": results}

    def _from_offset(self, rows) -> dict[str, Any]:
        offset, limit = question.offset(self.query), self.limit
        read = self._read(rows.order_by(*self.order), offset)
        before = max(offset - limit, 0) if offset else None
        count = self._count(rows, offset, len(read))
        page = {
            "count": count.number if count else None,
            "next": self._link(offset=offset + limit) if len(read) > limit else None,
            "previous": None if before is None else self._link(offset=before or None),
            "results": self.serializer.completed(read[:limit]),
        }
        return page | ({"count_estimated": True} if count and count.estimated else {})

    def _read(self, rows, offset: int, *columns: str) -> list[dict]:
        """A page of rows and one more, which tells whether another page follows."""
        return list(self.serializer.read(rows, *columns)[offset : offset + self.limit + 1])

    def _count(self, rows, offset: int, read: int) -> Count | None:
        if question.count(self.query) == "none":
            return None
        if read <= self.limit and (read or not offset):
            return Count(offset + read)
        exact = question.count(self.query) == "exact"
        return counted(rows, self._key(), exact=exact)

    def _key(self) -> str:
        """A name for the question and the data; what only shapes the answer has no part in it."""
        asked = sorted(
            (name, tuple(sorted(self.query.getlist(name))))
            for name in self.query
            if name not in question.LIST or name == "as_of"
        )
        return cache_key("count", self.version, self.serializer.resource, asked)

    def _link(self, **changed: Any) -> str:
        query = self.query.copy()
        for name, value in changed.items():
            query.pop(name, None)
            if value is not None:
                query[name] = str(value)
        return f"{self.address}?{query.urlencode()}" if query else self.address
