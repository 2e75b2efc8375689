"""The site's own part of the admin: keys for programs."""

import datetime

from django import forms
from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from diplotrack.models import SCOPES, ApiToken


class ApiTokenForm(forms.ModelForm):
    """Asks what a new token is for; its key is made on saving."""

    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        choices=[(scope, scope) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
        initial=["read"],
    )

    class Meta:
        model = ApiToken
        fields = ("name", "user", "scopes", "expires_at")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "expires_at" in self.fields:
            self.fields["expires_at"].initial = timezone.now() + datetime.timedelta(days=365)


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):
    form = ApiTokenForm
    list_display = (
        "name",
        "key_start",
        "user",
        "scopes",
        "expires_at",
        "last_used_at",
        "revoked_at",
    )
    list_filter = ("revoked_at", "expires_at")
    list_select_related = ("user",)
    search_fields = ("name", "key_start", "user__username")
    autocomplete_fields = ("user",)
    actions = ("revoke",)

    def has_change_permission(self, request, obj=None) -> bool:
        # A token is made or revoked; changing what a key in use may do would surprise its holder.
        return obj is None and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        return () if obj is None else ("key_start", "created_at", "last_used_at", "revoked_at")

    def save_model(self, request, obj, form, change) -> None:
        data = form.cleaned_data
        token, key = ApiToken.objects.issue(
            user=data["user"],
            name=data["name"],
            scopes=data["scopes"],
            expires_at=data["expires_at"],
        )
        obj.pk = token.pk
        self.message_user(
            request,
            _("The key of “%(name)s” is %(key)s. It is shown this once: copy it now.")
            % {"name": token.name, "key": key},
            messages.WARNING,
        )

    @admin.action(description=_("Revoke the selected tokens"), permissions=["delete"])
    def revoke(self, request, queryset) -> None:
        tokens = list(queryset.filter(revoked_at__isnull=True))
        before = queryset.count() - len(tokens)
        for token in tokens:
            token.revoke()
        self.message_user(
            request,
            ngettext("%(count)d token revoked.", "%(count)d tokens revoked.", len(tokens))
            % {"count": len(tokens)},
        )
        if before:
            text = ngettext(
                "%(count)d was revoked before.", "%(count)d were revoked before.", before
            )
            self.message_user(request, text % {"count": before}, messages.WARNING)
