"""Addresses of lists in the API."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode


def records_url(
    base_url: str, resource: str, parameters: Mapping[str, str | Sequence[str]] | None
) -> str | None:
    """The list of the records that match filter parameters; None where none can say it."""
    if parameters is None:
        return None
    query = urlencode(parameters, doseq=True)
    return f"{base_url}/api/v1/{resource}/" + (f"?{query}" if query else "")
