"""Who imports in the admin, and a mapping that they saved."""

import pytest

from events.models import ImportMapping


@pytest.fixture
def mapping():
    """A saved mapping for files of the shape that ``row`` makes."""
    content = {
        "external_id": {"prefix": "test", "column": "id"},
        "columns": {
            "start": "start",
            "end": "end",
            "visitor": "visitor",
            "guest_country": "from",
            "cities": "places",
            "purpose": "remarks",
        },
        "constants": {"host_country": "KAZ", "visit_type": "other"},
        "visitors": {"split": True},
        "source": {"title": "Register of visits"},
    }
    return ImportMapping.objects.create(name="Register", content=content)
