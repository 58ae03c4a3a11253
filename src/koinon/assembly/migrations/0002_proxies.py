
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assembly', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='proposal',
            name='proxies_per_holder',
            field=models.IntegerField(default=0),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name='Proxy',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('until_at', models.CharField(max_length=27, null=True)),
                ('given_n', models.BigIntegerField()),
                ('given_at', models.CharField(max_length=27)),
                ('ended_n', models.BigIntegerField(null=True)),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assembly.seat')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assembly.seat')),
                ('proposal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assembly.proposal')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
