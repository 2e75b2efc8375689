"""The forms of an import: the file, and what its columns mean."""

import tomllib
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.imports.guessing import FORMATS, shipped, shipped_names
from events.imports.lookups import CHOICES
from events.imports.mapping_checks import FIELDS
from events.imports.mapping_text import as_toml
from events.models import ImportMapping, Visit, VisitType

GUESS = "guess"
ENCODINGS = ("utf-8", "utf-16", "cp1251", "cp1252", "cp1250", "cp1254", "cp1257", "koi8-r", "cp866")
# Tables of a mapping that the page has no fields for: they stay as they are, as text.
FURTHER = ("patterns", "labels", "ranks", "spellings", "cities", "file")
LABELS = {
    "start": gettext_lazy("start"),
    "end": gettext_lazy("end"),
    "visitor_id": gettext_lazy("visitor's id in the file"),
    "visitor_position": gettext_lazy("visitor's position then"),
    "visitor_level": gettext_lazy("level of the position"),
    "cities": gettext_lazy("cities (the first is the city)"),
    "source_url": gettext_lazy("address of the source"),
}
RECORD = {
    "external_id.column": gettext_lazy("id in the file"),
    "record.id": gettext_lazy("public id (V12), to update"),
    "record.created": gettext_lazy("when it was made here"),
    "record.updated": gettext_lazy("when it was changed here"),
}
COLUMNS: dict[str, Any] = {field.name: field for field in Visit._meta.fields}
NEEDED = ("start", "visitor", "host_country", "visit_type")


def label_of_field(name: str) -> str:
    """What the page calls a field of a mapping."""
    label = LABELS.get(name)
    return str(label if label is not None else COLUMNS[name].verbose_name)


def mapping_choices() -> list[tuple[str, str]]:
    """The mappings to choose from: what people saved, and what comes with the product."""
    saved = [(f"saved:{m.pk}", m.name) for m in ImportMapping.objects.only("name")]
    own = [(f"shipped:{name}", f"{name}.toml") for name in shipped_names()]
    return [(GUESS, _("by the names of its columns")), *saved, *own]


def mapping_content(choice: str) -> tuple[dict, str]:
    """The content of a chosen mapping and its name; nothing for one that is to be guessed."""
    source, _colon, name = choice.partition(":")
    if source == "shipped" and name in shipped_names():
        return shipped(name), name
    if source == "saved" and name.isdecimal():
        saved = ImportMapping.objects.filter(pk=name[:18]).first()
        if saved:
            return saved.content, saved.name
    return {}, ""


class UploadForm(forms.Form):
    """A file, and what is known of it beforehand."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=255,
        help_text=gettext_lazy("CSV, XLSX or JSON. Nothing is imported before you confirm it."),
    )
    mapping = forms.ChoiceField(label=gettext_lazy("Read it"), choices=mapping_choices)
    encoding = forms.ChoiceField(
        label=gettext_lazy("Encoding of a CSV file"),
        required=False,
        choices=[("", gettext_lazy("found out")), *((name, name) for name in ENCODINGS)],
        help_text=gettext_lazy("Choose one only if letters come out wrong."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            text = _("The file is larger than %d MB: split it.")
            raise ValidationError(text % (settings.IMPORT_MAX_BYTES // 10**6))
        return file


class MappingForm(forms.Form):
    """A field of the visit a row: its column in the file, or one value for all."""

    id_prefix = forms.SlugField(
        label=gettext_lazy("Name of the source in ids"),
        max_length=40,
        help_text=gettext_lazy(
            "Small letters, digits, hyphens, such as “us-visits”. The same for every file of this "
            "source: by it rows are found again."
        ),
    )
    source_title = forms.CharField(label=gettext_lazy("Title of the source"), max_length=400)
    source_publisher = forms.CharField(
        label=gettext_lazy("Publisher"), max_length=255, required=False
    )
    source_url = forms.CharField(label=gettext_lazy("Address"), max_length=800, required=False)
    source_page = forms.CharField(
        label=gettext_lazy("Page"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("{column} in title, address and page stands for the row's cell."),
    )
    formats = forms.MultipleChoiceField(
        label=gettext_lazy("Dates are written"),
        required=False,
        choices=list(FORMATS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    more_formats = forms.CharField(
        label=gettext_lazy("or so"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("As for Python's strptime, separated by semicolons: %d %b %y"),
    )
    split = forms.BooleanField(
        label=gettext_lazy("Rank and name share a cell (“President A and Prime Minister B”)"),
        required=False,
    )
    further = forms.CharField(
        label=gettext_lazy("Further rules, as in a mapping file"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField", "spellcheck": "false"}),
        help_text=gettext_lazy("TOML: [[patterns]], [labels], [ranks], [spellings], [cities]."),
    )
    save_as = forms.CharField(
        label=gettext_lazy("Keep this mapping as"), max_length=100, required=False
    )

    def __init__(
        self, data=None, *, header: tuple[str, ...], content: dict, name: str = ""
    ) -> None:
        super().__init__(data, initial={**_initial(content), "save_as": name})
        columns = [("", "–"), *((column, column) for column in dict.fromkeys(header) if column)]
        for key, label in RECORD.items():
            self.fields[f"column-{key}"] = _column(str(label), columns, _of(content, key))
        for field in FIELDS:
            column = content.get("columns", {}).get(field, "")
            constant = content.get("constants", {}).get(field, "")
            self.fields[f"column-{field}"] = _column(label_of_field(field), columns, column)
            self.fields[f"constant-{field}"] = _constant(field, constant)

    def rows(self) -> list[dict[str, Any]]:
        """The fields of the visit, each with its two widgets."""
        return [
            {
                "label": label_of_field(field),
                "needed": field in NEEDED,
                "column": self[f"column-{field}"],
                "constant": self[f"constant-{field}"],
            }
            for field in FIELDS
        ]

    def record_rows(self) -> list:
        return [self[f"column-{key}"] for key in RECORD]

    def general(self) -> list:
        names = ("id_prefix", "source_title", "source_publisher", "source_url", "source_page")
        return [self[name] for name in (*names, "formats", "more_formats", "split")]

    def clean_further(self) -> dict:
        try:
            found = tomllib.loads(self.cleaned_data["further"].replace("\r\n", "\n"))
        except tomllib.TOMLDecodeError as error:
            raise ValidationError(_("This is not TOML: %s.") % error) from error
        if wrong := set(found) - set(FURTHER):
            text = _("What the fields above say has no place here: %s.")
            raise ValidationError(text % ", ".join(sorted(wrong)))
        return found

    def content(self) -> dict:
        """What was filled in, as the content of a mapping file."""
        data = self.cleaned_data
        source = {k: data[f"source_{k}"] for k in ("title", "publisher", "url", "page")}
        formats = [*data["formats"], *filter(None, map(str.strip, data["more_formats"].split(";")))]
        columns = {key: data[f"column-{key}"] for key in RECORD}
        content: dict[str, Any] = {
            "external_id": {"prefix": data["id_prefix"], "column": columns["external_id.column"]},
            "record": {
                k: columns[f"record.{k}"]
                for k in ("id", "created", "updated")
                if columns["record.id"]
            },
            "columns": {field: data[f"column-{field}"] for field in FIELDS},
            "constants": {field: data[f"constant-{field}"] for field in FIELDS},
            "source": source,
        }
        content = {name: _filled(table) for name, table in content.items()}
        content |= {"dates": {"formats": formats}} if formats else {}
        content |= {"visitors": {"split": True}} if data["split"] else {}
        return {name: table for name, table in {**content, **data["further"]}.items() if table}


def _initial(content: dict) -> dict[str, Any]:
    formats = content.get("dates", {}).get("formats", ["iso"])
    source = {f"source_{key}": text for key, text in content.get("source", {}).items()}
    return {
        **source,
        "id_prefix": _of(content, "external_id.prefix"),
        "formats": [name for name in formats if name in FORMATS],
        "more_formats": "; ".join(name for name in formats if name not in FORMATS),
        "split": content.get("visitors", {}).get("split", False),
        "further": as_toml({name: content[name] for name in FURTHER if name in content}),
    }


def _of(content: dict, key: str) -> str:
    table, _dot, name = key.partition(".")
    return content.get(table, {}).get(name, "")


def _column(label: str, choices: list[tuple[str, str]], initial: str) -> forms.ChoiceField:
    known = initial in dict(choices)
    return forms.ChoiceField(
        label=label, choices=choices, required=False, initial=initial if known else ""
    )


def _constant(field: str, initial: str) -> forms.Field:
    label = _("%s in every row") % label_of_field(field)
    if field == "visit_type":
        types = VisitType.objects.in_use()
        choices = [("", "–"), *((term.code, str(term)) for term in types)]
    elif field in CHOICES:
        choices = [("", "–"), *COLUMNS[field].flatchoices]
    else:
        return forms.CharField(label=label, required=False, max_length=500, initial=initial)
    return forms.ChoiceField(label=label, choices=choices, required=False, initial=initial)


def _filled(table: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in table.items() if text}
