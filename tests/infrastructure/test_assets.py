"""The generated files: the chart bundle and the collected static files."""

import pytest

from diplotrack.assets import CHART_BUNDLE, build_chart_bundle, collect_static, write_atomically


@pytest.fixture
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.ASSETS_DIR = tmp_path / "assets"
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


def test_static_files_are_collected_again_only_when_one_has_changed(var):
    assert collect_static() is True
    assert collect_static() is False
    write_atomically(var / "assets" / "charts" / "new.js", "1")
    assert collect_static() is True
    assert (var / "static" / "charts" / "new.js").read_text() == "1"


def test_writing_leaves_no_part_behind(tmp_path):
    write_atomically(tmp_path / "file", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
