"""Addresses of lists in the API."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from countries.api.context import RowContext


def records_url(
    context: RowContext, resource: str, parameters: Mapping[str, str | Sequence[str]] | None
) -> str | None:
    """The list of the records that match filter parameters; None where none can say it.

    Figures as of an instant link to the records as of the same instant.
    """
    if parameters is None:
        return None
    if context.as_of is not None:
        parameters = {**parameters, "as_of": context.instant}
    query = urlencode(parameters, doseq=True)
    return f"{context.base_url}/api/v1/{resource}/" + (f"?{query}" if query else "")
