"""A release of the demo, read by the ``frictionless`` package."""

import csv
import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from diplotrack.releases.making import make_release
from events.models import Visit

# In a process of its own: frictionless warns about itself, and warnings are errors here.
VALIDATE = """
import json, sys, warnings
warnings.simplefilter("ignore")
from frictionless import Package
report = Package(sys.argv[1]).validate()
errors = [[task.name, e.type, e.message] for task in report.tasks for e in task.errors]
print(json.dumps(errors + [["", e.type, e.message] for e in report.errors]))
"""


@pytest.fixture
def folder(demo, db, tmp_path):
    return make_release("2026.1", folder=tmp_path, as_of=datetime.now(UTC))


def faults(folder) -> list[list[str]]:
    command = [sys.executable, "-c", VALIDATE, str(folder / "datapackage.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_demo_is_a_data_package_that_validates(folder):
    assert faults(folder) == []
    with (folder / "data" / "visits.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == Visit.objects.published().count()


def test_a_row_that_is_wrong_would_not_validate(folder):
    file = folder / "data" / "visits.csv"
    file.write_bytes(file.read_bytes().replace(b",KAZ,", b",QQQ,", 1))
    assert {"hash-count", "foreign-key"} & {kind for _table, kind, _message in faults(folder)}
