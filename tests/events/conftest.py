"""Who is signed in: an analyst and a reviewer, for the tests of the admin."""

import pytest

from tests.admin_forms import signed_in
from tests.conftest import kept_for_the_module


@pytest.fixture
def analyst():
    return signed_in("analyst", "analyst")


@pytest.fixture
def reviewer():
    return signed_in("reviewer", "reviewer")


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    def sign_in():
        for name in ("analyst", "reviewer"):
            signed_in(name, name)

    with kept_for_the_module(django_db_blocker, sign_in):
        yield
