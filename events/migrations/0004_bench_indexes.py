"""What a million visits need on PostgreSQL (docs/benchmarks.md). Nothing on SQLite.

Trigram indexes find a part of a text. The two counting indexes hold every column that counting the
visits of a country reads, so that the table itself is not visited. The statistics tell the planner
that years are few: without them it expects a group a day and sorts on disk.
"""

from django.db import migrations

COUNTED = (
    '(id, visitor_id, visitor_position_id, status, mode, visit_type_id, journey_id) '
    "WHERE state = 'published'"
)
INDEXES = {
    'visit_search_trigrams': 'events_visit USING gin (search_text gin_trgm_ops)',
    'summit_search_trigrams': 'events_summit USING gin (search_text gin_trgm_ops)',
    'document_search_trigrams': 'events_signeddocument USING gin (search_text gin_trgm_ops)',
    'visit_guest_counted': f'events_visit (guest_country_id, start_date) INCLUDE {COUNTED}',
    'visit_host_counted': f'events_visit (host_country_id, start_date) INCLUDE {COUNTED}',
}
STATISTICS = (
    'CREATE STATISTICS visit_years (ndistinct) '
    'ON (extract(year FROM start_date)), visit_type_id FROM events_visit'
)


def create(apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        for name, definition in INDEXES.items():
            schema_editor.execute(f'CREATE INDEX {name} ON {definition}')
        schema_editor.execute(STATISTICS)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        for name in INDEXES:
            schema_editor.execute(f'DROP INDEX {name}')
        schema_editor.execute('DROP STATISTICS visit_years')


class Migration(migrations.Migration):
    dependencies = [('events', '0003_publish_permission'), ('countries', '0003_bench_indexes')]

    operations = [migrations.RunPython(create, drop)]
