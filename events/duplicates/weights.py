"""What each piece of evidence is worth. Points add up; docs/duplicates.md publishes this table.

The points were tuned on the US lists of visits (docs/duplicates.md says how well they do there).
A change of a line here is a change of what analysts are warned of.
"""

from django.utils.translation import gettext_lazy as _

LIKELY = 80
"""From this score on a pair is a likely duplicate: saving asks, an import counts it."""

POSSIBLE = 60
"""From this score on the page of suspected pairs lists it."""

NEAR_DAYS = 3
"""Days that may lie between two events that are *near*."""

TEXTS = {
    "same_person": _("the same person"),
    "names_same": _("the same name"),
    "names_alike": _("names that read alike"),
    "name_part": _("one name is a part of the other"),
    "people_differ": _("different people"),
    "same_guest": _("the same guest"),
    "guests_differ": _("different guests"),
    "same_host": _("the same host country"),
    "hosts_differ": _("different host countries"),
    "same_start": _("they start on the same day"),
    "dates_overlap": _("their dates overlap"),
    "dates_may_overlap": _("their dates may overlap: one is known to the month or year only"),
    "dates_adjoin": _("one starts on the day after the other ends"),
    "dates_near": _("at most three days lie between them"),
    "dates_apart": _("more than three days lie between them"),
    "same_dates": _("the same date"),
    "same_city": _("the same city"),
    "cities_differ": _("different cities"),
    "same_type": _("the same type"),
    "same_title": _("the same title"),
    "titles_alike": _("titles that read alike"),
    "titles_differ": _("different titles"),
    "same_number": _("the same number in the same series"),
    "numbers_differ": _("different numbers in the same series"),
    "same_series": _("the same series"),
    "same_organization": _("the same organization"),
    "same_parties": _("the same parties"),
    "shared_parties": _("some parties in common"),
    "parties_differ": _("no party in common"),
    "same_kind": _("the same kind"),
    "kinds_differ": _("different kinds"),
    "same_country": _("the same country"),
    "countries_differ": _("different countries"),
    "same_wikidata": _("the same Wikidata id"),
    "wikidata_differs": _("different Wikidata ids"),
    "organizations_differ": _("different organizations"),
}

WEIGHTS: dict[str, dict[str, int]] = {
    "visit": {
        "same_person": 40,
        "names_same": 38,
        "names_alike": 35,
        "name_part": 24,
        "people_differ": -45,
        "same_guest": 10,
        "guests_differ": -25,
        "same_host": 15,
        "hosts_differ": -60,
        "same_start": 30,
        "dates_overlap": 20,
        "dates_may_overlap": 15,
        "dates_adjoin": 5,
        "dates_near": 0,
        "dates_apart": -40,
        "same_city": 7,
        "cities_differ": -5,
        "same_type": 2,
    },
    "summit": {
        "same_title": 40,
        "titles_alike": 28,
        "titles_differ": -10,
        "same_number": 50,
        "numbers_differ": -60,
        "same_series": 15,
        "same_organization": 5,
        "same_host": 15,
        "hosts_differ": -25,
        "same_start": 30,
        "dates_overlap": 25,
        "dates_may_overlap": 15,
        "dates_adjoin": 5,
        "dates_near": 0,
        "dates_apart": -45,
        "same_city": 5,
        "cities_differ": -10,
    },
    "document": {
        "same_title": 55,
        "titles_alike": 35,
        "titles_differ": -30,
        "same_dates": 25,
        "dates_may_overlap": 12,
        "dates_near": 5,
        "dates_apart": -50,
        "same_parties": 15,
        "shared_parties": 5,
        "parties_differ": -60,
        "same_kind": 5,
        "kinds_differ": -10,
    },
    "chairmanship": {
        "same_organization": 25,
        "organizations_differ": -80,
        "same_country": 20,
        "countries_differ": -60,
        "same_start": 45,
        "dates_overlap": 38,
        "dates_may_overlap": 30,
        "dates_adjoin": -10,
        "dates_near": 0,
        "dates_apart": -40,
        "same_number": 10,
        "numbers_differ": -20,
    },
    "initiative": {
        "same_title": 65,
        "titles_alike": 45,
        "titles_differ": -20,
        "same_country": 20,
        "countries_differ": -60,
        "same_organization": 10,
        "organizations_differ": -15,
    },
    "person": {
        "names_same": 80,
        "names_alike": 62,
        "name_part": 40,
        "people_differ": -60,
        "same_country": 20,
        "countries_differ": -35,
        "same_wikidata": 60,
        "wikidata_differs": -100,
    },
}
"""Points by type of record. An evidence that cannot be judged (a side is empty) counts nothing."""
