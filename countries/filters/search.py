"""``q``: people, countries and organizations first, then the records that point to them."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from countries.filters.parameters import Parameter, public
from countries.names import keys_of_beginning

MOST_WORDS = 12
MOST_KEYS = 1000


class SearchParameter(Parameter):
    """Words in any script; each must be found, in any order, in the record or who is in it.

    ``in_``: the columns that point to what is searched by name, with its model. ``children``: a
    child model, its foreign key to the record, and such columns of its own.
    """

    lookups = ("",)
    format_hint = "Words in any script; all must be found."

    def __init__(
        self,
        *,
        in_: dict[str, type[Model]] | None = None,
        children: tuple[tuple[type[Model], str, dict[str, type[Model]]], ...] = (),
    ) -> None:
        super().__init__(label=_("search"))
        self.in_, self.children = in_ or {}, children

    def parse(self, text: str) -> tuple[str, list[tuple[str, ...]]]:
        words = keys_of_beginning(text)
        if not words:
            raise self.refuse(text, _("Write a word."))
        if len(words) > MOST_WORDS:
            raise self.error(_("Search for at most %(count)s words.") % {"count": MOST_WORDS})
        return text, words

    def matches(self, value) -> Q:
        condition = Q()
        for keys in value[1]:
            condition &= reduce(or_, map(self.word, keys))
        return condition

    def word(self, word: str) -> Q:
        """Names are looked up first, in their small tables, so that the records themselves are
        found by the indexes on their keys (docs/decisions/0043)."""
        keys: dict[type[Model], Any] = {}
        found = _text(self.model, word) | _pointing(self.in_, word, keys)
        for child, link, columns in self.children:
            pointing = _pointing(columns, word, keys)
            if pointing:
                rows = public(child).filter(pointing, **{f"{link}__isnull": False})
                found |= Q(pk__in=_keys_of(rows.order_by().values_list(link, flat=True)))
        return found

    def value_schema(self):
        # A letter or digit of any script: something that is no space and no sign of ASCII.
        return {"type": "string", "minLength": 1, "pattern": r"[^\s!-/:-@\[-^`{-~]"}

    def value_label(self, value) -> str:
        return value[0]


def _text(model: type[Model], word: str) -> Q:
    """Rows with the word in a name or text of their own."""
    rows: Any = model._default_manager.all()
    if hasattr(rows, "search"):  # it knows former names too
        return Q(pk__in=rows.search(word).order_by().values("pk"))
    return Q(search_text__contains=word)


def _pointing(columns: dict[str, type[Model]], word: str, keys: dict[type[Model], Any]) -> Q:
    """Rows that point to what has the word in its name; an empty Q where nothing has it."""
    condition = Q()
    for column, model in columns.items():
        if model not in keys:
            rows = public(model).filter(_text(model, word)).order_by()
            keys[model] = _keys_of(rows.values_list("pk", flat=True))
        if keys[model]:
            condition |= Q(**{f"{column}__in": keys[model]})
    return condition


def _keys_of(rows: Any) -> Any:
    """The keys themselves while they are few, else the question for them."""
    found = list(rows[: MOST_KEYS + 1])
    return rows if len(found) > MOST_KEYS else found
