"""An address in a file is one where Django says so, though each host is asked about once."""

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from events.imports.row_texts import check_url

ADDRESSES = (
    "https://example.org",
    "https://example.org/visits/1?a=b#c",
    "http://127.0.0.1:8000/x",
    "http://[::1]/x",
    "https://мид.рф/визиты",
    "https://user:word@example.org/",
    "https://user?x@example.org/",
    "https://example.org?x",
    "ftp://example.org/",
    "https:///visits",
    "https://example/visits",
    "https://example.org/a b",
    "https://example.org/a\tb",
    "https://example.org:99999999/",
    "https://[::g]/",
    f"https://{'a.' * 150}org/",
    f"https://example.org/{'a' * 2100}",
    "example.org/visits",
    "",
)


def passes(check, text: str) -> bool:
    try:
        check(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("text", ADDRESSES)
def test_the_same_addresses_pass_as_by_djangos_own_check(text):
    assert passes(check_url, text) == passes(URLValidator(schemes=["http", "https"]), text)
