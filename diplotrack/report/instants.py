"""Which state of the record a report tells, and how anyone computes its figures again."""

import datetime
import hashlib
import json
from typing import Any
from urllib.parse import urlencode

from countries.models.history_ledger import HistorySeal
from events.statistics import Figure, YearSummary


def instant_in_address(moment: datetime.datetime) -> str:
    """An instant as ``as_of`` takes it: UTC, to the microsecond, with nothing to escape."""
    return moment.astimezone(datetime.UTC).replace(tzinfo=None).isoformat() + "Z"


def last_seal(moment: datetime.datetime) -> str:
    """Position and hash of the history's last seal then; empty where there was none.

    ``verify_history --anchor`` takes it: a printed report is an anchor that nobody can change.
    """
    seal = HistorySeal.objects.filter(sealed_at__lte=moment).order_by("-position").first()
    return str(seal) if seal else ""


def checksum(summary: YearSummary) -> str:
    """SHA-256 over the country, the year and each figure's code, value and upper bound."""
    figures = {figure.code: [figure.value, figure.high] for figure in summary.figures}
    told = {"country": summary.country, "year": summary.year, "figures": figures}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def addresses(
    summary: YearSummary, moment: datetime.datetime, base_url: str, language: str
) -> dict[str, str]:
    """The year's figures in the API at that moment, this report again, and the page of today."""
    then = {"country": summary.country, "as_of": instant_in_address(moment)}
    year = f"{base_url}/years/{summary.year}"
    return {
        "api": f"{base_url}/api/v1/years/{summary.year}/?{urlencode(then, safe=':')}",
        "again": f"{year}/report.pdf?{urlencode(then | {'lang': language}, safe=':')}",
        "page": f"{year}/?{urlencode({'country': summary.country})}",
    }


def records_then(figure: Figure, moment: datetime.datetime) -> str:
    """The path of the figure's records in the API at that moment, without the site's address."""
    asked: dict[str, Any] = figure.parameters | {"as_of": instant_in_address(moment)}
    return f"/api/v1/{figure.resource}/?{urlencode(asked, doseq=True, safe=':')}"
