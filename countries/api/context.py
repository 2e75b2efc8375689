"""What the rows of one answer share: the language of labels, and tables of names loaded once."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db.models import Model

from countries.api.remembering import KEPT_SECONDS, cache_key
from countries.models.history_as_of import reading_as_of


@dataclass
class RowContext:
    """Labels in one language. Each table of names costs one query, however many rows there are.

    ``as_of``: the instant of the record that is asked; None for today's. ``version``: of the data.
    ``unpublished``: whether rows name what is not published too, a draft visitor among them; only
    for readers who may see all of it, as in the admin.
    """

    language: str
    base_url: str
    as_of: datetime.datetime | None = None
    version: str = ""
    unpublished: bool = False
    _names: dict[type[Model], dict[Any, str]] = field(default_factory=dict)

    def names(self, model: Any) -> dict[Any, str]:
        """Names of a small table (countries, organizations, terms) by key.

        Kept for later answers under the version of the data, where that is known.
        """
        if model not in self._names:
            facts = ("names", self.version, self.instant, self.place, model._meta.label)
            key = cache_key(*facts)
            found = cache.get(key) if self.version else None
            if found is None:
                found = self._read_names(model)
                if self.version:
                    cache.set(key, found, KEPT_SECONDS)
            self._names[model] = found
        return self._names[model]

    def _read_names(self, model: Any) -> dict[Any, str]:
        with reading_as_of(self.as_of):
            rows = model._default_manager.values_list("pk", "name_en", "name_ru", "name_kk")
            return {row[0]: row[self.place + 1] or row[1] for row in rows.order_by()}

    @property
    def place(self) -> int:
        """Where the language's text stands among English, Russian and Kazakh."""
        return {"ru": 1, "kk": 2}.get(self.language, 0)

    @property
    def instant(self) -> str:
        """``as_of`` with date, time and offset, so that it stays what it is."""
        return self.as_of.astimezone(datetime.UTC).isoformat() if self.as_of else ""
