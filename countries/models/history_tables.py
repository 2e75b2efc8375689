"""Which tables have a history."""

from typing import Any

from django.apps import apps


def tracked_models() -> list[Any]:
    """The models whose every change is kept."""
    return [
        model
        for model in apps.get_models()
        if hasattr(model._meta, "simple_history_manager_attribute")
    ]


def history_models() -> list[Any]:
    """The models of their versions, one table each."""
    return [model.history.model for model in tracked_models()]
