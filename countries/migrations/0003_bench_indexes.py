"""Search by name on PostgreSQL: a trigram index finds a part of a text. Nothing on SQLite.

pg_trgm is a trusted extension: the owner of the database may create it.
"""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

INDEXES = {
    'person_search_trigrams': 'countries_person USING gin (search_text gin_trgm_ops)',
}


def create(apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        for name, definition in INDEXES.items():
            schema_editor.execute(f'CREATE INDEX {name} ON {definition}')


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        for name in INDEXES:
            schema_editor.execute(f'DROP INDEX {name}')


class Migration(migrations.Migration):
    dependencies = [('countries', '0002_history_chain')]

    operations = [TrigramExtension(), migrations.RunPython(create, drop)]
