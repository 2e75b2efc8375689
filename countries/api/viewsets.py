"""The base of every viewset: a list and a detail of published records, read without a key."""

import re
from typing import Any, ClassVar

from django.http import Http404
from django.utils import translation
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from countries.api import question
from countries.api.context import RowContext
from countries.api.errors import InvalidQuestion, handle_exception
from countries.api.rendering import CSVRenderer, FormatNegotiation, JSONRenderer, csv_response
from countries.api.schema import ResourceSchema
from countries.api.serializers import RowSerializer
from countries.filters import FilterSet
from countries.filters.parameters import LARGEST_ID, public


class ReadOnlyMixin:
    """Anonymous reads in the language that was asked for, errors as problem+json.

    A key that is sent is checked all the same: a caller should learn that theirs has expired.
    """

    permission_classes: ClassVar[tuple] = ()
    http_method_names = ("get", "head")
    renderer_classes: ClassVar[tuple] = (JSONRenderer,)
    content_negotiation_class = FormatNegotiation
    schema = ResourceSchema()

    def dispatch(self, request, *args, **kwargs):
        code = request.GET.get("lang")
        if code not in question.LANGUAGES:
            return super().dispatch(request, *args, **kwargs)
        with translation.override(code):
            response = super().dispatch(request, *args, **kwargs)
        response.headers.setdefault("Content-Language", code)
        return response

    def get_exception_handler(self):
        return handle_exception

    def context(self) -> RowContext:
        request = self.request  # type: ignore[attr-defined]
        code = question.language(request.query_params)
        return RowContext(code, request.build_absolute_uri("/").rstrip("/"))


class ResourceViewSet(ReadOnlyMixin, ViewSet):
    """List and detail of a resource, which its serializer and FilterSet describe."""

    serializer: ClassVar[type[RowSerializer]]
    filterset_class: ClassVar[type[FilterSet]]
    renderer_classes = (JSONRenderer, CSVRenderer)
    lookup_value_regex = "[^/]+"
    reserved: ClassVar[tuple[str, ...]] = question.LIST

    def list(self, request):
        query = request.query_params
        rows = self.filtered(query).order_by(
            *question.ordering(query, self.serializer.model, self.serializer.orderings())
        )
        limit, offset = question.limit(query), question.offset(query)
        serializer = self._serializer(query, detail=False)
        if request.accepted_renderer.format == "csv":
            every = "limit" not in query
            page = rows[offset:] if every else rows[offset : offset + limit]
            return csv_response(serializer.table(page), self.serializer.resource)
        count = rows.count()
        results = list(serializer.rows(rows[offset : offset + limit]))
        return Response({"count": count, **self._links(count, limit, offset), "results": results})

    def retrieve(self, request, pk=None):
        query = request.query_params
        question.refuse_unknown(query, question.SHAPE)
        serializer = self._serializer(query, detail=True)
        found = self._queryset().filter(**self.lookup(pk)).order_by()
        if request.accepted_renderer.format == "csv":
            if not found.exists():
                raise Http404
            return csv_response(serializer.table(found), f"{self.serializer.resource}-{pk}")
        row = next(serializer.rows(found), None)
        if row is None:
            raise Http404
        return Response(row)

    def filtered(self, query):
        """The published records that match the query; InvalidQuestion says what is wrong."""
        filterset = self.filterset_class(query, self._queryset(), reserved=self.reserved)
        if not filterset.is_valid():
            raise InvalidQuestion(*filterset.problems())
        return self.serializer.prepared(filterset.qs)

    def lookup(self, key: str) -> dict[str, Any]:
        """The condition on the record that a public id, a number or a code names."""
        raise NotImplementedError

    def _queryset(self):
        return public(self.serializer.model)

    def _serializer(self, query, *, detail: bool) -> RowSerializer:
        keys = self.serializer.keys(detail=detail)
        return self.serializer(self.context(), wanted=question.wanted(query, keys), detail=detail)

    def _links(self, count: int, limit: int, offset: int) -> dict[str, str | None]:
        following = offset + limit if offset + limit < count else None
        before = max(offset - limit, 0) if offset else None
        return {"next": self._page(following), "previous": self._page(before)}

    def _page(self, offset: int | None) -> str | None:
        if offset is None:
            return None
        query = self.request.query_params.copy()
        query.pop("offset", None)
        if offset:
            query["offset"] = str(offset)
        address = self.request.build_absolute_uri(self.request.path)
        return f"{address}?{query.urlencode()}" if query else address


class RecordViewSet(ResourceViewSet):
    """Records with a number: a public id (V12) where the model has one."""

    def lookup(self, key: str) -> dict[str, Any]:
        prefix = getattr(self.serializer.model, "public_id_prefix", "")
        match = re.fullmatch(rf"{prefix}(\d{{1,19}})", key, re.ASCII | re.IGNORECASE)
        if not match or int(match[1]) > LARGEST_ID:
            raise Http404
        return {"pk": int(match[1])}


class CodeViewSet(ResourceViewSet):
    """Rows of reference tables, by code in any case."""

    def lookup(self, key: str) -> dict[str, Any]:
        return {"pk__iexact": key}
