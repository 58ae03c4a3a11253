from typing import Any

from django.db import migrations, models


def install(apps: Any, editor: Any) -> None:
    from koinon.treasury import schema

    schema.install_all(editor.connection)


def remove(apps: Any, editor: Any) -> None:
    raise RuntimeError("The ledger is never removed; this migration is not undone.")


class Migration(migrations.Migration):

    initial = True

    dependencies = [("record", "0001_initial")]

    operations = [
        migrations.RunPython(install, remove),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=64)),
                ('kind', models.CharField(max_length=10)),
                ('rule', models.CharField(max_length=21)),
                ('programme', models.CharField(default='', max_length=64)),
                ('member', models.CharField(default='', max_length=64)),
                ('fiscal_year', models.IntegerField(null=True)),
                ('closed', models.BooleanField(default=False)),
                ('posted_debits', models.BigIntegerField(default=0)),
                ('posted_credits', models.BigIntegerField(default=0)),
                ('pending_debits', models.BigIntegerField(default=0)),
                ('pending_credits', models.BigIntegerField(default=0)),
                ('last_journal', models.BigIntegerField(default=0)),
            ],
            options={
                'db_table': 'ledger_account',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Fund',
            fields=[
                ('id', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=200)),
            ],
            options={
                'db_table': 'ledger_fund',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Journal',
            fields=[
                ('n', models.BigIntegerField(primary_key=True, serialize=False)),
                ('lines', models.IntegerField()),
                ('kind', models.CharField(max_length=64)),
                ('effective', models.CharField(max_length=10)),
                ('at_utc', models.CharField(max_length=27)),
                ('authority', models.CharField(max_length=200)),
            ],
            options={
                'db_table': 'ledger_journal',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('state', models.CharField(max_length=6)),
            ],
            options={
                'db_table': 'ledger_period',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('pk', models.CompositePrimaryKey('journal_id', 'line', blank=True, editable=False, primary_key=True, serialize=False)),
                ('line', models.IntegerField()),
                ('fund', models.CharField(max_length=64)),
                ('unit', models.CharField(max_length=3)),
                ('amount', models.BigIntegerField()),
                ('phase', models.CharField(max_length=7)),
                ('resolves_journal', models.BigIntegerField(null=True)),
                ('resolves_line', models.IntegerField(null=True)),
            ],
            options={
                'db_table': 'ledger_transfer',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('code', models.CharField(max_length=3, primary_key=True, serialize=False)),
                ('exponent', models.IntegerField()),
            ],
            options={
                'db_table': 'ledger_unit',
                'managed': False,
            },
        ),
    ]
