"""The releases that exist: what their page shows, and which files may be handed out."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import orjson

from diplotrack.releases.description import Description, File, bibtex
from diplotrack.releases.making import SUMS, VERSION


@dataclass(frozen=True)
class Release:
    """A release on disk."""

    about: Description
    files: tuple[File, ...]

    @property
    def version(self) -> str:
        return self.about.version

    def bibtex(self, url: str) -> str:
        return bibtex(self.about, url)

    @property
    def tables(self) -> list[tuple[str, File, File]]:
        """Each table with its CSV and its Parquet file."""
        found = {file.path: file for file in self.files}
        names = [path[5:-4] for path in found if re.fullmatch(r"data/\w+\.csv", path)]
        return [(name, found[f"data/{name}.csv"], found[f"data/{name}.parquet"]) for name in names]

    @property
    def documents(self) -> list[File]:
        return [file for file in self.files if not file.path.startswith("data/")]


def releases(folder: Path) -> list[Release]:
    """All of them, the newest version first."""
    if not folder.is_dir():
        return []
    names = [one.name for one in folder.iterdir() if VERSION.fullmatch(one.name)]
    newest = sorted(names, key=lambda name: [int(part) for part in name.split(".")], reverse=True)
    return [_read(folder / name) for name in newest]


def release_file(folder: Path, version: str, path: str) -> File | None:
    """A file of a release; None for whatever its list of sums does not name."""
    if not (VERSION.fullmatch(version) and (folder / version).is_dir()):
        return None
    return next((file for file in _read(folder / version).files if file.path == path), None)


@lru_cache(maxsize=32)  # a release never changes
def _read(folder: Path) -> Release:
    package = orjson.loads((folder / "datapackage.json").read_bytes())
    about = Description(
        version=package["version"],
        as_of=datetime.fromisoformat(package["created"]),
        title=package["title"],
        publisher=package["contributors"][0]["title"],
        licence=package["licenses"][0]["name"],
    )
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    sums = [line.split("  ", 1) for line in lines]
    files = [File(path, (folder / path).stat().st_size, digest) for digest, path in sums]
    return Release(about, (*files, File(SUMS, (folder / SUMS).stat().st_size, "")))
