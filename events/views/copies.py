from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from events.models import SourceCopy


@require_safe
def source_copy(request: HttpRequest, sha256: str) -> FileResponse:
    """A copy of a source as a download; to the public only what is marked public.

    It is never shown in place: whatever the file contains runs nowhere (docs/decisions/0131).
    """
    rows = SourceCopy.objects.filter(sha256=sha256).order_by("pk")
    staff = request.user.is_staff and request.user.has_perm("events.view_sourcecopy")
    copy = (rows if staff else rows.published()).first()
    if copy is None or not copy.path.is_file():
        raise Http404
    response = FileResponse(
        copy.path.open("rb"),
        as_attachment=True,
        filename=copy.file_name,
        content_type=copy.content_type,
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache"
    return response
