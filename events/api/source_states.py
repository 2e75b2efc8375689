"""The column ``source_state`` of records; it is empty where a record has no source."""

from countries.api.columns import Choice
from countries.models.base import SourceState

SOURCE_STATE = Choice("source_state", SourceState.choices)


class WithSourceState:
    """A serializer whose rows say whether their sources agree."""

    @classmethod
    def prepared(cls, queryset):
        return super().prepared(queryset).with_source_state()
