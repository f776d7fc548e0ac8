"""Editions keep their definitions; agreements say which indicator set they are for."""

from django.db import migrations, models


def put_in_new_form(apps, _schema_editor):
    """Rows of earlier editions hold firms only; now each measure has a place in them."""
    for edition in apps.get_model("programmes", "Edition").objects.iterator():
        for table in edition.tables:
            table["rows"] = [
                {
                    "cluster": "",  # not written down then
                    "name": row["name"],
                    "figures": {"firms": row["firms"]},
                    "totals": {"firms": row["total"]},
                }
                for row in table["rows"]
            ]
        edition.save(update_fields=["tables"])


def put_in_old_form(apps, _schema_editor):
    for edition in apps.get_model("programmes", "Edition").objects.iterator():
        for table in edition.tables:
            table["rows"] = [
                {
                    "name": row["name"],
                    "firms": row["figures"]["firms"],
                    "total": row["totals"]["firms"],
                }
                for row in table["rows"]
            ]
        edition.save(update_fields=["tables"])


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [
        migrations.AddField(
            "agreement",
            "indicators",
            models.PositiveSmallIntegerField(default=1, verbose_name="indicator set"),
        ),
        migrations.AddField("edition", "own", models.JSONField(default=list)),
        migrations.AddField("edition", "definitions", models.JSONField(default=dict)),
        migrations.RunPython(put_in_new_form, put_in_old_form),
    ]
