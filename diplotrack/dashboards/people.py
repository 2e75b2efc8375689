"""A person: which offices when, and everything they took part in."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from countries.models import Person, Tenure
from countries.pages import RecordDetailView
from diplotrack.dashboards.charts.records import journeys
from diplotrack.dashboards.linked import LinkedList, linked
from diplotrack.dashboards.remembered import Memory
from events.views.journeys import journey_rows
from events.views.prefetches import (
    chairmanship_rows,
    citations,
    document_rows,
    initiative_rows,
    summit_rows,
    visit_rows,
)


class PersonDetailView(RecordDetailView):
    """One person."""

    model = Person
    template_name = "countries/person_detail.html"

    def get_queryset(self):
        tenures = Tenure.objects.select_related("position__country", "position__organization")
        return Person.objects.published().prefetch_related(
            Prefetch("tenures", tenures), citations()
        )

    def get_context_data(self, **kwargs):
        chart = journeys(self.object)
        Memory().prepare(chart)
        return super().get_context_data(**kwargs) | {
            "lists": records_of(self.object),
            "chart": chart,
        }


def records_of(person: Person) -> list[LinkedList]:
    """What a person did; the delegations and talks of others' visits included."""
    public_id = person.public_id
    return [
        linked(
            _("Visits"),
            "visit",
            visit_rows().filter(visitor=person),
            f"/visits/?visitor={public_id}",
        ),
        linked(
            _("Journeys"),
            "journey",
            journey_rows().filter(traveller=person),
            f"/journeys/?traveller={public_id}",
        ),
        linked(
            _("In delegations, and as host"),
            "visit",
            visit_rows().with_participant(person),
            f"/visits/?participant={public_id}",
        ),
        linked(
            _("Summits"),
            "summit",
            summit_rows().with_person(person),
            f"/summits/?person={public_id}",
        ),
        linked(
            _("Documents signed"),
            "document",
            document_rows().signed_by(person),
            f"/documents/?signatory={public_id}",
        ),
        linked(
            _("Chairmanships"),
            "chairmanship",
            chairmanship_rows().filter(person=person),
            f"/chairmanships/?person={public_id}",
        ),
        linked(
            _("Initiatives"),
            "initiative",
            initiative_rows().filter(person=person),
            f"/initiatives/?person={public_id}",
        ),
    ]
