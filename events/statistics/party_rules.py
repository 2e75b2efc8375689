"""Counting rules of who took part in international events and who is bound by documents."""

from django.utils.translation import gettext_lazy as _

from events.statistics.event_rules import HELD, SIGNED
from events.statistics.rules import CountingRule

PARTY_RULES = (
    CountingRule(
        "countries_at_events",
        "participant_countries",
        "summits",
        _("Countries at events"),
        _(
            "The different countries among the participants of the international events that were "
            "held, each once. Grouped by country, all that stood at the events of each are counted."
        ),
        counts="participants__country",
        parameters=HELD,
    ),
    CountingRule(
        "organizations_at_events",
        "organizations",
        "summits",
        _("Organizations at events"),
        _(
            "The different organizations among the participants of the international events that "
            "were held, each once. The organization whose event it is counts only if it stands "
            "among them."
        ),
        counts="participants__organization",
        parameters=HELD,
    ),
    CountingRule(
        "people_at_events",
        "people",
        "summits",
        _("People at events"),
        _(
            "The different people on record among the participants of the international events "
            "that were held, each once however many events they came to. Of many participants no "
            "person is on record."
        ),
        counts="participants__person",
        parameters=HELD,
    ),
    CountingRule(
        "countries_bound",
        "countries",
        "documents",
        _("Countries bound by documents"),
        _(
            "The different countries that are parties to the documents signed, or on the day of "
            "signing were members of an organization that is a party, each once. Grouped by "
            "country, all that are bound by the documents of each are counted."
        ),
        counts="bound_country",
        parameters=SIGNED,
    ),
    CountingRule(
        "organizations_signing",
        "organizations",
        "documents",
        _("Organizations that are parties"),
        _("The different organizations that are parties to the documents signed, each once."),
        counts="parties__organization",
        parameters=SIGNED,
    ),
    CountingRule(
        "signatories",
        "people",
        "documents",
        _("Signatories"),
        _(
            "The different people on record as having signed the documents, each once however many "
            "they signed. Of many parties no signatory is on record."
        ),
        counts="parties__signatory",
        parameters=SIGNED,
    ),
)
