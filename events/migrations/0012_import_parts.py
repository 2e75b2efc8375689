"""An uploaded file is kept in pieces, and the lines that were read of it beside them."""

import django.db.models.deletion
from django.db import migrations, models

BYTES = 1_000_000


def cut(apps, schema_editor):
    """Files from before stay, in pieces; their lines are read whenever they are needed."""
    file_of, part_of = apps.get_model('events', 'ImportFile'), apps.get_model('events', 'ImportPart')
    for key in file_of.objects.order_by('pk').values_list('pk', flat=True):
        data = bytes(file_of.objects.get(pk=key).data)
        for number, at in enumerate(range(0, len(data), BYTES)):
            part_of.objects.create(
                task_id=key, kind='file', number=number, data=data[at : at + BYTES]
            )


def mend(apps, schema_editor):
    file_of, part_of = apps.get_model('events', 'ImportFile'), apps.get_model('events', 'ImportPart')
    for key in part_of.objects.filter(kind='file').values_list('task', flat=True).distinct():
        parts = part_of.objects.filter(task=key, kind='file').order_by('number')
        data = b''.join(bytes(part) for part in parts.values_list('data', flat=True))
        file_of.objects.create(task_id=key, data=data)


class Migration(migrations.Migration):
    dependencies = [('events', '0011_history_newest_first')]

    operations = [
        migrations.AddField(
            model_name='historicalimport',
            name='delimiter',
            field=models.CharField(
                blank=True,
                default='',
                help_text='Of CSV, where the mapping names one; else it is found out.',
                max_length=5,
                verbose_name='delimiter',
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='historicalimport',
            name='header',
            field=models.JSONField(default=list, verbose_name='columns of the file'),
        ),
        migrations.AddField(
            model_name='import',
            name='delimiter',
            field=models.CharField(
                blank=True,
                default='',
                help_text='Of CSV, where the mapping names one; else it is found out.',
                max_length=5,
                verbose_name='delimiter',
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='import',
            name='header',
            field=models.JSONField(default=list, verbose_name='columns of the file'),
        ),
        migrations.AddField(
            model_name='importline',
            name='label',
            field=models.CharField(
                blank=True, default='', max_length=300, verbose_name='what it is about'
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name='ImportPart',
            fields=[
                (
                    'id',
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name='ID'
                    ),
                ),
                (
                    'kind',
                    models.CharField(
                        choices=[
                            ('file', 'bytes of the file'),
                            ('lines', 'lines, as they were read'),
                        ],
                        max_length=5,
                        verbose_name='kind',
                    ),
                ),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('data', models.BinaryField(verbose_name='content')),
                (
                    'task',
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name='parts',
                        to='events.import',
                        verbose_name='import',
                    ),
                ),
            ],
            options={
                'verbose_name': 'part of an imported file',
                'verbose_name_plural': 'parts of imported files',
                'constraints': [
                    models.UniqueConstraint(
                        fields=('task', 'kind', 'number'), name='importpart_unique'
                    )
                ],
            },
        ),
        migrations.RunPython(cut, mend),
        migrations.DeleteModel(name='ImportFile'),
    ]
