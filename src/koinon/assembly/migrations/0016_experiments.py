from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("assembly", "0015_second_votes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("experiment", models.CharField(max_length=63)),
                ("until", models.CharField(max_length=10)),
                ("sha256", models.CharField(max_length=64)),
                ("conclusion", models.CharField(max_length=10, null=True)),
                ("seat", models.CharField(max_length=81)),
                ("recorded_n", models.BigIntegerField(unique=True)),
                ("recorded_at", models.CharField(max_length=27)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["experiment", "recorded_n"], name="assembly_evaluation_ix"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExperimentEnd",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("experiment", models.CharField(max_length=63)),
                ("until", models.CharField(max_length=10)),
                ("ends_at", models.CharField(max_length=27)),
                ("since_n", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["since_n", "experiment"], name="experiment_ends_once"
                    )
                ],
            },
        ),
    ]
