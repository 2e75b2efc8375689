"""The admin of who exists. ``Person`` joins in ``events.admin``, with citations and review."""

from countries.admin import countries, groups, organizations, people

__all__ = ["countries", "groups", "organizations", "people"]
