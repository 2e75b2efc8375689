"""The figures of a yearly summary: which rule counts each, and which other rules could be meant."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from events.models import ReportedTotal, YearCoverage
from events.statistics.catalogue import RULES
from events.statistics.rules import CountingRule, Text

Subject = YearCoverage.Subject
Measure = ReportedTotal.Measure


@dataclass(frozen=True, slots=True)
class Question:
    """A rule, asked about a country that stands in the filter parameter ``subject``."""

    rule: CountingRule
    subject: str

    @property
    def code(self) -> str:
        """The rule's code; with the side for a host, where the guest or participant is usual."""
        return f"{self.rule.code}@{self.subject}"

    def __hash__(self) -> int:
        return hash(self.code)


@dataclass(frozen=True, slots=True)
class Sum:
    """A rule that adds up the answers to several questions."""

    rule: CountingRule
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class FigureDefinition:
    """A figure: the question it answers, and the others that a reported total might answer."""

    code: str
    label: Text
    question: Question
    coverage: str
    reported: str = ""
    alternatives: tuple[Question, ...] = ()
    sums: tuple[Sum, ...] = ()


def _questions(subject: str, *rules: str) -> tuple[Question, ...]:
    return tuple(Question(RULES[rule], subject) for rule in rules)


def _figure(
    code: str,
    label: Text,
    rule: str,
    subject: str,
    coverage: str,
    reported: str = "",
    sums: tuple[Sum, ...] = (),
    **others,
) -> FigureDefinition:
    alternatives = tuple(
        question for to, rules in others.items() for question in _questions(to, *rules)
    )
    return FigureDefinition(
        code, label, Question(RULES[rule], subject), coverage, reported, alternatives, sums
    )


EVENTS_AND_VISITS = Sum(
    RULES["events_and_visits"],
    (
        Question(RULES["summits"], "country"),
        Question(RULES["visits_without_event"], "guest_country"),
    ),
)
FIGURES = (
    _figure(
        "visits_abroad",
        _("visits abroad"),
        "visits",
        "guest_country",
        Subject.OUTGOING_VISITS,
        Measure.OUTGOING_VISITS,
        guest_country=(
            "visits",
            "visits_head_of_state",
            "visits_without_stopovers",
            "visits_bilateral",
            "visits_state_and_official",
            "visits_on_record",
            "journeys",
            "journeys_without_stopovers",
            "countries",
            "countries_bilateral",
        ),
    ),
    _figure("journeys_abroad", _("journeys"), "journeys", "guest_country", Subject.OUTGOING_VISITS),
    _figure(
        "journeys_assumed",
        _("journeys assumed from dates"),
        "journeys_assumed",
        "guest_country",
        Subject.OUTGOING_VISITS,
    ),
    _figure(
        "countries_visited",
        _("countries visited"),
        "countries",
        "guest_country",
        Subject.OUTGOING_VISITS,
    ),
    _figure(
        "days_abroad",
        _("days abroad"),
        "days",
        "guest_country",
        Subject.OUTGOING_VISITS,
        Measure.DAYS_ABROAD,
        guest_country=("days", "days_per_stop"),
    ),
    _figure(
        "summits_attended",
        _("international events"),
        "summits",
        "country",
        Subject.SUMMITS,
        Measure.INTERNATIONAL_EVENTS,
        (EVENTS_AND_VISITS,),
        country=(
            "summits",
            "summits_in_person",
            "summits_online",
            "summits_hybrid",
            "summits_abroad",
            "summits_of_leaders",
            "summits_on_record",
        ),
        guest_country=("visits", "journeys"),
        host_country=("summits",),
    ),
    _figure(
        "summits_in_person",
        _("international events in person"),
        "summits_in_person",
        "country",
        Subject.SUMMITS,
    ),
    _figure(
        "summits_online",
        _("international events online"),
        "summits_online",
        "country",
        Subject.SUMMITS,
    ),
    _figure(
        "summits_hybrid",
        _("hybrid international events"),
        "summits_hybrid",
        "country",
        Subject.SUMMITS,
    ),
    _figure(
        "summits_hosted",
        _("international events hosted"),
        "summits",
        "host_country",
        Subject.SUMMITS,
    ),
    _figure(
        "documents_signed",
        _("documents signed"),
        "documents",
        "country",
        Subject.DOCUMENTS,
        Measure.DOCUMENTS_SIGNED,
        country=(
            "documents",
            "documents_signed_and_adopted",
            "documents_itself",
            "documents_via_organization",
            "documents_of_visits",
            "documents_of_events",
        ),
    ),
    _figure(
        "visits_received",
        _("visits received"),
        "visits",
        "host_country",
        Subject.INCOMING_VISITS,
    ),
    _figure(
        "leaders_received",
        _("heads of state and government received"),
        "leaders",
        "host_country",
        Subject.INCOMING_VISITS,
        Measure.INCOMING_LEADERS,
        host_country=("leaders", "visits_of_leaders", "leader_countries", "visits"),
    ),
    _figure(
        "chairmanships",
        _("chairmanships held"),
        "chairmanships",
        "country",
        Subject.CHAIRMANSHIPS,
    ),
    _figure(
        "chairmanships_starting",
        _("chairmanships begun"),
        "chairmanships_starting",
        "country",
        Subject.CHAIRMANSHIPS,
    ),
    _figure(
        "chairmanships_coming",
        _("chairmanships in preparation"),
        "chairmanships_coming",
        "country",
        Subject.CHAIRMANSHIPS,
    ),
    _figure("initiatives", _("initiatives"), "initiatives", "country", Subject.INITIATIVES),
)
QUESTIONS = tuple(
    dict.fromkeys(
        question
        for figure in FIGURES
        for question in (
            figure.question,
            *figure.alternatives,
            *(part for total in figure.sums for part in total.questions),
        )
    )
)
