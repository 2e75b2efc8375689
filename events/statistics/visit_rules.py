"""Counting rules of visits: stops, journeys, days, countries, people."""

from django.utils.translation import gettext_lazy as _

from countries.models import LEADERS, PositionLevel
from events.models import Mode, Status
from events.statistics.rules import CountingRule

HELD_IN_PERSON: dict[str, str | tuple[str, ...]] = {
    "status": Status.HELD.value,
    "mode__n": Mode.ONLINE.value,
}
BY_LEADERS = HELD_IN_PERSON | {"visitor_level": tuple(level.value for level in LEADERS)}
# Days are counted in the year in which they fall, so a stay that only reaches into it counts too.
TOUCHES = {"overlaps": "{first_day}..{last_day}"}


def _rule(code: str, measure: str, title, text, **options) -> CountingRule:
    options.setdefault("parameters", HELD_IN_PERSON)
    return CountingRule(code, measure, "visits", title, text, **options)


VISIT_RULES = (
    _rule(
        "visits",
        "visits",
        _("Visits: stops"),
        _(
            "Every stop in a country counts once: two countries on one journey are two visits, two "
            "cities of one country in one stay are one. Only visits that were held and in person "
            "(or hybrid) count. A stopover counts, since it is a stop on record. A visit counts in "
            "the year in which it starts, also when it ends in the next. A date known only to the "
            "month or the year counts in its year. A visitor who came for an organization is a "
            "visit to the host country and of no guest country."
        ),
    ),
    _rule(
        "visits_without_stopovers",
        "visits",
        _("Visits without stopovers"),
        _("As visits, but stops of the type “transit” are left out."),
        parameters=HELD_IN_PERSON | {"visit_type__n": "transit"},
    ),
    _rule(
        "visits_bilateral",
        "visits",
        _("Bilateral visits"),
        _("As visits, but stops for a multilateral event and stopovers are left out."),
        parameters=HELD_IN_PERSON | {"visit_type__n": ("multilateral", "transit")},
    ),
    _rule(
        "visits_state_and_official",
        "visits",
        _("State and official visits"),
        _("As visits, but only of the types “state” and “official”."),
        parameters=HELD_IN_PERSON | {"visit_type": ("state", "official")},
    ),
    _rule(
        "visits_head_of_state",
        "visits",
        _("Visits of the head of state"),
        _("As visits, but only of visitors who were head of state at the time."),
        parameters=HELD_IN_PERSON | {"visitor_level": PositionLevel.HEAD_OF_STATE.value},
    ),
    _rule(
        "visits_of_leaders",
        "visits",
        _("Visits of heads of state and government"),
        _("As visits, but only of visitors who were head of state or of government at the time."),
        parameters=BY_LEADERS,
    ),
    _rule(
        "visits_on_record",
        "visits",
        _("All stops on record"),
        _("As visits, with those that were announced, postponed or cancelled, and those online."),
        parameters={},
    ),
    _rule(
        "visits_without_event",
        "visits",
        _("Visits without an international event"),
        _("As visits, but only stops during which the visitor took part in no event on record."),
        parameters=HELD_IN_PERSON | {"summit__empty": "true"},
    ),
    _rule(
        "journeys",
        "journeys",
        _("Journeys"),
        _(
            "Trips from departure to return, however many stops they had. Stops are counted as in "
            "visits; those of one journey count once, and a stop that belongs to no journey is a "
            "journey of its own. Where no source ties stops together, adjoining dates of one "
            "visitor make a journey, which is then called assumed. A journey with stops that start "
            "in two years stands in both years, and once in a total over both."
        ),
        counts="journey",
    ),
    _rule(
        "journeys_without_stopovers",
        "journeys",
        _("Journeys, stopovers left out"),
        _("As journeys, of stops that are not of the type “transit”."),
        counts="journey",
        parameters=HELD_IN_PERSON | {"visit_type__n": "transit"},
    ),
    _rule(
        "journeys_assumed",
        "journeys",
        _("Journeys assumed"),
        _(
            "Of the journeys, those that no source ties together: their stops are one journey "
            "because their dates adjoin, or a stop stands alone."
        ),
        counts="journey",
        parameters=HELD_IN_PERSON | {"journey_basis__n": "sourced"},
    ),
    _rule(
        "countries",
        "countries",
        _("Countries visited"),
        _("The different host countries of the stops that count as visits, each country once."),
        counts="host_country",
    ),
    _rule(
        "countries_bilateral",
        "countries",
        _("Countries visited bilaterally"),
        _("As countries visited, without stops for a multilateral event and stopovers."),
        counts="host_country",
        parameters=HELD_IN_PERSON | {"visit_type__n": ("multilateral", "transit")},
    ),
    _rule(
        "guest_countries",
        "guest_countries",
        _("Countries received"),
        _(
            "The different guest countries of the stops that count as visits, each country once. "
            "A visitor who came for an organization adds no country."
        ),
        counts="guest_country",
    ),
    _rule(
        "people",
        "people",
        _("Visitors"),
        _(
            "The different visitors of the stops that count as visits, each person once. Those who "
            "came along are not counted."
        ),
        counts="visitor",
    ),
    _rule(
        "documents_from_visits",
        "documents",
        _("Documents of visits"),
        _(
            "The different documents that came of the stops that count as visits, as far as they "
            "are on record and published, each once however many visits it belongs to."
        ),
        counts="documents",
    ),
    _rule(
        "summits_on_visits",
        "summits",
        _("Events attended on visits"),
        _(
            "The different international events that a visitor came to on the stops that count "
            "as visits, as far as they are on record and published, each once."
        ),
        counts="summit_participations__summit",
    ),
    _rule(
        "leaders",
        "people",
        _("Heads of state and government"),
        _(
            "The different visitors who were head of state or of government when they came, each "
            "person once however often they came; held and in person."
        ),
        counts="visitor",
        parameters=BY_LEADERS,
    ),
    _rule(
        "leader_countries",
        "guest_countries",
        _("Countries whose leaders came"),
        _("The different guest countries of visits of heads of state and government."),
        counts="guest_country",
        parameters=BY_LEADERS,
    ),
    _rule(
        "days",
        "days",
        _("Days abroad"),
        _(
            "The different calendar days on which a visitor was abroad: first and last day of each "
            "stop included, a day shared by two stops once, the days of two visitors apart. Days "
            "between two stops of a journey count only if a stop covers them. A stay over New Year "
            "gives its days to each year. A stop whose end is not known counts with the day on "
            "which it starts. A date known only to the month or the year makes a range: the least "
            "number of days that the record supports, and the most."
        ),
        counts="days",
        period=TOUCHES,
    ),
    _rule(
        "days_per_stop",
        "days",
        _("Days of each stop added up"),
        _("As days abroad, but a day on which the visitor was in two countries counts in both."),
        counts="stop_days",
        period=TOUCHES,
    ),
)
