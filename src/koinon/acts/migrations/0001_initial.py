from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            "Postponed",
            [
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("type", models.CharField(max_length=80)),
                ("data", models.JSONField()),
                ("acts", models.JSONField()),
                ("since", models.CharField(max_length=27)),
                ("until", models.CharField(max_length=27)),
            ],
            options={"abstract": False},
        ),
    ]
