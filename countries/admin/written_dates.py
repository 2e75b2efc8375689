"""How a date that is being typed is read, for the script beside the field."""

from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from countries.forms import read_back
from countries.partial_dates import PATTERN, PartialDate
from countries.written_dates import parse_written_date


@require_GET
@staff_member_required
def read_date(request: HttpRequest) -> JsonResponse:
    """``{"reading": "= 2022-09-13 … 2022-09-15"}``, or ``{"error": …}`` that says what to write."""
    text = request.GET.get("text", "")[:200].strip()
    try:
        if PATTERN.fullmatch(text):
            PartialDate.parse(text)
        elif text:
            parse_written_date(text)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)})
    return JsonResponse({"reading": read_back(text)})
