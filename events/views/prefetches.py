"""The published records and children that a record's page shows, read in a fixed number of queries.

A child that points to a record or a person that is not published is left out or loses its name:
``components/person.html`` shows no unpublished person.
"""

from django.db.models import Prefetch

from events.models import (
    Chairmanship,
    Citation,
    DocumentParty,
    Initiative,
    SignedDocument,
    SourceCopy,
    Summit,
    SummitParticipant,
    Visit,
    VisitParticipant,
)


def visit_rows():
    """Published visits with what a row of their table shows."""
    return Visit.objects.published().select_related(
        "visitor",
        "visitor_position",
        "guest_country",
        "guest_organization",
        "host_country",
        "visit_type",
    )


def summit_rows():
    """Published summits with what a row of their table shows."""
    return Summit.objects.published().select_related("kind", "organization", "host_country")


def document_rows():
    """Published documents with what a row of their table shows."""
    return (
        SignedDocument.objects.published()
        .select_related("kind", "host_country")
        .prefetch_related(parties())
    )


def initiative_rows():
    """Published initiatives with their current status and what a row of their table shows."""
    return (
        Initiative.objects.published().with_status().select_related("country", "forum_organization")
    )


def citations() -> Prefetch:
    public = SourceCopy.objects.filter(is_public=True)
    copies = Prefetch("source__copies", public, to_attr="public_copies")
    rows = Citation.objects.select_related("source").prefetch_related(copies)
    return Prefetch("citations", rows)


# The sources of the records that double this one (docs/decisions/0061).
MIRRORS = "mirrors__citations__source"


def parties() -> Prefetch:
    return Prefetch(
        "parties",
        DocumentParty.objects.select_related(
            "country", "organization", "signatory", "signatory_position"
        ),
    )


def delegation() -> Prefetch:
    """The published people of a visit."""
    return Prefetch(
        "participants",
        VisitParticipant.objects.filter(person__state="published").select_related(
            "person", "position"
        ),
    )


def participants() -> Prefetch:
    return Prefetch(
        "participants",
        SummitParticipant.objects.select_related(
            "country", "organization", "person", "position", "visit", "visit__visitor"
        ),
    )


def summit_links() -> Prefetch:
    """A visit's places in published summits."""
    return Prefetch(
        "summit_participations",
        SummitParticipant.objects.filter(summit__state="published").select_related(
            "summit", "summit__kind"
        ),
    )


def chairmanship_rows():
    """Published chairmanships with what a row of their table shows."""
    return Chairmanship.objects.published().select_related(
        "organization", "country", "person", "convention"
    )
