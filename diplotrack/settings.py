"""All settings, in one file, read from the environment (`.env.example` lists every variable).

A missing or senseless value stops the start with one sentence that says what to set.
"""

import re
import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # everything this machine generates; never committed

env = environ.Env()


def boolean(name: str, default: str = "false") -> bool:
    """Refuse what is neither true nor false: `DEBUG=ture` must not quietly mean false."""
    value = env.str(name, default=default).lower()
    if value not in {"true", "false", "1", "0"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value in {"true", "1"}


def secret_key() -> str:
    if key := env.str("SECRET_KEY", default=""):
        return key
    if DEBUG:
        return "for-development-only"
    raise ImproperlyConfigured(
        "Set SECRET_KEY to a long random text (or DEBUG=true on your own machine); "
        "`make run` generates one into var/secret-key."
    )


def home_country() -> str:
    code = env.str("HOME_COUNTRY", default="KAZ")
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise ImproperlyConfigured(f"HOME_COUNTRY must be an ISO alpha-3 code, not {code!r}.")
    return code


def port() -> int:
    value = env.str("PORT", default="8000")
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise ImproperlyConfigured(f"PORT must be a number from 1 to 65535, not {value!r}.")
    return int(value)


def rate(name: str, default: str) -> str:
    value = env.str(name, default=default)
    if value and not re.fullmatch(r"[1-9]\d{0,8}/(second|minute|hour|day)", value):
        raise ImproperlyConfigured(f"{name} must be like 600/minute, or empty, not {value!r}.")
    return value


def whole_number(name: str, default: str) -> int:
    value = env.str(name, default=default)
    if not re.fullmatch(r"[1-9]\d{0,11}", value):
        raise ImproperlyConfigured(f"{name} must be a whole number above 0, not {value!r}.")
    return int(value)


def threads() -> int:
    value = env.str("GRANIAN_BLOCKING_THREADS", default="8")
    if not re.fullmatch(r"[1-9]\d?", value):
        message = f"GRANIAN_BLOCKING_THREADS must be a number from 1 to 99, not {value!r}."
        raise ImproperlyConfigured(message)
    return int(value)


def proxies() -> int:
    value = env.str("API_PROXIES", default="0")
    if not re.fullmatch(r"\d", value):
        raise ImproperlyConfigured(f"API_PROXIES must be a number from 0 to 9, not {value!r}.")
    return int(value)


# The machine and its surroundings

DEBUG = boolean("DEBUG")
HTTPS = boolean("HTTPS")
SECRET_KEY = secret_key()
PORT = port()
# Loopback names are always allowed: health checks and `make run` come from this machine.
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=[]), "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# The country whose diplomacy the first page tells
HOME_COUNTRY = home_country()

# Review: what a record needs before it is public, and who decides on a change
REQUIRE_SOURCE_TO_PUBLISH = boolean("REQUIRE_SOURCE_TO_PUBLISH", default="true")
AUTHOR_CANNOT_PUBLISH = boolean("AUTHOR_CANNOT_PUBLISH", default="true")

# Attached copies of sources: where their bytes lie, never below a folder that is served
COPIES_DIR = Path(env.str("COPIES_DIR", default="") or VAR_DIR / "copies")
COPY_MAX_BYTES = whole_number("COPY_MAX_BYTES", "20000000")

# Imports: how large a file, unpacked how large a workbook, how many lines are taken. A larger limit
# wants more memory in the worker that reads the file.
IMPORT_MAX_BYTES = whole_number("IMPORT_MAX_BYTES", "60000000")
IMPORT_MAX_UNPACKED_BYTES = whole_number("IMPORT_MAX_UNPACKED_BYTES", "800000000")
IMPORT_MAX_ROWS = whole_number("IMPORT_MAX_ROWS", "300000")

# What stands under every map; empty: our own sentence (docs/decisions/0051)
MAP_NOTE = env.str("MAP_NOTE", default="")

# Releases (docs/releases.md). The licence is an SPDX id; facts are free, but a collection of them
# is protected in many countries, so a licence has to be stated (docs/decisions/0048).
RELEASES_DIR = Path(env.str("RELEASES_DIR", default="") or VAR_DIR / "releases")
DATA_LICENCE = env.str("DATA_LICENCE", default="CC-BY-4.0")
DATA_PUBLISHER = env.str("DATA_PUBLISHER", default="The diplotrack project")

# Applications

INSTALLED_APPS = [
    "diplotrack.apps.DiplotrackConfig",  # first: its templates and commands win over the packages'
    "countries.apps.CountriesConfig",
    "events.apps.EventsConfig",
    "diplotrack.apps.DiplotrackAdminConfig",  # django.contrib.admin with our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "simple_history",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # above WhiteNoise, so that static answers carry the policy too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "diplotrack.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",  # history names the user who saved
]

ROOT_URLCONF = "diplotrack.urls"
WSGI_APPLICATION = "diplotrack.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Database: SQLite unless DATABASE_URL says otherwise (docs/decisions/0011)

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'diplotrack.sqlite3'}")
}
# Behind a pooler nothing outlives a transaction: no cursor of a download, no prepared question.
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = boolean("DATABASE_POOLED")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(exist_ok=True)  # SQLite makes its file, but not the folder
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,  # seconds a writer waits for another writer
        # Take the write lock at BEGIN: a transaction that reads first and writes later would
        # otherwise fail at once, unretried, when another writer came between.
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode = WAL;"  # readers never wait for a writer
            "PRAGMA synchronous = NORMAL;"  # safe with WAL; one fsync a checkpoint, not a commit
            "PRAGMA foreign_keys = ON;"
            "PRAGMA cache_size = -8000;"  # 8 MB for each thread of a worker
            "PRAGMA mmap_size = 134217728;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # For questions of many joins and few rows: compiling them takes longer than answering, and a
    # page that is in memory costs the same wherever it lies (docs/decisions/0100).
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c jit=off -c random_page_cost=1.1"
    )

# Languages and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("kk", _("Kazakh"))]
# What people write, and what `manage.py build_assets` compiles from it
CATALOGUES_DIR = VAR_DIR / "locale"
LOCALE_PATHS = [BASE_DIR / "locale", CATALOGUES_DIR]
FORMAT_MODULE_PATH = ["diplotrack.formats"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# Static files: diplotrack/static is ours, var/assets is generated by `manage.py build_assets`

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
ASSETS_DIR = VAR_DIR / "assets"
STATICFILES_DIRS = [ASSETS_DIR]
DRAWINGS_DIR = VAR_DIR / "drawings"  # charts as files, made when asked for
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]  # var/assets is absent until it has been generated
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# Security (docs/decisions/0013 for the policy, and what the admin and Swagger UI need of it)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SECURE_REDIRECT_EXEMPT = [r"^healthz/$"]  # asked inside the machine, without TLS

# `make run` and the container speak plain http; HTTPS=true says that a proxy in front of them
# ends TLS and sets X-Forwarded-Proto itself.
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"

# API

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["diplotrack.authentication.ApiTokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly"
    ],
    "DEFAULT_VERSIONING_CLASS": None,
}

# Requests to the API that one client may make; empty: any number. This machine may ask at will.
API_RATE_ANONYMOUS = rate("API_RATE_ANONYMOUS", "600/minute")
API_RATE_TOKEN = rate("API_RATE_TOKEN", "3000/minute")
API_PROXIES = proxies()  # how many of ours stand in front and add to X-Forwarded-For

# Downloads that a worker sends at once: half of its threads stay free for pages, however slowly
# the downloads are read (docs/decisions/0010)
DOWNLOADS_AT_ONCE = max(1, threads() // 2)

# Counts, figures and names under the version of the data that they were read from, by worker
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}

SPECTACULAR_SETTINGS = {
    "TITLE": "diplotrack",
    "DESCRIPTION": "A foreign ministry's record of its diplomacy.",
    "VERSION": "1",
    "POSTPROCESSING_HOOKS": ["countries.api.schema.add_components"],
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# Log lines go to stderr, where the process manager collects them

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Django's own handlers mail or print twice; ours is enough.
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
