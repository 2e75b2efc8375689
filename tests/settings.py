"""The product's settings, with what a test run needs to be fast, quiet and apart."""

import os

# Before the import: without a secret key the product refuses to start, as it should.
os.environ.setdefault("SECRET_KEY", "for-tests-only")

from diplotrack.settings import *  # noqa: F403
from diplotrack.settings import DATABASES, STORAGES, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# No collectstatic before a test run: static files come straight from their source folders.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: the live server's threads then have connections of their own, as in
    # production. xdist's workers each append their name.
    (VAR_DIR / "test").mkdir(parents=True, exist_ok=True)
    # The process id keeps two runs at one time out of each other's file.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test" / f"{os.getpid()}.sqlite3")}
    # A test database need not survive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous = OFF;"
