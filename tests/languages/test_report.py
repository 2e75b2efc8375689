"""The printed report speaks one language throughout."""

import datetime
import re

import pytest
from django.utils import translation

from countries.models import Country
from diplotrack.report.contents import report_contents

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
MADE = datetime.datetime(2026, 1, 15, 9, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("code", "title", "sentence", "rule"),
    [
        ("en", "Kazakhstan in 2022", "In 2022 Kazakhstan is on record with", "Visits: stops"),
        ("ru", "Казахстан, 2022 год", "в реестре 23 зарубежных визита", "Визиты: пункты поездок"),
        (
            "kk",
            "Қазақстан, 2022 жыл",
            "тізілімде 23 шетелдік",
            "Сапарлар: жолсапар пункттері",
        ),
    ],
)
def test_the_report_is_in_one_language(code, title, sentence, rule):
    with translation.override(code):
        contents = report_contents(
            Country.objects.get(pk="KAZ"), 2022, made_at=MADE, base_url="https://example.org"
        )
    assert contents["language"] == code
    assert contents["title"] == title
    assert sentence in contents["sentence"]
    assert contents["figures"][0]["rule"] == rule
    assert not [one for one in contents["sources"] if re.match(r"\d{4}-", one["date"])]
    if code != "en":
        words = {**contents["words"], **{f["label"]: f["label"] for f in contents["figures"]}}
        left = [w for w in words.values() if re.search(r"[A-Za-z]{2,}", w.replace("SHA", ""))]
        assert left == []
