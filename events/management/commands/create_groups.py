from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Q

REFERENCE = (
    "country",
    "countrycode",
    "countryname",
    "countrygroup",
    "countrygroupmembership",
    "region",
    "succession",
    "organization",
    "organizationname",
    "visittype",
    "eventkind",
    "documentkind",
    "actiontype",
    "chairmanshipconvention",
)
OURS = Q(content_type__app_label__in=["countries", "events"]) & ~Q(
    content_type__model__startswith="historical"
)


class Command(BaseCommand):
    """Gives each group just the permissions that it should have, also when some were changed."""

    help = "Create the groups analyst, reviewer and viewer with their permissions (repeatable)."

    @transaction.atomic
    def handle(self, *args, **options):
        ours = Permission.objects.filter(OURS)
        views = ours.filter(codename__startswith="view_")
        writes = ours.filter(Q(codename__startswith="add_") | Q(codename__startswith="change_"))
        deletes = ours.filter(codename__startswith="delete_")
        # Revisions are made by saving a record and changed by deciding on them: nobody edits one.
        writes = writes.exclude(content_type__model="revision")
        # An analyst deletes drafts and rows of records; the admin refuses what is published.
        own = deletes.exclude(content_type__model__in=[*REFERENCE, "revision"])
        review = ours.filter(codename="publish_record")
        self.give("viewer", views)
        self.give("analyst", views, writes, own)
        self.give("reviewer", views, writes, deletes, review)

    def give(self, name, *permissions):
        group, created = Group.objects.get_or_create(name=name)
        wanted = {permission for some in permissions for permission in some}
        if not created and set(group.permissions.all()) == wanted:
            return
        group.permissions.set(wanted)
        self.stdout.write(f"Group {name}: {len(wanted)} permissions.")
