"""POST, PUT, PATCH and DELETE of records, and reading them as they are stored.

Who may: a key with the scope ``write:<resource>``, whose user has the model's permission. With
``state=draft`` (or another state) a list and a detail have the records in the form in which they
are written, for such keys only.
"""

from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.response import Response

from countries.api import question
from countries.api.errors import InvalidQuestion, NotModified, invalid
from countries.api.exports import FORMATS
from countries.api.parsing import JSONBodyParser
from countries.api.rendering import JSONRenderer
from countries.conditional import is_unchanged
from countries.filters.parameters import BOOLEANS, nearest
from countries.models import EditorialState
from events.api.writing.actions import Written, change, create, take_back
from events.api.writing.authority import Caller, caller_of, writes
from events.api.writing.forms import RecordForm, record_form, version_of
from events.api.writing.refusals import handle_write_exception
from events.api.writing.schema import WritingSchema

CONFIRMATIONS = ("confirm_not_duplicate", "force")
WRITES = ("create", "update", "partial_update", "destroy")
STORED = ("state", "limit", "offset", "lang", "format")


class WritingMixin:
    """Adds writing to a viewset of records."""

    http_method_names = ("get", "head", "options", "post", "put", "patch", "delete")
    parser_classes = (JSONBodyParser,)
    reserved = (*question.LIST, "state")
    schema = WritingSchema()

    def get_exception_handler(self):
        return handle_write_exception

    def get_renderers(self):
        """A write answers in JSON, whatever the resource can be downloaded as."""
        view: Any = self
        if view.action in WRITES:
            return [JSONRenderer()]
        return super().get_renderers()

    def initial(self, request, *args, **kwargs):
        view: Any = self
        stored = "state" in request.query_params and view.action in ("list", "retrieve")
        if stored:  # before a 304 could be answered
            self._caller("view", "change", "add")
        super().initial(request, *args, **kwargs)
        if stored and request.accepted_renderer.format in FORMATS:
            raise invalid("format", _("Records as they are stored are read as JSON."))

    # Reading as stored

    def list(self, request):
        if "state" not in request.query_params:
            return super().list(request)
        view: Any = self
        query, form = request.query_params, self.form
        limit, offset = question.limit(query), question.offset(query)
        filterset = view.filterset_class(query, self._stored(query), reserved=STORED)
        if not filterset.is_valid():
            raise InvalidQuestion(*filterset.problems())
        count = filterset.qs.count()
        rows = filterset.qs.prefetch_related(*form.rows)[offset : offset + limit]
        following = offset + limit if offset + limit < count else None
        before = max(offset - limit, 0) if offset else None
        return Response(
            {
                "count": count,
                "next": self._page(following),
                "previous": self._page(before),
                "results": [form.written(record) for record in rows],
            }
        )

    def retrieve(self, request, pk=None):
        view: Any = self
        if "state" in request.query_params:
            question.refuse_unknown(request.query_params, ("state", "lang", "format"))
            record = self._stored(request.query_params).filter(**view.lookup(pk)).first()
            if record is None:
                raise Http404
            response = Response(self.form.written(record))
            self._tag_for_writing(request, record)
            return response
        response = super().retrieve(request, pk)
        plain = not {"as_of", "format"} & set(request.query_params)
        if plain and writes(request, view.serializer.resource):
            self._tag_for_writing(request, view._queryset().get(**view.lookup(pk)))
        return response

    def _tag_for_writing(self, request, record) -> None:
        """A tag that begins with the record's version, which If-Match is compared with."""
        view: Any = self
        view.entity_tag = f'"{version_of(record)}.{view.entity_tag.strip(chr(34))}"'
        if is_unchanged(request, view.entity_tag):
            raise NotModified

    def _stored(self, query):
        view: Any = self
        state, known = question.single(query, "state") or "", EditorialState.values
        if state not in known:
            raise invalid("state", question.unknown(state, known), nearest(state, known))
        caller = self._caller("view", "change", "add")
        return caller.reachable(view.serializer.model).filter(state=state)

    def _page(self, offset: int | None) -> str | None:
        view: Any = self
        if offset is None:
            return None
        query = {**view.request.query_params.dict(), "offset": offset}
        return f"{view.request.build_absolute_uri(view.request.path)}?{urlencode(query)}"

    # Writing

    def create(self, request):
        caller = self._caller("add")
        dry_run, confirmed = self._options(CONFIRMATIONS)
        return self._answer(
            lambda: create(form=self.form, body=request.data, caller=caller, confirmed=confirmed),
            dry_run=dry_run,
        )

    def update(self, request, pk=None):
        return self._change(request, pk, whole=True)

    def partial_update(self, request, pk=None):
        return self._change(request, pk, whole=False)

    def destroy(self, request, pk=None):
        view: Any = self
        caller = self._caller("change")
        dry_run, _confirmed = self._options()
        match = request.headers.get("If-Match", "")
        return self._answer(
            lambda: take_back(
                form=self.form, lookup=view.lookup(pk), caller=caller, if_match=match
            ),
            dry_run=dry_run,
        )

    def _change(self, request, pk, *, whole: bool):
        view: Any = self
        caller = self._caller("change")
        dry_run, confirmed = self._options(CONFIRMATIONS)
        match = request.headers.get("If-Match", "")
        return self._answer(
            lambda: change(
                form=self.form,
                lookup=view.lookup(pk),
                body=request.data,
                caller=caller,
                if_match=match,
                whole=whole,
                confirmed=confirmed,
            ),
            dry_run=dry_run,
        )

    @property
    def form(self) -> RecordForm:
        view: Any = self
        return record_form(view.serializer)

    def _caller(self, *permissions: str) -> Caller:
        view: Any = self
        serializer = view.serializer
        return caller_of(view.request, serializer.resource, serializer.model, *permissions)

    def _options(self, confirmations: tuple[str, ...] = ()) -> tuple[bool, bool]:
        """``dry_run``, and whether it is confirmed that the record is no duplicate."""
        view: Any = self
        query = view.request.query_params
        question.refuse_unknown(query, ("dry_run", *confirmations, "lang", "format"))
        return _flag(query, "dry_run"), any(_flag(query, name) for name in confirmations)

    def _answer(self, write, *, dry_run: bool) -> Response:
        with transaction.atomic():
            written: Written = write()
            if dry_run:
                transaction.set_rollback(True)
        if dry_run:
            form = dict(written.form)
            if written.outcome == "create":
                form["id"] = None
            return Response({"dry_run": True, "would": written.outcome, "record": form})
        return self._done(written)

    def _done(self, written: Written) -> Response:
        view: Any = self
        headers = {"ETag": f'"{written.version}"', "Cache-Control": "no-store"}
        if written.outcome == "withdraw":
            return Response(status=204, headers=headers)
        if written.outcome == "propose":
            body = {"revision": written.revision, "state": "pending", "record": written.form}
            return Response(body, status=202, headers=headers)
        if written.outcome == "create":
            address = f"/api/v1/{view.serializer.resource}/{written.record.public_id}/"
            headers["Location"] = view.request.build_absolute_uri(address)
            return Response(written.form, status=201, headers=headers)
        return Response(written.form, headers=headers)


def _flag(query, name: str) -> bool:
    text = question.single(query, name)
    if text is None:
        return False
    if text.lower() not in BOOLEANS:
        raise invalid(name, _("Write true or false."), "true")
    return BOOLEANS[text.lower()]
