from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assembly', '0004_votes_of_a_city'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['status', 'opens_at', 'number'], name='assembly_pr_status_58b9d8_idx'),
        ),
    ]
