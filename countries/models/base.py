"""What several models share: names in three languages, search keys, validity, editorial state."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Trim
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from countries.models.history import TrackedModel, TrackedQuerySet
from countries.names import fold
from countries.partial_dates import PartialDateAttribute


class FoldedField(models.TextField):
    """The search key of other text fields of the row, kept in step on every save.

    Compared byte by byte on both databases, so that ordering and prefixes agree.
    """

    def __init__(self, *, sources: tuple[str, ...] = (), **options) -> None:
        self.sources = sources
        super().__init__(**{"editable": False, "blank": True, "default": "", **options})

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "sources": self.sources}

    def db_parameters(self, connection):
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}

    def pre_save(self, model_instance, add):
        texts = (str(getattr(model_instance, source) or "") for source in self.sources)
        key = " | ".join(fold(text) for text in texts if text)
        setattr(model_instance, self.attname, key)
        return key


class NamedModel(models.Model):
    """A thing with a name in English, Russian and Kazakh; English stands in for a missing one."""

    name_en = models.CharField(_("name in English"), max_length=255)
    name_ru = models.CharField(_("name in Russian"), max_length=255, blank=True)
    name_kk = models.CharField(_("name in Kazakh"), max_length=255, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        """The name in ``en``, ``ru`` or ``kk`` (a longer tag is cut), English if there is none."""
        return getattr(self, f"name_{language[:2]}", "") or self.name_en


class PartialDatesModel(models.Model):
    """Checks in ``clean()`` that each partial date is stored as the bound of its period."""

    class Meta:
        abstract = True

    @classmethod
    def partial_dates(cls) -> dict[str, PartialDateAttribute]:
        """The partial dates of this model, by attribute name."""
        return {
            name: attribute
            for parent in reversed(cls.__mro__)
            for name, attribute in vars(parent).items()
            if isinstance(attribute, PartialDateAttribute)
        }

    def clean(self) -> None:
        super().clean()
        errors = {
            attribute.column: message
            for attribute in self.partial_dates().values()
            if (message := attribute.contradiction(self))
        }
        if errors:
            raise ValidationError(errors)


class EditorialState(models.TextChoices):
    """Where a record stands between an analyst's draft and the public."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


# What a citation may name that holds several rows: each may be true beside the others.
LISTS = ("actions", "participants", "parties", "people", "statuses", "tenures")


class SourceState(models.TextChoices):
    """What a record's sources have to do with one another; empty where it has none.

    *Contested*: two citations of one field give different values (as they are written). Not so in
    ``LISTS``: an initiative is *proposed* by one source and *adopted* by the next.
    *Confirmed*: at least two sources, and no such field.
    """

    SINGLE = "single", _("single source")
    CONFIRMED = "confirmed", _("confirmed")
    CONTESTED = "contested", _("contested")

    @classmethod
    def of(cls, citations: Iterable[tuple[Any, str, str]]) -> str:
        """The state of a record with these citations, each a source, a field and its value.

        The same rule as ``EditorialQuerySet.with_source_state``, for citations already read.
        """
        sources: set[Any] = set()
        readings: dict[str, set[str]] = {}
        for source, field, value in citations:
            sources.add(source)
            if field and value and field not in LISTS:
                readings.setdefault(field, set()).add(value.strip(" "))
        if any(len(values) > 1 for values in readings.values()):
            return cls.CONTESTED
        if not sources:
            return ""
        return cls.CONFIRMED if len(sources) > 1 else cls.SINGLE


class EditorialQuerySet(TrackedQuerySet):
    """Rows with an editorial state. Whatever the public sees starts from ``published()``."""

    def published(self):
        return self.filter(state=EditorialState.PUBLISHED)

    def published_as_of(self, instant):
        """What the public saw at an instant (see ``as_of``)."""
        return self.as_of(instant).published()

    def in_source_state(self, state: str):
        """The records whose sources are in a state.

        Rare states are found from the citations all at once: asked record by record
        (``with_source_state``) they cost a look at each.
        """
        citations: Any = self.model._meta.get_field("citations")
        link = citations.field
        rows = link.model._default_manager.filter(**{f"{link.name}__isnull": False}).order_by()
        given = rows.exclude(field__in=("", *LISTS)).exclude(value="")
        readings = given.values(link.name, "field")
        readings = readings.annotate(readings=models.Count(Trim("value"), distinct=True))
        contested = models.Q(pk__in=readings.filter(readings__gt=1).values(link.name))
        if state == SourceState.CONTESTED:
            return self.filter(contested)
        if state == SourceState.CONFIRMED:
            sources = rows.values(link.name).annotate(
                first_source=models.Min("source"), last_source=models.Max("source")
            )
            several = sources.filter(last_source__gt=models.F("first_source"))
            return self.filter(~contested, pk__in=several.values(link.name))
        if state == SourceState.SINGLE:
            return self._with_one_source(link)
        return self.with_source_state().filter(source_state=state)

    def _with_one_source(self, link):
        """The records with citations of one source, which agree. Most records are such.

        Said by what must and must not stand beside a citation, so that the database looks that up
        for the first records that match, and joins to count all of them.
        """
        cited = link.model._default_manager.filter(**{link.name: models.OuterRef("pk")}).order_by()
        both = cited.annotate(other=models.FilteredRelation(f"{link.name}__citations"))
        another = both.filter(other__source__gt=models.F("source"))
        values = both.exclude(field__in=("", *LISTS)).exclude(value="")
        values = values.annotate(one=Trim("value"), another=Trim("other__value"))
        disagreeing = values.filter(
            other__field=models.F("field"), other__value__gt="", another__gt=models.F("one")
        )
        return self.filter(
            models.Exists(cited), ~models.Exists(another), ~models.Exists(disagreeing)
        )

    def with_source_state(self):
        """Adds ``source_state``: see ``SourceState``. For records that have citations."""
        citations: Any = self.model._meta.get_field("citations")
        link = citations.field
        rows = link.model._default_manager.filter(**{link.name: models.OuterRef("pk")}).order_by()
        disagreeing = (
            rows.exclude(field__in=("", *LISTS))
            .exclude(value="")
            .values("field")
            .annotate(readings=models.Count(Trim("value"), distinct=True))
            .filter(readings__gt=1)
        )
        another = rows.exclude(source=models.OuterRef("first_source"))
        return self.annotate(
            first_source=models.Subquery(rows.values("source")[:1]),
            source_state=models.Case(
                models.When(models.Exists(disagreeing), then=models.Value(SourceState.CONTESTED)),
                models.When(models.Exists(another), then=models.Value(SourceState.CONFIRMED)),
                models.When(first_source__isnull=False, then=models.Value(SourceState.SINGLE)),
                default=models.Value(""),
                output_field=models.CharField(),
            ),
        )


class EditorialModel(TrackedModel, PartialDatesModel):
    """A record with a permanent public id, an editorial state and a history.

    The row is always the last published state (or, never published, the draft): a change to a
    published record waits in a ``Revision`` until it is approved.
    """

    public_id_prefix: str

    state = models.CharField(
        _("state"),
        max_length=9,
        choices=EditorialState.choices,
        default=EditorialState.DRAFT,
        db_index=True,
    )
    external_id = models.CharField(
        _("external id"),
        max_length=200,
        null=True,
        blank=True,
        unique=True,
        help_text=_("The id in the file that the record came from, such as “us-travels:4113”."),
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("What a reader should know: doubts, other readings.")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    # Where a merge took this record: its old address leads there.
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="replaced",
        verbose_name=_("merged into"),
    )

    objects = EditorialQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean(self) -> None:
        self.external_id = self.external_id or None  # '' would collide with another ''
        super().clean()

    @property
    def public_id(self) -> str:
        """Prefix and primary key, such as ``V123``: permanent, never reused."""
        return f"{self.public_id_prefix}{self.pk}"

    @property
    def is_published(self) -> bool:
        return self.state == EditorialState.PUBLISHED

    def replacement(self):
        """The record that stands for this one since a merge, over several merges; None if none."""
        found: Any = self
        seen = {self.pk}
        while following := found.replaced_by_id or getattr(found, "mirror_of_id", None):
            if following in seen:
                return None
            seen.add(following)
            found = type(self)._default_manager.get(pk=following)
        return None if found is self else found
