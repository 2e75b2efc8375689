from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from countries.history_protection import grants


class Command(BaseCommand):
    """Run it as the owner, after every migration: a new table gives nobody rights by itself."""

    help = (
        "Give a PostgreSQL role what the application needs: everything on ordinary tables, but "
        "only SELECT and INSERT on history and its ledger."
    )

    def add_arguments(self, parser):
        parser.add_argument("role")
        parser.add_argument("--print", action="store_true", help="print the statements only")

    def handle(self, *args, role, **options):
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles; DATABASE_URL names another database.")
        with transaction.atomic(), connection.cursor() as cursor:
            _require_plain_role(cursor, role)
            cursor.execute("SELECT current_schema()")
            schema = cursor.fetchone()[0]
            tables = connection.introspection.table_names(cursor)
            statements = grants(role, schema, tables, connection.ops.quote_name)
            for statement in statements:
                if options["print"]:
                    self.stdout.write(f"{statement};")
                else:
                    cursor.execute(statement)
        if not options["print"]:
            self.stdout.write(f"{role} may read and add to history, and change everything else.")


def _require_plain_role(cursor, role: str) -> None:
    """A superuser and an owner of the tables keep every right, whatever is revoked."""
    cursor.execute(
        "SELECT rolsuper OR pg_has_role(oid, tableowner, 'MEMBER') FROM pg_roles, "
        "(SELECT tableowner::name FROM pg_tables WHERE tablename = 'countries_historyseal') AS t "
        "WHERE rolname = %s",
        [role],
    )
    found = cursor.fetchone()
    if found is None:
        raise CommandError(f"There is no role {role}: CREATE ROLE {role} LOGIN PASSWORD '…' first.")
    if found[0]:
        raise CommandError(f"{role} is a superuser or owns the tables, so no right can be taken.")
