from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0002_append_only")]
    operations = [
        migrations.AddField("document", "named_n", models.BigIntegerField(null=True)),
    ]
