"""Remember which reference files the database holds, so that a start need not load them again.

The stamp names the files' content and the database they went into. It lives in var/, not in the
database: where it is lost, the load runs once more, and it is idempotent.
"""

import hashlib
from pathlib import Path

from django.conf import settings
from django.db import connection

from countries.models import Country
from diplotrack.assets import write_atomically

# Tables, and the code beside them that reads them.
FOLDERS = ("countries/reference", "events/vocabularies")


def stamp_file() -> Path:
    return settings.VAR_DIR / "reference.loaded"


def reference_is_loaded() -> bool:
    # A database that was emptied or made anew has no country, whatever the stamp says.
    return (
        stamp_file().exists()
        and stamp_file().read_text() == fingerprint()
        and Country.objects.exists()
    )


def remember_reference() -> None:
    write_atomically(stamp_file(), fingerprint())


def fingerprint() -> str:
    database = connection.settings_dict
    digest = hashlib.sha256(f"{database['HOST']}:{database['PORT']}/{database['NAME']}".encode())
    for folder in FOLDERS:
        for file in sorted(Path(settings.BASE_DIR, folder).glob("*.*")):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
