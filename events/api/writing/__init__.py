"""Writing records by API, for programs that hold a key."""

from events.api.writing.viewset import WritingMixin

__all__ = ["WritingMixin"]
