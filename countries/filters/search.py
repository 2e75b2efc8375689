"""``q``: people, countries and organizations first, then the records that point to them."""

from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from countries.filters.parameters import Parameter, public
from countries.names import fold

MOST_WORDS = 12


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

    def parse(self, text: str) -> tuple[str, list[str]]:
        words = fold(text).split()
        if not words:
            raise self.refuse(text, _("Write a word."))
        if len(words) > MOST_WORDS:
            raise self.error(_("Search for at most %(count)s words.") % {"count": MOST_WORDS})
        return text, words

    def matches(self, value) -> Q:
        condition = Q()
        for word in value[1]:
            condition &= self.word(word)
        return condition

    def word(self, word: str) -> Q:
        found = _text(self.model, word) | _pointing(self.in_, word)
        for child, link, columns in self.children:
            rows = public(child).filter(_pointing(columns, word), **{f"{link}__isnull": False})
            found |= Q(pk__in=rows.order_by().values(link))
        return found

    def value_label(self, value) -> str:
        return value[0]


def _text(model: type[Model], word: str) -> Q:
    """Rows with the word in a name or text of their own."""
    rows: Any = model._default_manager.all()
    if hasattr(rows, "search"):  # it knows former names too
        return Q(pk__in=rows.search(word).order_by().values("pk"))
    return Q(search_text__contains=word)


def _pointing(columns: dict[str, type[Model]], word: str) -> Q:
    condition = Q()
    for column, model in columns.items():
        found = public(model).filter(_text(model, word)).order_by()
        condition |= Q(**{f"{column}__in": found.values("pk")})
    return condition
