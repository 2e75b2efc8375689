"""The generated files: the chart bundle and the collected static files."""

import gettext
import shutil
from pathlib import Path

import pytest

from diplotrack.assets import (
    CHART_BUNDLE,
    build_chart_bundle,
    collect_static,
    compile_catalogues,
    write_atomically,
)


@pytest.fixture
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.ASSETS_DIR = tmp_path / "assets"
    settings.CATALOGUES_DIR = tmp_path / "locale"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [settings.ASSETS_DIR]
    return tmp_path


def test_the_bundle_gives_the_browser_vega_lite_and_embed(var):
    assert build_chart_bundle() is True
    bundle = (var / "assets" / CHART_BUNDLE).read_text()
    for name in ("window.vega=", "window.vegaLite=", "window.vegaEmbed="):
        assert name in bundle


def test_the_bundle_is_built_once(var):
    build_chart_bundle()
    assert build_chart_bundle() is False


def test_translations_are_compiled_once_and_again_when_a_text_has_changed(var, settings):
    source = Path(settings.BASE_DIR, "locale")
    shutil.copytree(source, var / "home" / "locale")
    settings.BASE_DIR = var / "home"
    assert compile_catalogues() is True
    assert compile_catalogues() is False
    with (var / "home/locale/ru/LC_MESSAGES/packages.po").open("a") as texts:
        texts.write('\nmsgid "Said by no package"\nmsgstr "Никем не сказано"\n')
    assert compile_catalogues() is True
    with (var / "locale/ru/LC_MESSAGES/django.mo").open("rb") as compiled:
        texts = gettext.GNUTranslations(compiled)
    assert texts.gettext("Visits") == "Визиты"
    assert texts.gettext("Said by no package") == "Никем не сказано"


def test_static_files_are_collected_again_only_when_one_has_changed(var):
    assert collect_static() is True
    assert collect_static() is False
    write_atomically(var / "assets" / "charts" / "new.js", "1")
    assert collect_static() is True
    assert (var / "static" / "charts" / "new.js").read_text() == "1"


def test_writing_leaves_no_part_behind(tmp_path):
    write_atomically(tmp_path / "file", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
