from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('treasury', '0006_audits'),
    ]

    operations = [
        migrations.AddField(
            model_name='dispute',
            name='done',
            field=models.CharField(max_length=200, null=True),
        ),
        migrations.AddField(
            model_name='dispute',
            name='carried_out_n',
            field=models.BigIntegerField(null=True),
        ),
    ]
