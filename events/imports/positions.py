"""Which office a title is: one of the record, or a new one."""

from countries.models import Country, Position
from countries.names import fold


class Positions:
    """All offices by title and country or organization, loaded once; created when absent."""

    def __init__(self) -> None:
        self.new: list[Position] = []
        self._known: dict[tuple[str, str], Position] = {}
        self._countries = set(Country.objects.values_list("code", flat=True))
        for position in Position.objects.order_by("-pk"):  # of two alike, the first stays
            self._known[self._key(position.name_en, _place(position))] = position

    def find_or_add(self, title: str, level: str, guest: str) -> Position:
        """The office of this title for a country or organization (its code)."""
        key = self._key(title, guest)
        if key not in self._known:
            side = "country_id" if guest in self._countries else "organization_id"
            self._known[key] = Position(name_en=title, level=level, **{side: guest})
            self.new.append(self._known[key])
        return self._known[key]

    @staticmethod
    def _key(title: str, place: str) -> tuple[str, str]:
        return fold(title), place


def _place(position: Position) -> str:
    return position.country_id or position.organization_id or ""
