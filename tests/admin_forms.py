"""What a browser would post back from a form of the admin, and people who may use it."""

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client


def signed_in(name: str, *groups: str) -> Client:
    """A client of a user in these groups (created with their permissions)."""
    call_command("create_groups", verbosity=0)
    user = User.objects.create_user(name, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user)
    return client


def posted(client: Client, url: str, **changes) -> dict:
    """The data of the form at ``url`` as it stands, with some fields changed.

    A row of an inline is added with ``participants=[{"person": 1}]``.
    """
    context = client.get(url).context
    data = _values(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        added = changes.pop(formset.prefix, [])
        forms = formset.initial_forms
        data |= _values(formset.management_form)
        data |= {f"{formset.prefix}-TOTAL_FORMS": len(forms) + len(added)}
        for form in forms:
            data |= _values(form)
        for number, row in enumerate(added, start=len(forms)):
            empty = _values(formset.empty_form)
            prefix = f"{formset.prefix}-{number}"
            data |= {
                key.replace(f"{formset.prefix}-__prefix__", prefix): v for key, v in empty.items()
            }
            data |= {f"{prefix}-{name}": value for name, value in row.items()}
    return {key: value for key, value in (data | changes).items() if value is not None}


def _values(form) -> dict:
    values = {}
    for bound in form:
        value = bound.field.prepare_value(bound.value())
        if isinstance(value, bool):
            value = "on" if value else None
        elif value is None:
            value = ""
        values[bound.html_name] = value
    return values


def errors_of(response) -> dict:
    """The messages of the form and of its inlines, by field."""
    context = response.context
    found = {name: list(messages) for name, messages in context["adminform"].form.errors.items()}
    for inline in context["inline_admin_formsets"]:
        if messages := list(inline.formset.non_form_errors()):
            found[inline.formset.prefix] = messages
        for form in inline.formset.forms:
            for name, messages in form.errors.items():
                found[f"{inline.formset.prefix}.{name}"] = list(messages)
    return found
