"""The keys of the rows that a release has, kept to check the links to them."""

from typing import Any

PAGE = 1 << 15  # numbers; 4 kB


class Keys:
    """Primary keys: codes as they are, numbers as a bit each, so that a million take 125 kB."""

    def __init__(self) -> None:
        self._codes: set[str] = set()
        self._pages: dict[int, bytearray] = {}

    def add(self, key: Any) -> None:
        if isinstance(key, str):
            self._codes.add(key)
            return
        number, place = divmod(key, PAGE)
        if number not in self._pages:
            self._pages[number] = bytearray(PAGE // 8)
        self._pages[number][place >> 3] |= 1 << (place & 7)

    def __contains__(self, key: Any) -> bool:
        if isinstance(key, str):
            return key in self._codes
        number, place = divmod(key, PAGE)
        page = self._pages.get(number)
        return page is not None and bool(page[place >> 3] >> (place & 7) & 1)
