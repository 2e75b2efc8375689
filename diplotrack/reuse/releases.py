"""``/releases/``: the frozen data sets, how to cite them, and their files."""

import mimetypes

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.views import View
from django.views.generic import TemplateView

from diplotrack.dashboards.asked import StrictMixin
from diplotrack.releases.description import File
from diplotrack.releases.published import Release, release_file, releases

FOR_EVER = "public, max-age=31536000, immutable"
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
    """A file of a release. It never changes, so whoever has it need not ask again."""

    is_conditional = False  # its own tag costs no query

    def get(self, request: HttpRequest, version: str, path: str) -> HttpResponse:
        file = release_file(settings.RELEASES_DIR, version, path)
        if file is None:
            raise Http404
        tag = f'"{file.sha256 or f"{version}-sums"}"'
        if tag in parse_etags(request.headers.get("If-None-Match", "")):
            response: HttpResponse = HttpResponseNotModified()
        else:
            response = self._whole(version, file)
        response["ETag"] = tag
        response["Cache-Control"] = FOR_EVER
        return response

    def _whole(self, version: str, file: File) -> HttpResponse:
        opened = (settings.RELEASES_DIR / version / file.path).open("rb")
        name = f"diplotrack-{version}-{file.path.rpartition('/')[2]}"
        ending = name[name.rfind(".") :]
        kind = TYPES.get(ending) or mimetypes.guess_type(name)[0] or "text/plain; charset=utf-8"
        response = FileResponse(opened, as_attachment=True, filename=name, content_type=kind)
        return response  # type: ignore[return-value]
