import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("assembly", "0014_translations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("city", models.CharField(max_length=40)),
                ("seat", models.CharField(max_length=81)),
                ("made_n", models.BigIntegerField()),
                ("made_at", models.CharField(max_length=27)),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assembly.proposal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["proposal", "city"], name="one_call_a_member")
                ],
            },
        ),
    ]
