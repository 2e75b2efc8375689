"""Programs sign in with ``Authorization: Bearer dt_…``; people sign in to the admin."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from diplotrack.models import ApiToken, digest_of

# Reads must not write each time: last use is kept to this grain.
LAST_USED_GRAIN = datetime.timedelta(minutes=10)


class ApiTokenAuthentication(BaseAuthentication):
    """The user and the token (``request.auth``) of a Bearer key; without one, nobody.

    A key that is unknown, expired or revoked is refused with 401 rather than read as nobody: a
    program must notice that its key has ended.
    """

    keyword = b"bearer"

    def authenticate(self, request):
        scheme, *rest = get_authorization_header(request).split() or [b""]
        if scheme.lower() != self.keyword:
            return None
        if len(rest) != 1:
            raise AuthenticationFailed(_("Send one key: Authorization: Bearer dt_…"))
        token = (
            ApiToken.objects.usable()
            .select_related("user")
            .filter(digest=digest_of(rest[0].decode("latin-1")))
            .first()
        )
        if token is None:
            raise AuthenticationFailed(_("This key is unknown, expired or revoked."))
        _note_use(token)
        return token.user, token

    def authenticate_header(self, request) -> str:
        return 'Bearer realm="diplotrack"'


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > LAST_USED_GRAIN:
        token.last_used_at = now
        token.save(update_fields=["last_used_at"])


class ApiTokenScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI document describes the keys."""

    target_class = ApiTokenAuthentication
    name = "apiToken"

    def get_security_definition(self, auto_schema) -> dict:
        return {"type": "http", "scheme": "bearer", "description": "A key made in the admin."}
