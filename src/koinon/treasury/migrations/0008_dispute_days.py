from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('treasury', '0007_carrying_out'),
    ]

    operations = [
        migrations.AddField(
            model_name='dispute',
            name='answer_by',
            field=models.CharField(max_length=27, null=True),
        ),
        migrations.AddField(
            model_name='dispute',
            name='rule_by',
            field=models.CharField(max_length=27, null=True),
        ),
        migrations.AddField(
            model_name='dispute',
            name='unanswered',
            field=models.CharField(max_length=10, null=True),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(fields=['status', 'answer_by'], name='treasury_di_status_4e1386_idx'),
        ),
    ]
