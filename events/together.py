"""A record and what belongs to it, taken through one editorial step: all of it or nothing.

A visit is logged with its summit, its documents and new people, each a record of its own. They are
submitted, sent back and published by one decision here, under the rules that hold for each.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from countries.models import EditorialState, Person
from countries.models.base import EditorialModel
from countries.snapshots import children_of, link_to
from events.editorial import Refused, author_of, publish, send_back, submit
from events.models import Citation, Journey, SignedDocument, Summit, Visit

DRAFT, IN_REVIEW = EditorialState.DRAFT, EditorialState.IN_REVIEW
WAITING = (DRAFT, IN_REVIEW)

Step = Callable[..., None]


@transaction.atomic
def take_together(
    *,
    step: Step,
    record: EditorialModel,
    user,
    others: Iterable[EditorialModel] | None = None,
    **words: str,
) -> list[EditorialModel]:
    """Take a step (``submit``, ``publish`` or ``send_back``) with a record and what belongs to it.

    ``others``: what goes along, by default ``companions``. A reviewer's page passes what it showed,
    because nobody publishes what they did not see. ``words`` go to the step: a comment. Returns
    the records that went. Raises Refused with every refusal, and then none went.
    """
    along = companions(step=step, record=record, user=user) if others is None else others
    going = sorted([record, *along], key=_rank)
    refused: dict[str, list[EditorialModel]] = {}
    for each, reasons in _taken(step, going, user, words):
        for reason in reasons:
            refused.setdefault(reason, []).append(each)
    if refused:
        raise Refused(*(_told(reason, some, going) for reason, some in refused.items()))
    return going


@dataclass(frozen=True)
class Rehearsed:
    """What would become of a record and what goes along: each, and why it would be refused.

    One refusal keeps all of them."""

    lines: list[tuple[EditorialModel, list[str]]]

    @property
    def refused(self) -> int:
        return sum(bool(reasons) for _record, reasons in self.lines)


class _TakenBack(Exception):
    """Ends a rehearsal, so that nothing of it stays."""


def rehearse(
    *, step: Step, records: Iterable[EditorialModel], user, **words: str
) -> list[Rehearsed]:
    """What taking a step with each record, and with what belongs to it, would do. Writes nothing:
    the step is taken and taken back, so that what is said is what would happen. Whoever goes with
    one record is not told of again with the next."""
    found: list[Rehearsed] = []
    gone: set[tuple[Any, int]] = set()
    with suppress(_TakenBack), transaction.atomic():
        for record in records:
            if (type(record), record.pk) in gone:
                continue
            rehearsed = _rehearsed(step, record, user, words)
            found.append(rehearsed)
            if not rehearsed.refused:
                gone |= {(type(each), each.pk) for each, _reasons in rehearsed.lines}
        raise _TakenBack
    return found


def _rehearsed(step: Step, record: EditorialModel, user, words: dict[str, str]) -> Rehearsed:
    """Take the step, and take it back where one is refused."""
    going = sorted([record, *companions(step=step, record=record, user=user)], key=_rank)
    with suppress(_TakenBack), transaction.atomic():
        rehearsed = Rehearsed(list(_taken(step, going, user, words)))
        if rehearsed.refused:
            raise _TakenBack
    return rehearsed


def seen(*, step: Step, record: EditorialModel, user, shown: set[str]) -> list[EditorialModel]:
    """What goes along of what a reviewer was shown (public ids): nobody decides on what they did
    not see. Raises Refused where something of it was changed meanwhile."""
    belonging = belonging_to(record)
    others = companions(step=step, record=record, user=user, belonging=belonging)
    others = [other for other in others if other.public_id in shown]
    for other in belonging:
        if other.public_id in shown and other not in others:
            raise changed_meanwhile(other)
    return others


def changed_meanwhile(record: EditorialModel) -> Refused:
    """Why a decision does not hold for a record that is another one than was shown."""
    return Refused(_("%s was changed meanwhile: look at it again.") % record.public_id)


def _told(reason: str, refused: list[EditorialModel], going: list[EditorialModel]) -> str:
    """Which record it was, unless the reason is the same for all."""
    if len(refused) == len(going):
        return reason
    return f"{', '.join(f'{record.public_id} {record}' for record in refused)}: {reason}"


def _taken(
    step: Step, going: list[EditorialModel], user, words: dict[str, str]
) -> Iterator[tuple[EditorialModel, list[str]]]:
    """Take the step with each, in this order, and say of each why it was refused."""
    for record in going:
        yield record, list(_refusals(step, record, user, words))


def _refusals(step: Step, record: EditorialModel, user, words: dict[str, str]) -> Iterator[str]:
    """Take the step with one record, else say why not."""
    try:
        if step is submit and not _may_change(record, user):
            raise Refused(_("You may not change it."))
        with transaction.atomic():
            step(record=record, user=user, **words)
    except Refused as refusal:
        yield from refusal.reasons


def companions(
    *,
    step: Step,
    record: EditorialModel,
    user,
    belonging: list[EditorialModel] | None = None,
) -> list[EditorialModel]:
    """What goes along with a record when this user takes the step.

    To review go drafts of the same hand and the people whom a record names, whoever entered them:
    without them it cannot be published. With a publication goes what was submitted, and these
    people; back to its author goes what that author submitted. ``belonging``: ``belonging_to`` the
    record, where that is known.
    """
    if belonging is None:
        belonging = belonging_to(record)
    if step is publish:
        going = [r for r in belonging if r.state == IN_REVIEW]
        return [*_people([record, *going], WAITING), *going]
    if step is send_back:
        waiting = [r for r in belonging if r.state == IN_REVIEW]
        waiting = [*_people([record, *waiting], (IN_REVIEW,)), *waiting]
        return _made_by({author_of(record)}, waiting)
    drafts = [r for r in belonging if r.state == DRAFT and _may_change(r, user)]
    going = _made_by({author_of(record), user.get_username()}, drafts)
    people = _people([record, *going], (DRAFT,))
    return [*(person for person in people if _may_change(person, user)), *going]


def belonging_to(record: EditorialModel) -> list[EditorialModel]:
    """The events that belong to a visit or a summit and are not public yet.

    Of a visit: its sourced journey, the summits that it was made for, the documents of both. Of a
    summit: the visits that were made for it with their journeys, the documents of both. People are
    no part of it: they follow from the records that go (``companions``).
    """
    visits: list[Visit] = []
    summits: list[Summit] = []
    if isinstance(record, Visit):
        visits = [record]
        summits = list(Summit.objects.filter(participants__visit=record).distinct())
    elif isinstance(record, Summit):
        summits = [record]
        made_for = Visit.objects.filter(summit_participations__summit=record).distinct()
        visits = list(made_for.select_related("visitor", "host_country"))
    documents = _documents(record, visits, summits)
    found: list[EditorialModel] = [*_journeys(visits), *visits, *summits, *documents]
    return [r for r in found if r.state in WAITING and r != record]


def _documents(record, visits: list[Visit], summits: list[Summit]) -> list[SignedDocument]:
    """The documents of both; those of a visit's summit unless they came of another visit."""
    if not visits and not summits:
        return []
    of_summits = Q(summit__in=summits)
    if isinstance(record, Visit):
        of_summits &= Q(visit__isnull=True)
    return list(SignedDocument.objects.filter(Q(visit__in=visits) | of_summits).order_by("pk"))


def _journeys(visits: list[Visit]) -> list[Journey]:
    """Sourced journeys; an assumed one is published with its stop."""
    if not visits:
        return []
    found = Journey.objects.filter(visits__in=visits, basis=Journey.Basis.SOURCED)
    return list(found.select_related("traveller").distinct())


def _people(records: list[EditorialModel], states: Iterable[str]) -> list[EditorialModel]:
    """The people in these states whom the records or the rows that belong to them name."""
    keys = {key for named in named_people(records).values() for key in named}
    keys -= {record.pk for record in records if isinstance(record, Person)}
    return list(Person.objects.filter(pk__in=keys, state__in=states).order_by("pk"))


def named_people(records: list[EditorialModel]) -> dict[tuple[type, int | None], set[int]]:
    """The keys of the people whom each record and the rows that belong to it name; one query for
    each kind of such rows."""
    found: dict[tuple[type, int | None], set[int]] = {(type(r), r.pk): set() for r in records}
    for model in dict.fromkeys(type(record) for record in records):
        some = [record for record in records if type(record) is model]
        for record in some:
            found[model, record.pk] |= {getattr(record, n) for n in _person_columns(model)}
        for relation in children_of(some[0]):
            link = link_to(some[0], relation)
            if not (names := _person_columns(link.model)):
                continue
            rows = link.model._default_manager.filter(**{f"{link.name}__in": some}).order_by()
            for owner, *keys in rows.values_list(link.attname, *names):
                found[model, owner] |= set(keys)
    for named in found.values():
        named.discard(None)
    return found


def _person_columns(model: type[models.Model]) -> list[str]:
    if model is Citation:  # its person is the record that it supports
        return []
    return [
        field.attname
        for field in model._meta.fields
        if isinstance(field, models.ForeignKey) and field.related_model is Person
    ]


def _made_by(names: set[str], records: list[EditorialModel]) -> list[EditorialModel]:
    """Those that one of these entered, or that a command entered without a name."""
    found: set[tuple[Any, int]] = set()
    for model in dict.fromkeys(type(record) for record in records):
        keys = [record.pk for record in records if type(record) is model]
        made: Any = model.history.filter(history_type="+", id__in=keys)
        made = made.filter(history_user_id__in=[*names, ""])
        found |= {(model, key) for key in made.values_list("id", flat=True)}
    return [record for record in records if (type(record), record.pk) in found]


def _may_change(record: EditorialModel, user) -> bool:
    meta = record._meta
    return user.has_perm(f"{meta.app_label}.change_{meta.model_name}")


ORDER = (Person, Journey, Visit, Summit, SignedDocument)


def _rank(record: EditorialModel) -> int:
    return next((n for n, model in enumerate(ORDER) if isinstance(record, model)), len(ORDER))
