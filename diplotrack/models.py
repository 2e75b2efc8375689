"""What belongs to the site itself: keys for programs."""

import hashlib
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEY_PREFIX = "dt_"
WRITABLE = ("visits", "summits", "documents", "chairmanships")
SCOPES = ("read", *(f"write:{resource}" for resource in WRITABLE), "publish")


def digest_of(key: str) -> str:
    """What is stored of a key. A plain hash: the key is long and random, so needs no stretching."""
    return hashlib.sha256(key.encode()).hexdigest()


def validate_scopes(scopes) -> None:
    """A token may do at least one thing, and only things that there are."""
    unknown = set(scopes) - set(SCOPES) if isinstance(scopes, list) else {str(scopes)}
    if unknown or not scopes:
        raise ValidationError(
            _("Choose from: %(scopes)s."), params={"scopes": ", ".join(SCOPES)}, code="scope"
        )


class ApiTokenManager(models.Manager["ApiToken"]):
    def issue(self, *, user, name: str, scopes: list[str], expires_at) -> tuple["ApiToken", str]:
        """A new token and its key, which is shown this once and never stored.

        Raises ValidationError for an unknown scope or a date that has passed.
        """
        key = KEY_PREFIX + secrets.token_urlsafe(32)
        token = self.model(
            user=user,
            name=name,
            scopes=scopes,
            expires_at=expires_at,
            key_start=key[: len(KEY_PREFIX) + 5],
            digest=digest_of(key),
        )
        token.full_clean()
        token.save()
        return token, key

    def usable(self):
        """Tokens that are neither revoked nor expired, of users who may still sign in."""
        return self.filter(
            revoked_at__isnull=True, expires_at__gt=timezone.now(), user__is_active=True
        )


class ApiToken(models.Model):
    """A key with which a program acts for a user, within its scopes, until it expires."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="api_tokens",
        verbose_name=_("acts for"),
    )
    name = models.CharField(
        _("name"), max_length=100, help_text=_("What uses it, such as “nightly import”.")
    )
    key_start = models.CharField(_("key begins with"), max_length=8, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("scopes"), validators=[validate_scopes])
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)

    objects = ApiTokenManager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"{self.name} ({self.key_start}…)"

    def clean(self) -> None:
        if self.expires_at and self.expires_at <= timezone.now():
            raise ValidationError({"expires_at": _("That has passed already.")})

    def allows(self, scope: str) -> bool:
        return scope in self.scopes

    def revoke(self) -> None:
        """End the token now; it cannot be used again."""
        self.revoked_at = self.revoked_at or timezone.now()
        self.save(update_fields=["revoked_at"])
