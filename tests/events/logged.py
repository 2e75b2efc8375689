"""What the page on which a visit is logged leaves: a visit with all that came with it."""

from countries.models import EditorialState, recorded_as
from tests import factories

DRAFT = EditorialState.DRAFT


class Logged:
    """What the page on which a visit is logged writes, by one analyst."""

    def __init__(self, author: str = "analyst") -> None:
        with recorded_as(author):
            self.minister = factories.PersonFactory(name_en="A Minister", state=DRAFT)
            self.visit = self._cited(visit=factories.VisitFactory(state=DRAFT))
            self.summit = self._cited(summit=factories.SummitFactory(state=DRAFT))
            factories.SummitParticipantFactory(
                summit=self.summit, person=self.visit.visitor, visit=self.visit
            )
            self.document = self._cited(
                document=factories.SignedDocumentFactory(visit=self.visit, state=DRAFT)
            )
            factories.DocumentPartyFactory(document=self.document, signatory=self.minister)

    @staticmethod
    def _cited(**record):
        (value,) = record.values()
        factories.CitationFactory(**({"visit": None} | record))
        return value

    @property
    def all(self) -> list:
        return [self.minister, self.visit, self.summit, self.document]

    def reread(self) -> list:
        for record in self.all:
            record.refresh_from_db()
        return self.all

    def states(self) -> list[str]:
        return [record.state for record in self.reread()]
