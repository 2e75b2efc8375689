"""The Russian and Kazakh catalogues: every string is there, translated, with its places kept."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from diplotrack.assets import read_catalogue

LOCALE = Path(settings.BASE_DIR, "locale")
LANGUAGES = ("ru", "kk")
FILES = [
    LOCALE / code / "LC_MESSAGES" / name
    for code in LANGUAGES
    for name in ("django.po", "packages.po")
]
FORMS = {"ru": 3, "kk": 2}
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+[^>]*>")
CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]", re.IGNORECASE)
# What is written alike in every language: codes, patterns, punctuation and one name.
SAME_EVERYWHERE = {
    "ISO alpha-2", "ISO alpha-3", "No.", "F", "F Y", "Y", "j F", "j F Y", "of", "—",
    "%(label)s: %(value)s", "IPv4", "IPv6", "…", ":", ":?.!", "%(truncated_text)s…",
    "%(class_name)s %(instance)s",
}  # fmt: skip


def named(path: Path) -> str:
    return f"{path.parts[-3]}-{path.name}"


@pytest.fixture(params=FILES, ids=named)
def catalogue(request):
    return read_catalogue(request.param)


def texts(value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def messages(catalogue):
    return [message for message in catalogue if message.id]


def test_every_string_is_translated(catalogue):
    missing = [m.id for m in messages(catalogue) if not all(texts(m.string)) or m.fuzzy]
    assert missing == []


def test_nothing_is_kept_that_the_product_no_longer_says(catalogue):
    assert list(catalogue.obsolete) == []


def test_every_plural_has_all_the_forms_of_its_language(catalogue):
    wrong = [
        m.id
        for m in messages(catalogue)
        if m.pluralizable and len(texts(m.string)) != FORMS[str(catalogue.locale)]
    ]
    assert wrong == []


def test_places_for_values_and_tags_are_kept(catalogue):
    """A singular may leave out the number in English; no translation may invent a place."""
    wrong = []
    for message in messages(catalogue):
        known = [sorted(PLACE.findall(text)) for text in texts(message.id)]
        most = max(known, key=len)
        wrong += [
            (message.id, text)
            for text in texts(message.string)
            if sorted(PLACE.findall(text)) not in (most, *known)
        ]
    assert wrong == []


def test_a_translation_is_in_the_letters_of_its_language(catalogue):
    left = [
        m.id
        for m in messages(catalogue)
        if texts(m.id)[0] not in SAME_EVERYWHERE
        for text in texts(m.string)
        if not CYRILLIC.search(text)
    ]
    assert left == []


def test_edges_and_final_dots_are_kept(catalogue):
    wrong = []
    for message in messages(catalogue):
        source = texts(message.id)[0]
        for text in texts(message.string):
            if text[:1].isspace() != source[:1].isspace():
                wrong.append(message.id)
            if source.endswith(".") and source != "No." and not text.endswith("."):
                wrong.append(message.id)
    assert wrong == []


@pytest.fixture
def sources(tmp_path, monkeypatch, settings):
    """A copy of the code and templates, for the collector writes beside what it reads."""
    for folder in ("countries", "events", "diplotrack", "templates", "locale"):
        shutil.copytree(
            Path(settings.BASE_DIR, folder),
            tmp_path / folder,
            ignore=shutil.ignore_patterns("__pycache__", "static", "*.csv", "*.mo"),
        )
    monkeypatch.chdir(tmp_path)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return tmp_path


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed")
def test_the_catalogues_hold_exactly_what_the_code_says(sources):
    kept = {code: known(LOCALE / code / "LC_MESSAGES/django.po") for code in LANGUAGES}
    call_command("makemessages", verbosity=0)
    for code in LANGUAGES:
        collected = known(sources / "locale" / code / "LC_MESSAGES/django.po")
        assert collected - kept[code] == set(), "run `make messages` and translate"
        assert kept[code] - collected == set(), "run `make messages`"


def known(file: Path) -> set:
    return {(message.id, message.context) for message in read_catalogue(file) if message.id}
