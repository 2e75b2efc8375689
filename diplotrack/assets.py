"""Files that the site serves but nobody writes by hand: the chart bundle, the compiled catalogues
of texts, the collected statics.

All are made only when what they are made from has changed, so that a second start is quick.
"""

import hashlib
import io
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import vl_convert
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

# Charts that a page draws: Vega, Vega-Lite and vega-embed in one file, on `window` under the names
# vega, vegaLite and vegaEmbed. From the Python package, so neither Node nor a CDN is needed.
CHART_BUNDLE = Path("charts", "vega-bundle.js")


def build_chart_bundle() -> bool:
    """Write the bundle for the installed vl-convert; False when it is already there."""
    target = settings.ASSETS_DIR / CHART_BUNDLE
    stamp = target.with_suffix(".version")
    made_from = f"{version('vl-convert-python')} vega-lite {vl_convert.get_vegalite_versions()[-1]}"
    if target.exists() and stamp.exists() and stamp.read_text() == made_from:
        return False
    write_atomically(target, vl_convert.javascript_bundle())  # type: ignore[call-arg] # its stub forgets the default
    write_atomically(stamp, made_from)
    return True


def compile_catalogues() -> bool:
    """Write what Django reads from the texts in `locale/`; False when it is there already.

    By Babel, so that GNU gettext is needed only to collect texts, never to run. `packages.po` adds
    what installed packages leave untranslated.
    """
    sources = sorted(Path(settings.BASE_DIR, "locale").glob("*/LC_MESSAGES/*.po"))
    digest = hashlib.sha256(f"Babel {version('Babel')}".encode())
    for source in sources:
        digest.update(f"{source.parts[-3:]}".encode() + source.read_bytes())
    stamp = settings.CATALOGUES_DIR / "fingerprint"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return False
    for folder in sorted({source.parent for source in sources}):
        compiled = io.BytesIO()
        write_mo(compiled, catalogue(folder))
        target = settings.CATALOGUES_DIR / folder.parent.name / "LC_MESSAGES/django.mo"
        write_atomically(target, compiled.getvalue())
    write_atomically(stamp, digest.hexdigest())
    return True


def catalogue(folder: Path) -> Catalog:
    """All texts of a language; our own come before a package's."""
    ours, theirs = (read_catalogue(folder / name) for name in ("django.po", "packages.po"))
    for message in theirs:
        if message.id and ours.get(message.id, message.context) is None:
            ours[message.id] = message
    return ours


def read_catalogue(file: Path) -> Catalog:
    with file.open("rb") as texts:
        return read_po(texts, locale=file.parts[-3])


def collect_static() -> bool:
    """Gather all static files for WhiteNoise; False when none has changed since the last time."""
    stamp = settings.VAR_DIR / "static.fingerprint"
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint and settings.STATIC_ROOT.is_dir():
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    write_atomically(stamp, fingerprint)
    return True


def static_fingerprint() -> str:
    """One text for the names, sizes and times of all sources, and for how they are stored."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for name, path in sorted(static_sources()):
        status = path.stat()
        digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def static_sources() -> Iterator[tuple[str, Path]]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield name, Path(storage.path(name))


def write_atomically(target: Path, content: str | bytes) -> None:
    """Two processes may write at once, and one may be killed: no reader ever sees half a file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    part.write_bytes(content.encode() if isinstance(content, str) else content)
    part.replace(target)
