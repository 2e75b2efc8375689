"""Counting rules of summits, documents, chairmanships and initiatives."""

from django.utils.translation import gettext_lazy as _

from events.models import Mode, SignedDocument, Status, Summit
from events.statistics.rules import CountingRule

HELD: dict[str, str | tuple[str, ...]] = {"status": Status.HELD.value}
SIGNED: dict[str, str | tuple[str, ...]] = {"conclusion": SignedDocument.Conclusion.SIGNED.value}


def _summits(code: str, title, text, **parameters) -> CountingRule:
    return CountingRule(code, "summits", "summits", title, text, parameters=HELD | parameters)


def _documents(code: str, title, text, **parameters) -> CountingRule:
    return CountingRule(code, "documents", "documents", title, text, parameters=parameters)


SUMMIT_RULES = (
    _summits(
        "summits",
        _("International events"),
        _(
            "Summits, forums and conferences that were held, in person, online or both, each once "
            "however many people took part. A country attended an event if it stands among the "
            "participants, whoever spoke for it; it hosted an event held in it, whether or not it "
            "stands among the participants. An event counts in the year in which it starts; a date "
            "known only to the month or the year counts in its year."
        ),
    ),
    _summits(
        "summits_in_person",
        _("International events in person"),
        _("As international events, but only those held in person."),
        mode=Mode.IN_PERSON.value,
    ),
    _summits(
        "summits_online",
        _("International events online"),
        _("As international events, but only those held online."),
        mode=Mode.ONLINE.value,
    ),
    _summits(
        "summits_hybrid",
        _("International events in person and online at once"),
        _("As international events, but only hybrid ones."),
        mode=Mode.HYBRID.value,
    ),
    _summits(
        "summits_abroad",
        _("International events abroad"),
        _("As international events, without those held in the country itself."),
        host_country__n="{country}",
    ),
    _summits(
        "summits_of_leaders",
        _("Summits of leaders"),
        _("As international events, but only at the level of heads of state or of government."),
        level=(Summit.Level.HEADS_OF_STATE.value, Summit.Level.HEADS_OF_GOVERNMENT.value),
    ),
    CountingRule(
        "summits_on_record",
        "summits",
        "summits",
        _("All international events on record"),
        _("As international events, with those announced, postponed or cancelled."),
    ),
    CountingRule(
        "countries_hosting_events",
        "countries",
        "summits",
        _("Countries that hosted events"),
        _(
            "The different host countries of international events that were held in person (or "
            "hybrid), each country once."
        ),
        counts="host_country",
        parameters=HELD | {"mode__n": Mode.ONLINE.value},
    ),
)

EVENTS_AND_VISITS = CountingRule(
    "events_and_visits",
    "events_and_visits",
    "",
    _("International events and other visits abroad"),
    _(
        "International events that the country attended, and the visits abroad that served none of "
        "them, added up."
    ),
)

DOCUMENT_RULES = (
    _documents(
        "documents",
        _("Documents signed"),
        _(
            "Documents that were signed, each once however many parties or signatories it has; "
            "texts adopted without signature do not count. A document counts for a country that is "
            "a party itself, and for one that on the day of signing was a member of an "
            "organization that is a party. It counts in the year in which it was signed; a date "
            "known only to the month or the year counts in its year. What became of it later "
            "(ratified, terminated) changes nothing."
        ),
        **SIGNED,
    ),
    _documents(
        "documents_signed_and_adopted",
        _("Documents signed or adopted"),
        _("As documents signed, with the texts that were adopted without signature."),
    ),
    _documents(
        "documents_itself",
        _("Documents signed as a party itself"),
        _("As documents signed, but only those to which the country itself is a party."),
        **SIGNED,
        party_country="{country}",
    ),
    _documents(
        "documents_via_organization",
        _("Documents signed through an organization"),
        _(
            "As documents signed, but only those to which the country is a party just as a member "
            "of an organization."
        ),
        **SIGNED,
        party_country__n="{country}",
    ),
    _documents(
        "documents_of_visits",
        _("Documents signed on visits"),
        _("As documents signed, but only those that the record ties to a visit."),
        **SIGNED,
        visit__empty="false",
    ),
    _documents(
        "documents_of_events",
        _("Documents signed at international events"),
        _("As documents signed, but only those that the record ties to an international event."),
        **SIGNED,
        summit__empty="false",
    ),
)

CHAIRMANSHIP_RULES = (
    CountingRule(
        "chairmanships",
        "chairmanships",
        "chairmanships",
        _("Chairmanships held"),
        _(
            "Terms in the chair of which at least a day lies in the year; a term counts in every "
            "year that it touches. A term that is still going on reaches to every later year; one "
            "whose end is not known counts in the year in which it starts."
        ),
    ),
    CountingRule(
        "chairmanships_starting",
        "chairmanships",
        "chairmanships",
        _("Chairmanships begun"),
        _("Terms in the chair that start in the year."),
        period={"start_date__gte": "{first_day}", "start_date__lte": "{last_day}"},
    ),
    CountingRule(
        "chairmanships_coming",
        "chairmanships",
        "chairmanships",
        _("Chairmanships in preparation"),
        _("Terms in the chair that start in the following year."),
        period={"start_date__gte": "{next_first_day}", "start_date__lte": "{next_last_day}"},
    ),
)

INITIATIVE_RULES = (
    CountingRule(
        "initiatives",
        "initiatives",
        "initiatives",
        _("Initiatives"),
        _(
            "Proposals that the country had made by the end of the year, each once. One whose day "
            "of proposal is not known counts from its first dated status. Where it stands is its "
            "latest status of the year or before."
        ),
        period={"known_by": "{last_day}"},
    ),
    CountingRule(
        "initiatives_proposed",
        "initiatives",
        "initiatives",
        _("Initiatives proposed"),
        _("Proposals that the country made in the year."),
    ),
)
