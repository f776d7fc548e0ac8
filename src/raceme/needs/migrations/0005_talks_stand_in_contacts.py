from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("needs", "0004_interviews_become_contacts")]

    operations = [
        migrations.RemoveField(model_name="response", name="contact_kind"),
        migrations.RemoveField(model_name="response", name="minutes"),
        migrations.RemoveField(model_name="response", name="note"),
    ]
