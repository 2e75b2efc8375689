"""Guard: one noun in every layer. Each public model has its FilterSet, serializer, viewset…"""

import inspect

import pytest
from django.apps import apps
from django.contrib import admin

import countries.filters
import events.filters
from countries.api.serializers import RowSerializer
from countries.filters import FilterSet
from countries.filters.generated import reason_for_none
from diplotrack.api import VIEWSETS
from events.models.vocabulary import Term
from tests import factories

PUBLIC = {
    "Country": "countries",
    "CountryGroup": "country-groups",
    "Organization": "organizations",
    "Person": "people",
    "Journey": "journeys",
    "Visit": "visits",
    "Summit": "summits",
    "SignedDocument": "documents",
    "Chairmanship": "chairmanships",
    "Initiative": "initiatives",
    "ReportedTotal": "reported-totals",
    "Source": "sources",
}
INSIDE_OTHERS = {
    "HistoryBlock": "the ledger of the history, which verify_history reads",
    "HistoryLayout": "the ledger of the history, which verify_history reads",
    "HistorySeal": "the ledger of the history, which verify_history reads",
    "Region": "codes and names beside countries",
    "Position": "names beside people",
    "SummitSeries": "codes and names beside summits",
    "Succession": "in the country",
    "CountryCode": "in the country",
    "CountryName": "in the country",
    "CountryGroupMembership": "in the group and the country",
    "OrganizationName": "in the organization",
    "Tenure": "in the person",
    "VisitParticipant": "in the visit",
    "SummitParticipant": "in the summit",
    "DocumentParty": "in the document",
    "DocumentAction": "in the document",
    "InitiativeStatus": "in the initiative",
    "Citation": "in its record",
    "YearCoverage": "in years/",
    "Revision": "a change that is not public yet",
    "Merge": "how two records became one: the old id's redirect is what the public sees of it",
    "NotDuplicate": "an analyst's decision that two records are different",
    "FieldDecision": "in its record: which of several sources is followed",
    "Import": "how rows came here: each row's history says so",
    "ImportPart": "a piece of an uploaded file, for its author and reviewers",
    "ImportLine": "what a line of an uploaded file said, for the same",
    "SourceCopy": "beside its source, where it is marked public",
    "ImportMapping": "how an analyst reads somebody's files",
}
MODELS = {
    model.__name__: model
    for app in ("countries", "events")
    for model in apps.get_app_config(app).get_models()
    if not model.__name__.startswith("Historical") and not issubclass(model, Term)
}
FILTERSETS = {
    name: filterset
    for module in (countries.filters, events.filters)
    for name, filterset in inspect.getmembers(module, inspect.isclass)
    if issubclass(filterset, FilterSet) and filterset is not FilterSet
}


def families(name: str) -> set[str]:
    """What may be asked of a model, without the lookups."""
    return {
        parameter.partition("__")[0] for parameter in FILTERSETS[f"{name}FilterSet"].parameters()
    }


IN_API = {viewset.__name__: viewset for viewset in VIEWSETS}


def test_every_model_is_public_by_itself_or_inside_another():
    assert set(MODELS) == {*PUBLIC, *INSIDE_OTHERS}


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_model_has_every_layer_by_its_name(name):
    model = MODELS[name]
    filterset = FILTERSETS[f"{name}FilterSet"]
    viewset = IN_API[f"{name}ViewSet"]
    serializer = RowSerializer.known[name]
    assert serializer.__name__ == f"{name}Serializer"
    assert serializer.model is filterset._meta.model is model
    assert (viewset.serializer, viewset.filterset_class) == (serializer, filterset)
    assert serializer.resource == PUBLIC[name]
    assert getattr(factories, f"{name}Factory")._meta.model is model
    assert type(admin.site._registry[model]).__name__ == f"{name}Admin"


@pytest.mark.parametrize("name", PUBLIC)
def test_every_field_has_a_filter_or_a_reason_why_not(name):
    parameters = families(name)
    for field in MODELS[name]._meta.concrete_fields:
        assert field.name in parameters or reason_for_none(field), f"{name}.{field.name}"


@pytest.mark.parametrize("name", PUBLIC)
def test_every_key_of_a_row_that_a_field_gives_has_a_filter(name):
    serializer, parameters = RowSerializer.known[name], families(name)
    unasked = {"name", "record_url", "source_title", "source_url"}
    for column in serializer.columns:
        assert column.name in parameters or column.name in unasked, f"{name}: {column.name}"


@pytest.mark.parametrize("name", sorted(FILTERSETS))
def test_the_main_filters_of_a_page_exist(name):
    filterset = FILTERSETS[name]
    assert filterset.main
    assert set(filterset.main) <= set(filterset.parameters())
