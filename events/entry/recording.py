"""Writing a page's visit with its summit, documents and citations: all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from countries.models import Person, Position
from countries.partial_dates import PartialDate
from countries.snapshots import snapshot
from events.actions import assume_journeys
from events.editorial import needs_review, propose
from events.models import (
    Citation,
    DocumentKind,
    DocumentParty,
    EventKind,
    Journey,
    Mode,
    SignedDocument,
    Source,
    Summit,
    SummitParticipant,
    Visit,
    VisitParticipant,
)
from events.positions import position_then


@dataclass(frozen=True, slots=True)
class SummitEntry:
    """The summit that the visit was made for; one without a key is new."""

    summit: Summit
    visitor_role: str
    kind: EventKind | None = None


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A signed document, whose parties are the two sides of the visit."""

    title: str
    kind: DocumentKind
    guest_signatory: Person | None = None
    host_signatory: Person | None = None


@dataclass(frozen=True, slots=True)
class DocumentsEntry:
    """The documents with what they have in common; ``came_of`` is visit, summit or both."""

    rows: Sequence[DocumentEntry] = ()
    signed: PartialDate | None = None
    came_of: str = "visit"
    conclusion: str = SignedDocument.Conclusion.SIGNED


@dataclass
class Recorded:
    """What was written. ``waits`` says that the summit's new participants await review."""

    visit: Visit
    summit: Summit | None = None
    summit_is_new: bool = False
    documents: list[SignedDocument] = field(default_factory=list)
    waits: bool = False


@transaction.atomic
def record_visit(
    *,
    visit: Visit,
    user,
    counterpart: Person | None = None,
    own_journey: bool = False,
    summit: SummitEntry | None = None,
    documents: DocumentsEntry | None = None,
    source: Source | None = None,
    quote: str = "",
) -> Recorded:
    """Write a draft visit and what came of it, each record citing the source.

    ``own_journey``: the source says that the stop was a trip by itself. ValidationError where a
    record breaks a rule, and then nothing is written.
    """
    if own_journey:
        visit.journey = _journey_of_its_own(visit)
    else:
        assume_journeys(visits=[visit])
    visit.save()
    recorded = Recorded(visit)
    if counterpart:
        role = VisitParticipant.Role.COUNTERPART
        office = _office(counterpart, visit)
        _written(VisitParticipant(visit=visit, person=counterpart, position=office, role=role))
    if summit:
        recorded.summit, recorded.summit_is_new = summit.summit, summit.summit.pk is None
        recorded.waits = _join(summit, visit, counterpart, user)
    if documents:
        recorded.documents = [
            _document(row, documents, visit, recorded.summit) for row in documents.rows
        ]
    if source:
        new = recorded.summit if recorded.summit_is_new else None
        for link, record in (
            ("visit", visit),
            ("journey", visit.journey if own_journey else None),  # it is the source that says so
            ("summit", new),
            *(("document", document) for document in recorded.documents),
        ):
            if record:
                _written(Citation(source=source, quote=quote, **{link: record}))
    return recorded


def _written(row):
    row.full_clean()
    row.save()
    return row


def _office(person: Person, visit: Visit) -> Position | None:
    """The office of someone on the host's side on the first day."""
    seen_from_there = Visit(visitor=person, guest_country_id=visit.host_country_id)
    return position_then(seen_from_there, visit.start_date)


def _journey_of_its_own(visit: Visit) -> Journey:
    """Sourced: what a source sets apart, adjoining dates do not join on publishing."""
    journey = Journey(
        traveller=visit.visitor,
        guest_country=visit.guest_country,
        guest_organization=visit.guest_organization,
        basis=Journey.Basis.SOURCED,
    )
    journey.start, journey.end = visit.start, visit.end
    return _written(journey)


def _join(entry: SummitEntry, visit: Visit, counterpart: Person | None, user) -> bool:
    """Write the summit if it is new, and both sides into it; whether that waits for review."""
    summit = entry.summit
    if summit.pk is None:
        summit.kind = entry.kind
        summit.host_country, summit.city = visit.host_country, visit.city
        summit.start, summit.end = visit.start, visit.end
        summit.status, summit.mode = visit.status, Mode.IN_PERSON
        _written(summit)
    if not needs_review(record=summit, user=user):
        _take_part(entry, visit, counterpart)
        return False
    savepoint = transaction.savepoint()
    _take_part(entry, visit, counterpart)
    payload = snapshot(summit)
    transaction.savepoint_rollback(savepoint)
    reason = _("%s was logged as a visit") % visit.public_id
    return propose(record=summit, payload=payload, user=user, reason=reason) is not None


def _take_part(entry: SummitEntry, visit: Visit, counterpart: Person | None) -> None:
    """Both sides at the summit, where they are not there yet."""
    there = entry.summit.participants
    if not there.filter(person=visit.visitor).exists():
        _written(
            SummitParticipant(
                summit=entry.summit,
                country=visit.guest_country,
                organization=visit.guest_organization,
                person=visit.visitor,
                position=visit.visitor_position,
                role=entry.visitor_role,
                mode=Mode.IN_PERSON,
                visit=visit,
            )
        )
    if there.filter(country=visit.host_country).exists():
        return
    _written(
        SummitParticipant(
            summit=entry.summit,
            country=visit.host_country,
            person=counterpart,
            position=_office(counterpart, visit) if counterpart else None,
            role=SummitParticipant.Role.HOST,
            mode=Mode.IN_PERSON,
        )
    )


def _document(
    row: DocumentEntry, common: DocumentsEntry, visit: Visit, summit: Summit | None
) -> SignedDocument:
    document = SignedDocument(
        title=row.title,
        kind=row.kind,
        conclusion=common.conclusion,
        host_country=visit.host_country,
        city=visit.city,
        visit=visit if common.came_of != "summit" or not summit else None,
        summit=summit if common.came_of != "visit" else None,
    )
    document.signed = common.signed
    _written(document)
    guest = (visit.guest_country, visit.guest_organization, row.guest_signatory)
    host = (visit.host_country, None, row.host_signatory)
    for order, (country, organization, signatory) in enumerate((guest, host)):
        office = None
        if signatory == visit.visitor:
            office = visit.visitor_position
        elif signatory:
            side = Visit(visitor=signatory, guest_country=country, guest_organization=organization)
            office = position_then(side, document.signed_date)
        _written(
            DocumentParty(
                document=document,
                country=country,
                organization=organization,
                signatory=signatory,
                signatory_position=office,
                order=order,
            )
        )
    return document
