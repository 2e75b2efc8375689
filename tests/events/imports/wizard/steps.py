"""What somebody does on the pages of an import, and what they are told."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from countries.models import recorded_as
from events.models import Import, Visit
from tests.events.imports.conftest import COLUMNS, row

ADD = "/admin/events/import/add/"


def csv_file(*rows, columns=COLUMNS) -> bytes:
    lines = [columns, *rows]
    return "\n".join(";".join(f'"{cell}"' for cell in cells) for cells in lines).encode()


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    for cells in (COLUMNS, *rows):
        book.active.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(client, data: bytes, mapping="guess", name="visits.csv", **more):
    choice = mapping if isinstance(mapping, str) else f"saved:{mapping.pk}"
    file = SimpleUploadedFile(name, data)
    return client.post(ADD, {"file": file, "mapping": choice, **more}, follow=True)


def latest() -> Import:
    return Import.objects.latest("pk")


def url(page="change") -> str:
    return f"/admin/events/import/{latest().pk}/{page}/"


def confirm(client, **choices):
    return client.post(url("confirm"), {"_load": "1", "update": "1", **choices}, follow=True)


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def counts(**wanted) -> dict:
    return {name: latest().counts[name] for name in wanted}


def published(client, mapping) -> Visit:
    upload(client, csv_file(row(places="Astana")), mapping)
    confirm(client)
    visit = Visit.objects.get()
    with recorded_as("chief"):
        for record in (visit.visitor, visit):
            record.state = "published"
            record.save()
    return visit
