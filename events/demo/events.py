"""What happened in the demo: visits, summits, documents, chairmanships, initiatives."""

from django.core.exceptions import ValidationError

from countries.loading import BrokenTable, Row, Table
from countries.models import EditorialState
from events.actions import assume_journeys
from events.demo.citations import cite
from events.demo.tables import PREFIX, Demo, external
from events.models import (
    Chairmanship,
    DocumentAction,
    DocumentParty,
    Initiative,
    InitiativeStatus,
    Journey,
    Mode,
    SignedDocument,
    Status,
    Summit,
    SummitParticipant,
    Visit,
    VisitParticipant,
)

PUBLISHED = EditorialState.PUBLISHED


def _ours(model):
    return model.objects.filter(external_id__startswith=PREFIX)


def load_visits(demo: Demo) -> None:
    _load_sourced_journeys(demo)
    assumed = dict(
        _ours(Visit)
        .filter(journey__basis=Journey.Basis.ASSUMED)
        .values_list("external_id", "journey")
    )
    rows = demo.rows["visits"]
    visits = demo.load(
        Table(Visit, ("external_id",), lambda row: _visit(demo, row, assumed)),
        rows,
        name="visits",
        among=_ours(Visit),
    )
    alone = [visit for visit in visits if visit.journey_id is None]
    assume_journeys(visits=alone)
    Visit.objects.bulk_update([v for v in alone if v.journey_id], ["journey"])
    people = [
        Row(row.file, row.line, {"visit": row["key"], "person": person, "order": str(order)})
        for row in rows
        for order, person in enumerate(row["host_counterparts"].split(";"))
        if person
    ]
    demo.load(
        Table(VisitParticipant, ("visit_id", "person_id"), lambda row: _counterpart(demo, row)),
        people,
        among=VisitParticipant.objects.filter(visit__external_id__startswith=PREFIX),
    )
    cite(demo, "visit", rows, "visits")


def _load_sourced_journeys(demo: Demo) -> None:
    """A journey that the file names, over the dates of its stops."""
    stops: dict[str, list[Row]] = {}
    for row in demo.rows["visits"]:
        if row["journey"]:
            stops.setdefault(row["journey"], []).append(row)
    rows = [
        Row(
            first.file,
            first.line,
            {
                "key": title,
                "visitor": first["visitor"],
                "country": first["guest_country"],
                "start_date": min(stop["start_date"] for stop in trip),
                "end_date": max(stop["end_date"] for stop in trip),
            },
        )
        for title, trip in stops.items()
        for first in trip[:1]
    ]
    demo.load(
        Table(
            Journey,
            ("external_id",),
            lambda row: {
                "external_id": external(f"journey:{row['key']}"),
                "title": row["key"],
                "traveller_id": demo.pk("people", row["visitor"]),
                "guest_country_id": demo.country(row["country"]),
                "basis": Journey.Basis.SOURCED,
                "start": row["start_date"],
                "end": row["end_date"],
                "state": PUBLISHED,
            },
        ),
        rows,
        name="journeys",
        among=_ours(Journey),
    )


def _visit(demo: Demo, row: Row, assumed: dict[str, int]) -> dict:
    same = ("city", "status", "mode", "purpose", "confidence", "other_cities", "note")
    key = external(row["key"])
    return {
        **{name: row[name] for name in same},
        "external_id": key,
        "state": PUBLISHED,
        "visitor_id": demo.pk("people", row["visitor"]),
        "visitor_position_id": demo.position(
            row["visitor_position"], row["guest_country"], row["guest_organization"]
        ),
        "guest_country_id": demo.country(row["guest_country"]),
        "guest_organization_id": demo.organization(row["guest_organization"]),
        "host_country_id": demo.country(row["host_country"]),
        "visit_type_id": row["visit_type"],
        "start": row["start_date"],
        "end": row["end_date"],
        "journey_id": demo.pk("journeys", row["journey"]) or assumed.get(key),
    }


def _counterpart(demo: Demo, row: Row) -> dict:
    visit = demo.found["visits"][row["visit"]]
    person = demo.pk("people", row["person"])
    return {
        "visit_id": visit.pk,
        "person_id": person,
        "order": int(row["order"]),
        "role": VisitParticipant.Role.COUNTERPART,
        "position_id": demo.position_on(person, visit.start_date, visit.host_country_id),
    }


def load_summits(demo: Demo) -> None:
    levels, series = demo.norm["summit_levels"], demo.norm["series"]
    same = ("city", "mode", "confidence", "note")
    demo.load(
        Table(
            Summit,
            ("external_id",),
            lambda row: {
                **demo.titles(row),
                **{name: row[name] for name in same},
                "external_id": external(row["key"]),
                "kind_id": series[row["series"]]["kind"],
                "series_id": row["series"],
                "ordinal": int(row["ordinal"]) if row["ordinal"] else None,
                "organization_id": demo.organization(row["organization"]),
                "host_country_id": demo.country(row["host_country"]),
                "start": row["start_date"],
                "end": row["end_date"],
                "level": levels.get(row["level"], row["level"]),
                "state": PUBLISHED,
            },
        ),
        demo.rows["summits"],
        name="summits",
        among=_ours(Summit),
    )
    order = {id(row): n for n, row in enumerate(demo.rows["summit_participants"])}
    demo.load(
        Table(
            SummitParticipant,
            ("summit_id", "country_id", "organization_id", "person_id"),
            lambda row: _participant(demo, row, order[id(row)]),
        ),
        demo.rows["summit_participants"],
        among=SummitParticipant.objects.filter(summit__external_id__startswith=PREFIX),
    )
    cite(demo, "summit", demo.rows["summits"], "summits")


def _participant(demo: Demo, row: Row, order: int) -> dict:
    summit, person = demo.pk("summits", row["summit_key"]), demo.pk("people", row["person"])
    return {
        "summit_id": summit,
        "person_id": person,
        "role": row["role"],
        "mode": row["mode"],
        "country_id": demo.country(row["country"]),
        "organization_id": demo.organization(row["organization"]),
        "order": order,
        "position_id": demo.position(row["position"], row["country"], row["organization"]),
        "visit_id": _stay(demo, row, person),
    }


def _stay(demo: Demo, row: Row, person: int | None) -> int | None:
    """The visit during which the person took part: the one that names the summit, or one in the
    summit's country on its days. One stay may serve two summits."""
    summit = demo.found["summits"][row["summit_key"]]
    if person is None or row["mode"] == Mode.ONLINE:
        return None
    named = {r["key"] for r in demo.rows["visits"] if r["summit_key"] == row["summit_key"]}
    visits = [
        (key, visit)
        for key, visit in demo.found["visits"].items()
        if visit.visitor_id == person and visit.status == Status.HELD
    ]
    for key, visit in visits:
        if key in named:
            return visit.pk
    for _key, visit in visits:
        if (
            visit.host_country_id == summit.host_country_id
            and visit.start_date <= (summit.end_date or summit.start_date)
            and summit.start_date <= (visit.end_date or visit.start_date)
        ):
            return visit.pk
    return None


def load_documents(demo: Demo) -> None:
    rows = demo.rows["documents"]
    demo.load(
        Table(
            SignedDocument,
            ("external_id",),
            lambda row: {
                "external_id": external(row["key"]),
                **demo.titles(row),
                "kind_id": row["kind"],
                "conclusion": "adopted" if row["status"] == "adopted" else "signed",
                "signed": row["signed_date"],
                "city": row["city"],
                "confidence": row["confidence"],
                "host_country_id": demo.country(row["host_country"]),
                "visit_id": demo.pk("visits", row["visit_key"]),
                "summit_id": demo.pk("summits", row["summit_key"]),
                "state": PUBLISHED,
            },
        ),
        rows,
        name="documents",
        among=_ours(SignedDocument),
    )
    order = {id(row): n for n, row in enumerate(demo.rows["document_parties"])}
    demo.load(
        Table(
            DocumentParty,
            ("document_id", "country_id", "organization_id", "signatory_id"),
            lambda row: _party(demo, row, order[id(row)]),
        ),
        demo.rows["document_parties"],
        among=DocumentParty.objects.filter(document__external_id__startswith=PREFIX),
    )
    in_force = [row for row in rows if row["status"] == "in_force" or row["in_force_date"]]
    demo.load(
        Table(
            DocumentAction,
            ("document_id", "action_type_id", "country_id"),
            lambda row: {
                "document_id": demo.pk("documents", row["key"]),
                "action_type_id": "in_force",
                "when": row["in_force_date"],
            },
        ),
        in_force,
        among=DocumentAction.objects.filter(document__external_id__startswith=PREFIX),
    )
    cite(demo, "document", rows, "documents")


def _party(demo: Demo, row: Row, order: int) -> dict:
    document = demo.found["documents"].get(row["document_key"])
    if document is None:
        raise ValidationError(f"“{row['document_key']}” is not in documents.csv")
    country, signatory = demo.country(row["country"]), demo.pk("people", row["signatory"])
    return {
        "document_id": document.pk,
        "country_id": country,
        "organization_id": demo.organization(row["organization"]),
        "signatory_id": signatory,
        "order": order,
        "signatory_position_id": demo.position_on(signatory, document.signed_date, country),
    }


def load_chairmanships(demo: Demo) -> None:
    demo.load(
        Table(Chairmanship, ("external_id",), lambda row: _chairmanship(demo, row)),
        demo.rows["chairmanships"],
        name="chairmanships",
        among=_ours(Chairmanship),
    )
    cite(demo, "chairmanship", demo.rows["chairmanships"], "chairmanships")


def _chairmanship(demo: Demo, row: Row) -> dict:
    convention = demo.norm["conventions"].get(row["convention"])
    if convention is None:
        raise ValidationError(f"convention “{row['convention']}” is not in normalisation.toml")
    return {
        "external_id": external(row["key"]),
        "theme": row["theme"],
        "state": PUBLISHED,
        "organization_id": demo.organization(row["organization"]),
        "country_id": demo.country(row["country"]),
        "confidence": row["confidence"],
        "person_id": demo.pk("people", row["person"]),
        "start": row["start_date"],
        "end": row["end_date"],
        "ongoing": convention.get("ongoing", False),
        "convention_id": convention["code"],
        "convention_note": convention.get("note", ""),
        "number": convention.get("number"),
    }


def load_initiatives(demo: Demo) -> None:
    """Rows that are one initiative (an idea, its resolution) become one, with dated statuses."""
    rows, norm = demo.rows["initiatives"], demo.norm["initiatives"]
    if unread := [row for row in rows if row["key"] not in norm]:
        raise BrokenTable(
            f"{row.file}, line {row.line}: “{row['key']}” is not in normalisation.toml"
            for row in unread
        )
    ideas = [row for row in rows if "same_as" not in norm[row["key"]]]
    demo.load(
        Table(Initiative, ("external_id",), lambda row: _initiative(demo, row)),
        ideas,
        name="initiatives",
        among=_ours(Initiative),
    )
    demo.load(
        Table(
            InitiativeStatus, ("initiative_id", "status", "date"), lambda row: _status(demo, row)
        ),
        [*_proposals(ideas), *rows],
        among=InitiativeStatus.objects.filter(initiative__external_id__startswith=PREFIX),
    )
    cite(
        demo,
        "initiative",
        rows,
        "initiatives",
        key=lambda row: _idea(demo, row),
        field="statuses",
        value=lambda row: f"{norm[row['key']]['status']} {row['status_date']}",
    )


def _idea(demo: Demo, row: Row) -> str:
    return demo.norm["initiatives"][row["key"]].get("same_as", row["key"])


def _initiative(demo: Demo, row: Row) -> dict:
    norm = demo.norm["initiatives"][row["key"]]
    return {
        "external_id": external(row["key"]),
        **demo.titles(row),
        "country_id": "KAZ",
        "proposed": row["proposed_date"],
        "state": PUBLISHED,
        "person_id": demo.pk("people", norm.get("person", "")),
        "forum_organization_id": demo.organization(norm.get("forum_organization", "")),
        "forum_summit_id": demo.pk("summits", norm.get("forum_summit", "")),
        "forum_note": norm.get("forum_note", ""),
    }


def _proposals(ideas: list[Row]) -> list[Row]:
    """The day of proposal is a status too, unless the row says no more than that."""
    return [
        Row(
            row.file,
            row.line,
            {**row.cells, "status_date": row["proposed_date"], "proposal": "yes"},
        )
        for row in ideas
        if row["proposed_date"] and row["proposed_date"] != row["status_date"]
    ]


def _status(demo: Demo, row: Row) -> dict:
    norm = demo.norm["initiatives"][row["key"]]
    proposal = "proposal" in row.cells
    return {
        "initiative_id": demo.pk("initiatives", _idea(demo, row)),
        "status": "proposed" if proposal else norm["status"],
        "since": row["status_date"],
        "note": "" if proposal else norm.get("note", ""),
    }
