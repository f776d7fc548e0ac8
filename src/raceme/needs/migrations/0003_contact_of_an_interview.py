import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0004_members_codes_sme_erasing"),
        ("needs", "0002_questionnaires"),
    ]

    operations = [
        migrations.AddField(
            model_name="response",
            name="visit",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="response",
                to="members.visit",
                verbose_name="contact",
            ),
        ),
    ]
