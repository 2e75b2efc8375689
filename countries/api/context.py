"""What the rows of one answer share: the language of labels, and tables of names loaded once."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from countries.models.history_as_of import reading_as_of


@dataclass
class RowContext:
    """Labels in one language. Each table of names costs one query, however many rows there are.

    ``as_of``: the instant of the record that is asked; None for today's.
    """

    language: str
    base_url: str
    as_of: datetime.datetime | None = None
    _names: dict[type[Model], dict[Any, str]] = field(default_factory=dict)

    def names(self, model: Any) -> dict[Any, str]:
        """Names of a small table (countries, organizations, terms) by key."""
        if model not in self._names:
            with reading_as_of(self.as_of):
                rows = model._default_manager.values_list("pk", "name_en", "name_ru", "name_kk")
            place = self.place
            self._names[model] = {row[0]: row[place + 1] or row[1] for row in rows.order_by()}
        return self._names[model]

    @property
    def place(self) -> int:
        """Where the language's text stands among English, Russian and Kazakh."""
        return {"ru": 1, "kk": 2}.get(self.language, 0)

    @property
    def instant(self) -> str:
        """``as_of`` with date, time and offset, so that it stays what it is."""
        return self.as_of.astimezone(datetime.UTC).isoformat() if self.as_of else ""
