"""What is likely on record already is shown before anything is written."""

import pytest

from events.models import NotDuplicate, SignedDocument, Summit, Visit
from tests.events.log_visit.steps import DOCUMENT, PAGE, SUMMIT, log

pytestmark = pytest.mark.django_db


def test_what_is_likely_there_is_shown_beside_what_was_typed_which_is_kept(analyst, data):
    everything = data | SUMMIT | DOCUMENT
    log(analyst, everything)
    visit, summit, document = (
        Visit.objects.get(),
        Summit.objects.get(),
        SignedDocument.objects.get(),
    )
    summit.title_ru = "Саммит ШОС"
    summit.save()
    again = {"purpose": "Talks", "summit-summit": "+ Саммит ШОС"}
    response = analyst.post(PAGE, everything | again)
    shown = response.context["asked"].shown
    assert [candidate.record for candidate in shown] == [visit, summit, document]
    page = response.content.decode()
    assert f'<a href="/admin/events/visit/{visit.pk}/change/" target="_blank"' in page
    assert ("Samarkand", "Samarkand") in [line.values for line in shown[0].lines]
    assert response.context["entry"].visit["purpose"].value() == "Talks"
    assert response.context["entry"].rows[0]["title"].value() == "Agreement on water"
    assert Visit.objects.count() == Summit.objects.count() == SignedDocument.objects.count() == 1


def test_what_is_said_to_be_another_is_saved_and_that_is_remembered(analyst, data):
    log(analyst, data | DOCUMENT)
    visit, document = Visit.objects.get(), SignedDocument.objects.get()
    said = {"_different": [visit.public_id]}
    response = analyst.post(PAGE, data | DOCUMENT | said)
    assert [candidate.record for candidate in response.context["asked"].shown] == [document]
    assert f'name="_different" value="{visit.public_id}"' in response.content.decode()
    said = {"_different": [visit.public_id, document.public_id]}
    assert log(analyst, data | DOCUMENT | said) == {}
    assert Visit.objects.count() == 2
    assert {pair.author for pair in NotDuplicate.objects.all()} == {"analyst"}
    assert NotDuplicate.objects.count() == 2


def test_documents_of_one_page_are_not_taken_for_one_another(analyst, data):
    second = {"rows-1-title": "Agreement on water", "rows-1-kind": "agreement"}
    assert log(analyst, data | DOCUMENT | second) == {}
    assert SignedDocument.objects.count() == 2
