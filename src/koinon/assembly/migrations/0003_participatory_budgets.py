
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assembly', '0002_proxies'),
    ]

    operations = [
        migrations.CreateModel(
            name='ParticipatoryBudget',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40, unique=True)),
                ('title', models.JSONField()),
                ('year', models.IntegerField()),
                ('envelope_cents', models.BigIntegerField()),
                ('rule', models.JSONField()),
                ('opens_at', models.CharField(max_length=27)),
                ('closes_at', models.CharField(max_length=27)),
                ('opened_n', models.BigIntegerField()),
                ('decision_n', models.BigIntegerField(null=True)),
                ('ballots_sha256', models.CharField(max_length=64, null=True)),
                ('voters', models.BigIntegerField(null=True)),
                ('turnout', models.JSONField(null=True)),
                ('imported_n', models.BigIntegerField(null=True)),
                ('imported_at', models.CharField(max_length=27, null=True)),
                ('status', models.CharField(max_length=10)),
                ('counted_n', models.BigIntegerField(null=True)),
                ('result', models.JSONField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['status', 'closes_at', 'code'], name='assembly_pa_status_1dde1f_idx')],
            },
        ),
        migrations.CreateModel(
            name='BudgetProject',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('place', models.IntegerField()),
                ('code', models.CharField(max_length=40)),
                ('title', models.JSONField()),
                ('city', models.CharField(max_length=40, null=True)),
                ('cost_cents', models.BigIntegerField()),
                ('acts', models.JSONField()),
                ('funded', models.BooleanField(null=True)),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assembly.participatorybudget')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('budget', 'code'), name='one_project_of_a_code')],
            },
        ),
    ]
