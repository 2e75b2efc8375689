"""Every form takes a reason and keeps what is typed; the reason stands in the history."""

import pytest
from django.urls import reverse

from tests import factories
from tests.admin_forms import posted, signed_in

pytestmark = pytest.mark.django_db

FACTORIES = (
    factories.CountryFactory,
    factories.OrganizationFactory,
    factories.PositionFactory,
    factories.SourceFactory,
    factories.PersonFactory,
    factories.SummitFactory,
)


def form_of(record) -> str:
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return reverse(name, args=[record.pk])


@pytest.mark.parametrize("factory", FACTORIES)
def test_a_form_asks_for_a_reason_and_keeps_what_is_typed(factory):
    page = signed_in("reviewer", "reviewer").get(form_of(factory())).content.decode()
    assert 'name="change_reason"' in page
    assert page.count('id="keep-draft"') == 1


def test_the_reason_stands_in_the_history(db):
    client, source = signed_in("analyst", "analyst"), factories.SourceFactory()
    url = form_of(source)
    client.post(url, posted(client, url, title="A page", change_reason="its headline"))
    version = source.history.latest()
    assert (version.title, version.history_change_reason) == ("A page", "its headline")


def test_whoever_may_only_look_is_not_asked():
    page = signed_in("viewer", "viewer").get(form_of(factories.SourceFactory())).content.decode()
    assert 'name="change_reason"' not in page
