"""A mapping's content as the text of a mapping file."""

import json
from typing import Any


def as_toml(content: dict[str, Any]) -> str:
    """The content as TOML; reading it gives the content again."""
    parts = []
    for name, value in content.items():
        if isinstance(value, list):
            parts += [f"[[{name}]]\n{_lines(entry)}" for entry in value]
        elif value:
            parts.append(f"[{name}]\n{_lines(value)}")
    return "\n".join(parts)


def _lines(entries: dict[str, Any]) -> str:
    return "".join(f"{_text(key)} = {_value(value)}\n" for key, value in entries.items())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return _text(str(value))


def _text(text: str) -> str:
    """A basic string: JSON's are ones, but for a character that JSON leaves bare."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
