from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_services_as_they_stood'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', False), ('stage', 'retired')), models.Q(models.Q(('stage', 'retired'), _negated=True), ('retired_at__isnull', True)), _connector='OR'), name='service_retired_is_a_stage'),
        ),
    ]
