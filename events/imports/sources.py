"""The pages that the rows cite, each stored once."""

from collections.abc import Iterable
from itertools import islice

from countries.models.copying import like
from events.imports.row_texts import SourceKey
from events.models import Source

BATCH = 500


class Sources:
    """Primary keys of sources by page; those that the record lacks are created."""

    def __init__(self, keys: Iterable[SourceKey]) -> None:
        wanted = sorted(set(keys), key=lambda key: (key.url, key.title, key.publisher))
        self._known: dict[tuple[str, ...], int] = {}
        urls = iter(dict.fromkeys(key.url for key in wanted))
        while batch := list(islice(urls, BATCH)):
            for source in Source.objects.filter(url__in=batch).order_by("-pk"):
                self._known[_identity(source)] = source.pk
        new = Source()
        missing: dict[tuple[str, ...], Source] = {}
        for key in wanted:
            if _identity(key) not in self._known:
                source = like(new, url=key.url, title=key.title, publisher=key.publisher)
                missing.setdefault(_identity(key), source)
        for source in Source.objects.bulk_create(missing.values(), batch_size=BATCH):
            self._known[_identity(source)] = source.pk

    def __getitem__(self, key: SourceKey) -> int:
        return self._known[_identity(key)]


def _identity(source: Source | SourceKey) -> tuple[str, ...]:
    """As the database has it: address and title, without an address the publisher too."""
    return (source.url, source.title) if source.url else ("", source.title, source.publisher)
