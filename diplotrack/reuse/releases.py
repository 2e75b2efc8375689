"""``/releases/``: the frozen data sets, how to cite them, and their files."""

import mimetypes
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags
from django.views import View
from django.views.generic import TemplateView

from countries.api.exports.answers import Stream
from countries.api.exports.turns import PART, TooManyDownloads
from diplotrack.dashboards.asked import StrictMixin
from diplotrack.releases.description import File
from diplotrack.releases.published import Release, release_file, releases

FOR_EVER = "public, max-age=31536000, immutable"
TEXT = "text/plain; charset=utf-8"
TYPES = {
    ".cff": "application/yaml",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
}


class ReleaseListView(StrictMixin, TemplateView):
    """Every release with its files, its citation and its licence."""

    template_name = "reuse/release_list.html"

    def tag_facts(self, request: HttpRequest) -> tuple[str, ...]:
        return tuple(release.version for release in releases(settings.RELEASES_DIR))

    def get_context_data(self, **kwargs):
        found = [(release, *self._cited(release)) for release in releases(settings.RELEASES_DIR)]
        return super().get_context_data(**kwargs) | {"releases": found}

    def _cited(self, release: Release) -> tuple[str, str]:
        url = self.request.build_absolute_uri(f"/releases/#v{release.version}")
        return f"{release.about.text} {url}", release.bibtex(url)


class ReleaseFileView(StrictMixin, View):
    """A file of a release. It never changes, so whoever has it need not ask again.

    It takes a turn as every download does (``turns``): 503 where none is free.
    """

    is_conditional = False  # its own tag costs no query

    def get(self, request: HttpRequest, version: str, path: str) -> HttpResponseBase:
        file = release_file(settings.RELEASES_DIR, version, path)
        if file is None:
            raise Http404
        tag = _tag(version, file)
        if tag not in parse_etags(request.headers.get("If-None-Match", "")):
            return self._whole(version, file)
        response = HttpResponseNotModified()
        response["ETag"] = tag
        response["Cache-Control"] = FOR_EVER
        return response

    def _whole(self, version: str, file: File) -> HttpResponseBase:
        path = settings.RELEASES_DIR / version / file.path
        name = f"diplotrack-{version}-{file.path.rpartition('/')[2]}"
        kind = TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or TEXT
        try:
            response = StreamingHttpResponse(Stream(_parts_of(path)), content_type=kind)
        except TooManyDownloads as error:
            return _ask_again(error)
        response["Content-Length"] = str(path.stat().st_size)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["ETag"] = _tag(version, file)
        response["Cache-Control"] = FOR_EVER
        return response


def _ask_again(error: TooManyDownloads) -> HttpResponse:
    response = HttpResponse(f"{error.detail}\n", status=error.status_code, content_type=TEXT)
    response["Retry-After"] = str(error.wait + 1)
    return response


def _tag(version: str, file: File) -> str:
    return f'"{file.sha256 or f"{version}-sums"}"'


def _parts_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as opened:
        while part := opened.read(PART):
            yield part
