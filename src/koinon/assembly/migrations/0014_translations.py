from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("assembly", "0013_proxies_in_meetings"),
    ]

    operations = [
        migrations.CreateModel(
            name="TextTranslation",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=40)),
                ("source_sha256", models.CharField(max_length=64)),
                ("language", models.CharField(max_length=12)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("media", models.CharField(max_length=100)),
                ("made", models.CharField(max_length=30)),
                ("translated_by", models.CharField(max_length=81)),
                ("translated_n", models.BigIntegerField(unique=True)),
                ("translated_at", models.CharField(max_length=27)),
                ("verdict", models.CharField(max_length=10, null=True)),
                ("reason", models.CharField(max_length=200, null=True)),
                ("reviewed_by", models.CharField(max_length=81, null=True)),
                ("reviewed_n", models.BigIntegerField(null=True)),
                ("reviewed_at", models.CharField(max_length=27, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["text", "language", "translated_n"],
                        name="assembly_te_text_transl_ix",
                    )
                ],
            },
        ),
    ]
