"""What a preview tells of the lines, in the language of whoever reads it."""

import pytest

from tests.events.imports.conftest import row
from tests.events.imports.wizard.steps import confirm, csv_file, latest, upload, url

# Each request is a transaction of its own, as in a running product.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]


def page(client, language="en", **query) -> str:
    return client.get(url(), query, headers={"accept-language": language}).content.decode()


def rejects(client, language: str) -> str:
    response = client.get(
        f"/admin/events/import/{latest().pk}/rejects.csv", headers={"accept-language": language}
    )
    return b"".join(response.streaming_content).decode()


def test_a_rejected_line_says_what_it_is_about(analyst, mapping):
    upload(analyst, csv_file(row(guest="Ruritania")), mapping)
    assert "2001-05-07, President Aino Laine, Ruritania → KAZ" in page(analyst)


def test_a_line_of_too_few_cells_says_what_it_still_tells(analyst, mapping):
    upload(analyst, csv_file(row()[:3]), mapping)
    assert "<td>2001-05-07, KAZ" in page(analyst)


def test_reasons_are_in_the_readers_language_whoever_made_the_preview(analyst, mapping):
    upload(analyst, csv_file(row(guest="Ruritania", places="x" * 101)), mapping)
    assert "“Ruritania” names no country" in page(analyst)
    assert "city: 101 characters, of which 100 fit" in page(analyst)

    russian = page(analyst, "ru")
    assert "«Ruritania» не называет ни одной страны" in russian
    assert "город: 101 знак., помещается 100" in russian
    assert "деп аталатын ел жоқ" in page(analyst, "kk")


def test_the_reject_file_gives_its_reasons_in_the_readers_language(analyst, mapping):
    upload(analyst, csv_file(row(guest="")), mapping)
    assert "neither guest country nor guest organization" in rejects(analyst, "en")
    assert "нет ни страны, ни организации гостя" in rejects(analyst, "ru")


def test_the_first_visits_to_be_created_are_shown_as_they_will_read(analyst, mapping):
    upload(
        analyst, csv_file(*(row(id=str(n), start="2001-05", end="") for n in range(12))), mapping
    )
    assert latest().counts["created"] == 12
    shown = page(analyst)
    assert shown.count("Aino Laine (FIN): Astana, 2001-05\n") == 10
    assert "<td>Finland</td>" in shown
    assert "The first 10, as they will read" in shown

    confirm(analyst)
    assert latest().lines.filter(outcome="created").count() == 12
