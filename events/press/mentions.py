"""What can be recognised in a text, and where."""

from dataclasses import dataclass, replace

from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.written_dates import Period
from events.models.choices import Confidence


class Kind(models.TextChoices):
    """What a piece of text was recognised as."""

    COUNTRY = "country", _("country")
    ORGANIZATION = "organization", _("organization")
    PERSON = "person", _("person")
    POSITION = "position", _("position")
    CITY = "city", _("city")
    DATE = "date", _("date")
    VISIT_TYPE = "visit_type", _("visit type")
    EVENT_KIND = "event_kind", _("event kind")
    DOCUMENT_KIND = "document_kind", _("document kind")
    TOTAL = "total", _("reported total")


@dataclass(frozen=True, slots=True)
class Mention:
    """A piece of the text, from ``begin`` up to ``finish``, and what it was recognised as.

    ``key`` is a code or a primary key, empty for a person whom the record does not know and for a
    date with no single reading. ``place`` is the country that a position holder, a city or an
    adjective belongs to.
    """

    begin: int
    finish: int
    quote: str
    kind: Kind
    key: str
    label: str
    confidence: Confidence = Confidence.HIGH
    place: str = ""
    period: Period | None = None
    value: int | None = None
    qualifier: str = ""
    note: str = ""

    def less_sure(self, confidence: Confidence, note: str = "") -> "Mention":
        return replace(self, confidence=confidence, note=str(note) or self.note)

    def covers(self, other: "Mention") -> bool:
        return self.begin < other.finish and other.begin < self.finish
