"""What the yearly page reads, from the index alone. PostgreSQL only.

The indexes that count a country's visits did not hold the other country and the dates' ends, so the
firsts of a year and the days abroad read thousands of pages of the table. Whether a document binds
a country is asked of every document of a year (docs/benchmarks.md).
"""

from django.db import migrations

COUNTED = (
    'id, visitor_id, visitor_position_id, status, mode, visit_type_id, journey_id, '
    'start_date_precision, end_date, end_date_precision'
)
# Each side's index, and the country that it did not hold.
OTHER = {'guest': 'host', 'host': 'guest'}


PARTIES = (
    'CREATE INDEX party_of_document ON events_documentparty (document_id, country_id) '
    'INCLUDE (organization_id)'
)


def definition(side, columns):
    return (
        f'CREATE INDEX visit_{side}_counted ON events_visit ({side}_country_id, start_date) '
        f"INCLUDE ({columns}) WHERE state = 'published'"
    )


def rebuild(schema_editor, columns_of):
    if schema_editor.connection.vendor == 'postgresql':
        for side, other in OTHER.items():
            schema_editor.execute(f'DROP INDEX visit_{side}_counted')
            schema_editor.execute(definition(side, columns_of(other)))


def widen(apps, schema_editor):
    rebuild(schema_editor, lambda other: f'{COUNTED}, {other}_country_id')
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute(PARTIES)


def narrow(apps, schema_editor):
    rebuild(schema_editor, lambda other: COUNTED.partition(', start_date_precision')[0])
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('DROP INDEX party_of_document')


class Migration(migrations.Migration):
    dependencies = [('events', '0012_import_parts')]

    operations = [migrations.RunPython(widen, narrow)]
