"""Every list and form of the admin answers, at a cost that its rows do not raise."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from countries.models import Country, Organization, Person, Region, Succession
from countries.models.history import TrackedModel
from events import models as events
from tests import factories
from tests.admin_forms import signed_in

pytestmark = pytest.mark.django_db

OURS = [
    model
    for label in ("countries", "events")
    for model in apps.get_app_config(label).get_models()
    if issubclass(model, TrackedModel)
]


def name(model) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}"


def rows(model, count: int) -> None:
    """``count`` rows of a model, each with relations of its own where it may have them."""
    if model is Region:
        for number in range(count):
            code = f"{Region.objects.count():03}"
            Region.objects.create(code=code, name_en=f"Region {number}")
    elif model is Succession:
        for _number in range(count):
            Succession.objects.create(
                predecessor=factories.CountryFactory(), successor=factories.CountryFactory()
            )
    elif model is events.Revision:
        for _number in range(count):
            visit = factories.VisitFactory()
            events.Revision.objects.create(
                visit=visit, payload={"fields": {}, "children": {}}, based_on=visit.updated_at
            )
    elif model._meta.pk.name == "code" and hasattr(model, "retired"):
        for number in range(count):
            model.objects.create(code=f"term-{model.objects.count()}", name_en=f"Term {number}")
    elif model in (factories.countries.CountryName, factories.countries.CountryCode):
        for _number in range(count):
            country = factories.CountryFactory()
            own = {"name": "Old", "language": "en", "kind": "historical"}
            own = own if hasattr(model, "name") else {"scheme": "cow", "code": "705"}
            model.objects.create(country=country, **own)
    elif model is factories.countries.OrganizationName:
        for _number in range(count):
            model.objects.create(organization=factories.OrganizationFactory(), name="Old")
    elif model is events.YearCoverage:
        for _number in range(count):
            factories.YearCoverageFactory(year=2000 + model.objects.count())
    elif model is events.Chairmanship:
        for _number in range(count):
            factories.ChairmanshipFactory(person=factories.PersonFactory())
    else:
        factory = getattr(factories, f"{model.__name__}Factory")
        factory.create_batch(count)


def test_every_model_is_registered():
    assert [model for model in OURS if not admin.site.is_registered(model)] == []


def queries_of(client, url) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_list_costs_the_same_for_one_row_and_for_five(reviewer, model):
    url = reverse(f"{name(model)}_changelist")
    rows(model, 1)
    reviewer.get(url)
    one = queries_of(reviewer, url)
    rows(model, 4)
    assert queries_of(reviewer, url) == one
    assert one <= 25


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_list_can_be_searched_in_any_script(reviewer, model):
    rows(model, 1)
    response = reviewer.get(reverse(f"{name(model)}_changelist"), {"q": "Токаев-Қазақстан ."})
    assert response.status_code == 200
    assert response.context["cl"].result_count == 0


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_form_and_its_history_can_be_read(reviewer, model):
    rows(model, 1)
    key = model.objects.first().pk
    assert reviewer.get(reverse(f"{name(model)}_change", args=[key])).status_code == 200
    assert reviewer.get(reverse(f"{name(model)}_history", args=[key])).status_code == 200


def with_children(record, count: int):
    """``count`` more rows in each inline of the record's form."""
    for _number in range(count):
        if isinstance(record, events.Visit):
            factories.VisitParticipantFactory(visit=record, position=factories.PositionFactory())
            factories.CitationFactory(visit=record)
        elif isinstance(record, events.Summit):
            visit = factories.VisitFactory(host_country=factories.CountryFactory())
            factories.SummitParticipantFactory(
                summit=record,
                country=factories.CountryFactory(),
                person=visit.visitor,
                position=factories.PositionFactory(),
                visit=visit,
            )
            factories.CitationFactory(visit=None, summit=record)
        elif isinstance(record, events.SignedDocument):
            factories.DocumentPartyFactory(
                document=record,
                country=factories.CountryFactory(),
                signatory=factories.PersonFactory(),
                signatory_position=factories.PositionFactory(),
            )
            factories.DocumentActionFactory(document=record, country=factories.CountryFactory())
            factories.CitationFactory(visit=None, document=record)
        elif isinstance(record, events.Chairmanship):
            factories.CitationFactory(visit=None, chairmanship=record)
        elif isinstance(record, events.Initiative):
            factories.InitiativeStatusFactory(
                initiative=record, document=factories.SignedDocumentFactory()
            )
            factories.CitationFactory(visit=None, initiative=record)
        elif isinstance(record, events.Journey):
            factories.VisitFactory(
                journey=record, visitor=record.traveller, host_country=factories.CountryFactory()
            )
            factories.CitationFactory(visit=None, journey=record)
        elif isinstance(record, Person):
            factories.TenureFactory(person=record)
            factories.CitationFactory(visit=None, person=record)
        elif isinstance(record, Country):
            factories.CountryGroupMembershipFactory(country=record)
            Succession.objects.create(predecessor=record, successor=factories.CountryFactory())
        elif isinstance(record, factories.countries.CountryGroup):
            factories.CountryGroupMembershipFactory(group=record)
        elif isinstance(record, Organization):
            record.names.create(name=f"Name {record.names.count()}")
    return record


WITH_INLINES = (
    "Visit",
    "Summit",
    "SignedDocument",
    "Chairmanship",
    "Initiative",
    "Journey",
    "Person",
    "Country",
    "CountryGroup",
    "Organization",
)


@pytest.mark.parametrize("model", WITH_INLINES)
@pytest.mark.parametrize("group", ["reviewer", "analyst", "viewer"])
def test_a_form_costs_the_same_with_one_row_in_each_inline_and_with_five(model, group):
    client = signed_in("someone", group)
    record = with_children(getattr(factories, f"{model}Factory")(), 1)
    url = reverse(f"{name(type(record))}_change", args=[record.pk])
    client.get(url)
    one = queries_of(client, url)
    with_children(record, 4)
    assert queries_of(client, url) == one
    assert one <= 30


def test_the_first_page_groups_the_models_by_what_they_are_for(reviewer):
    response = reviewer.get(reverse("admin:index"))
    groups = [str(app["name"]) for app in response.context["app_list"]]
    assert groups == [
        "Records",
        "Review",
        "Sources and figures",
        "People and offices",
        "Countries and organizations",
        "Vocabularies",
    ]
    assert "diplotrack" in response.content.decode()


def test_rows_that_belong_to_a_record_are_not_on_the_first_page(reviewer):
    apps_listed = reviewer.get(reverse("admin:index")).context["app_list"]
    listed = {model["object_name"] for app in apps_listed for model in app["models"]}
    assert "Visit" in listed
    assert not listed & {"VisitParticipant", "DocumentParty", "Tenure", "CountryName"}
