"""A proxy can be limited to a meeting or an item of it, and name the paper that gave it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("assembly", "0012_past_decisions"),
    ]

    operations = [
        migrations.AddField(
            model_name="proxy",
            name="meeting",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assembly.meeting",
            ),
        ),
        migrations.AddField(
            model_name="proxy", name="item", field=models.IntegerField(null=True)
        ),
        migrations.AddField(
            model_name="proxy",
            name="instrument_sha256",
            field=models.CharField(max_length=64, null=True),
        ),
    ]
