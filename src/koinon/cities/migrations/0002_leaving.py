
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='city',
            name='leaves_at',
            field=models.CharField(max_length=27, null=True),
        ),
        migrations.AddField(
            model_name='city',
            name='leaving_n',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='city',
            name='left_n',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name='city',
            index=models.Index(fields=['status', 'leaves_at', 'slug'], name='cities_city_status_bad74b_idx'),
        ),
    ]
