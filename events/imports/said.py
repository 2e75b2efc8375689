"""What there is to say of a line: kept as a sentence and its values, told in the reader's language.

A preview is made by one person and read by another, in another language, and weeks later: so a
sentence is kept in English, which is the key of its translations, and translated when it is shown
(docs/decisions/0150).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

Stored = str | dict[str, Any]


@dataclass(frozen=True)
class Said:
    """A sentence in English, marked for translation with ``gettext_noop``, and its values.

    A value may be said itself. ``str()`` is the sentence in the active language.
    """

    sentence: str
    values: dict[str, Any]

    def __str__(self) -> str:
        return gettext(self.sentence) % self.values if self.values else gettext(self.sentence)

    def stored(self) -> Stored:
        """As it is kept in JSON."""
        values = {
            name: value.stored() if isinstance(value, Said) else value
            for name, value in self.values.items()
        }
        return {"said": self.sentence, "values": values}


Text = Said | str


def say(sentence: str, **values: Any) -> Said:
    """A sentence with its values, which are kept as they are if JSON can, else as their text."""
    plain = {
        name: value if isinstance(value, Said | int) else str(value)
        for name, value in values.items()
    }
    return Said(sentence, plain)


def stored(texts: Iterable[Text]) -> list[Stored]:
    """Sentences as they are kept in JSON."""
    return [text.stored() if isinstance(text, Said) else str(text) for text in texts]


def said(kept: Stored) -> Text:
    """A sentence from JSON; plain text is told as it stands."""
    if isinstance(kept, str):
        return kept
    values = {
        name: said(value) if isinstance(value, dict) else value
        for name, value in kept["values"].items()
    }
    return Said(kept["said"], values)


def in_column(text: Text, length: int) -> str:
    """As it is kept in a text column of this length; what does not fit is kept as plain text."""
    kept = json.dumps(text.stored(), ensure_ascii=False) if isinstance(text, Said) else text
    return kept if len(kept) <= length else str(text)[:length]


def from_column(kept: str) -> Text:
    """A sentence from a text column; plain text, as older versions kept it, stands as it is."""
    try:
        found = json.loads(kept)
    except ValueError:
        return kept
    return said(found) if isinstance(found, dict) and "said" in found else kept


def several(texts: Sequence[Said]) -> Text:
    """Sentences as one."""
    if len(texts) < 2:
        return texts[0] if texts else ""
    names = [f"part{n}" for n in range(len(texts))]
    sentence = "; ".join(f"%({name})s" for name in names)
    return Said(sentence, dict(zip(names, texts, strict=True)))


def joined(texts: Iterable[Text]) -> str:
    """Sentences one after the other, in the active language."""
    return "; ".join(map(str, texts))
