"""What somebody does on the page on which a visit is logged, and what they are told."""

from django.contrib.messages import get_messages

PAGE = "/admin/events/visit/log/"
SOURCE = {"source-url": "https://example.org/state-visit", "source-title": "State visit"}
DOCUMENT = {"rows-0-title": "Agreement on water", "rows-0-kind": "agreement"}
SUMMIT = {"summit-summit": "+ SCO summit", "summit-kind": "summit", "summit-visitor_role": "guest"}


def log(client, data, **more):
    response = client.post(PAGE, data | more)
    if response.status_code == 302:
        return {}
    entry = response.context["entry"]
    errors = [*entry.forms()[:3], entry.source, *entry.rows.forms]
    return {
        field: list(messages) for form in errors for field, messages in form.errors.items()
    } or {"": [str(message) for message in get_messages(response.wsgi_request)]}
