
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assembly', '0003_participatory_budgets'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='vote',
            index=models.Index(fields=['city', 'cast_n'], name='assembly_vo_city_0ad18d_idx'),
        ),
    ]
