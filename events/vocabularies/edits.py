from django.db import models


def edited_by_people(model: type[models.Model], *loaders: str) -> set:
    """Primary keys of rows that somebody other than the named loaders ever changed.

    A load leaves those alone, so that bringing shipped data up to date undoes nobody's work.
    """
    history = model.history.model.objects  # type: ignore[attr-defined]
    return set(
        history.exclude(history_user_id__in=loaders).values_list(model._meta.pk.attname, flat=True)
    )
