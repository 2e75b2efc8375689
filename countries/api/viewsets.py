"""The base of every viewset: a list and a detail of published records, read without a key."""

import re
from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from countries.api import question
from countries.api.codes import code_columns
from countries.api.context import RowContext
from countries.api.errors import Gone, InvalidQuestion, NotModified, handle_exception, invalid
from countries.api.expanding import expand_tree, expansions
from countries.api.exports import EXPORT_RENDERERS, FORMATS, export_name, export_response
from countries.api.exports.resources import resource_table
from countries.api.moved import moved, was_public
from countries.api.paging import Pages
from countries.api.rendering import FormatNegotiation, JSONRenderer
from countries.api.schema import ResourceSchema
from countries.api.serializers import RowSerializer
from countries.api.shaping import Shape, shape_of
from countries.api.throttling import Allowance, ClientThrottle
from countries.conditional import entity_tag, is_unchanged, tagged
from countries.filters import FilterSet
from countries.filters.parameters import LARGEST_ID, public
from countries.filters.references import CodeParameter, id_shape
from countries.models.data_version import data_version
from countries.models.history_as_of import reading_as_of

FLAT = ("csv", "xlsx", "parquet")


class ReadOnlyMixin:
    """Anonymous reads in the language that was asked for, errors as problem+json.

    A key that is sent is checked all the same: a caller should learn that theirs has expired.
    """

    permission_classes: ClassVar[tuple] = ()
    http_method_names = ("get", "head", "options")
    renderer_classes: ClassVar[tuple] = (JSONRenderer,)
    content_negotiation_class = FormatNegotiation
    throttle_classes: ClassVar[tuple] = (ClientThrottle,)
    schema = ResourceSchema()

    entity_tag = ""
    allowance: Allowance | None = None
    version = ""  # of the data that is read

    def dispatch(self, request, *args, **kwargs):
        code = request.GET.get("lang")
        with reading_as_of(_readable_instant(request.GET)):
            if code not in question.LANGUAGES:
                return super().dispatch(request, *args, **kwargs)
            with translation.override(code):
                response = super().dispatch(request, *args, **kwargs)
        response.headers.setdefault("Content-Language", code)
        return response

    def initial(self, request, *args, **kwargs):
        """Before anything is read: whether the caller has this very answer already."""
        super().initial(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            self.version = data_version()
            self.entity_tag = entity_tag(request, self.version, request.accepted_renderer.format)
            if is_unchanged(request, self.entity_tag):
                raise NotModified

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.allowance is not None:
            for name, value in self.allowance.headers().items():
                response[name] = value
        if self.entity_tag and response.status_code in (200, 304):
            tagged(response, self.entity_tag, private=getattr(request, "auth", None) is not None)
        return response

    def options(self, request, *args, **kwargs):
        """What may be done here, in the header ``Allow``."""
        return HttpResponse(status=204)

    def get_exception_handler(self):
        return handle_exception

    def context(self) -> RowContext:
        request = self.request  # type: ignore[attr-defined]
        code = question.language(request.query_params)
        base_url = request.build_absolute_uri("/").rstrip("/")
        as_of = question.as_of(request.query_params)
        return RowContext(code, base_url, as_of, self.version)


def _readable_instant(query):
    """The instant of ``as_of``; one that cannot be read is refused later, with the rest."""
    try:
        return question.as_of(query)
    except InvalidQuestion:
        return None


class ResourceViewSet(ReadOnlyMixin, ViewSet):
    """List and detail of a resource, which its serializer and FilterSet describe."""

    serializer: ClassVar[type[RowSerializer]]
    filterset_class: ClassVar[type[FilterSet]]
    renderer_classes = (JSONRenderer, *EXPORT_RENDERERS)
    lookup_value_regex = "[^/]+"
    reserved: ClassVar[tuple[str, ...]] = question.LIST

    def list(self, request):
        query = request.query_params
        rows = self.filtered(query)
        serializer = self._serializer(query, detail=False)
        address = request.build_absolute_uri(request.path)
        pages = Pages(serializer, query, address, self.version)
        if request.accepted_renderer.format in FORMATS:
            page = pages.whole(rows)
            name = export_name(self.serializer.resource, query, serializer.context.as_of)
            return self._export(serializer, page, name)
        return Response({**pages.page(rows), **self._moment(serializer.context)})

    def _moment(self, context: RowContext) -> dict[str, Any]:
        """What an answer as of an instant says beside its rows."""
        if context.as_of is None:
            return {}
        begins = self.serializer.model._default_manager.history_begins()
        query = self.request.query_params.copy()
        query["as_of"] = context.instant
        address = self.request.build_absolute_uri(self.request.path)
        return {
            "as_of": context.instant,
            "history_begins": begins,
            "permalink": f"{address}?{query.urlencode()}",
        }

    def retrieve(self, request, pk=None):
        query = request.query_params
        question.refuse_unknown(query, question.SHAPE)
        serializer = self._serializer(query, detail=True)
        found = self._queryset().filter(**self.lookup(pk)).order_by()
        if request.accepted_renderer.format in FORMATS:
            if not found.exists():
                raise Http404
            return self._export(serializer, found, f"{self.serializer.resource}-{pk}")
        rows = serializer.completed(list(serializer.read(found)))
        if not rows:
            raise self._missing(serializer.context)
        return Response(rows[0])

    def _missing(self, context: RowContext) -> Exception:
        moment = self._moment(context)
        if not moment:
            return Http404()
        detail = _("Not on record as of %(as_of)s. History begins on %(history_begins)s.")
        return NotFound(detail % moment)

    def filtered(self, query):
        """The published records that match the query; InvalidQuestion says what is wrong."""
        filterset = self.filterset_class(query, self._queryset(), reserved=self.reserved)
        if not filterset.is_valid():
            raise InvalidQuestion(*filterset.problems())
        return filterset.qs

    def lookup(self, key: str) -> dict[str, Any]:
        """The condition on the record that a public id, a number or a code names."""
        raise NotImplementedError

    def key_schema(self) -> dict[str, str]:
        """The OpenAPI schema of such a key."""
        return {"type": "string", "pattern": CodeParameter.shape}

    def _queryset(self):
        return public(self.serializer.model)

    def _serializer(self, query, *, detail: bool) -> RowSerializer:
        more = code_columns(query, self.serializer)
        context = self.context()
        tree = expand_tree(self.serializer, question.single(query, "expand"))
        shape = shape_of(query, self.serializer, tree, detail=detail)
        self._refuse_nesting(tree, shape)
        expand = expansions(self.serializer, context, tree, shape)
        return self.serializer(
            context, wanted=shape.keys, lists=shape.lists, detail=detail, more=more, expand=expand
        )

    def _refuse_nesting(self, tree, shape: Shape) -> None:
        """A flat table has no records inside records, and lists as one text each."""
        form = self.request.accepted_renderer.format
        if tree and form in FORMATS:
            raise invalid("expand", _("Only JSON has records inside records."))
        if shape.lists and form in FLAT:
            name = next(
                name for name in ("fields", "omit") if "." in self.request.GET.get(name, "")
            )
            detail = _("%(format)s has a list as one text: name it as a whole.")
            raise invalid(name, detail % {"format": form})

    def _export(self, serializer: RowSerializer, rows, name: str):
        form = self.request.accepted_renderer.format
        return export_response(resource_table(serializer, rows, name, form), form)


class RecordViewSet(ResourceViewSet):
    """Records with a number: a public id (V12) where the model has one."""

    def retrieve(self, request, pk=None):
        try:
            return super().retrieve(request, pk)
        except (Http404, NotFound):
            model, conditions = self.serializer.model, self.lookup(pk or "")
            if answer := moved(model, conditions, request):
                return answer
            if was_public(model, conditions):
                raise Gone(_("It was public here and is withdrawn.")) from None
            raise

    def lookup(self, key: str) -> dict[str, Any]:
        prefix = getattr(self.serializer.model, "public_id_prefix", "")
        match = re.fullmatch(rf"{prefix}(\d{{1,19}})", key, re.ASCII | re.IGNORECASE)
        if not match or int(match[1]) > LARGEST_ID:
            raise Http404
        return {"pk": int(match[1])}

    def key_schema(self) -> dict[str, str]:
        prefix = getattr(self.serializer.model, "public_id_prefix", "")
        return {"type": "string", "pattern": id_shape(prefix)}


class CodeViewSet(ResourceViewSet):
    """Rows of reference tables, by code in any case."""

    def lookup(self, key: str) -> dict[str, Any]:
        return {"pk__iexact": key}
