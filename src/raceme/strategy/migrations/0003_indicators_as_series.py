from django.db import migrations


def continue_objectives(apps, schema_editor):
    """What had the same code in an earlier version of the strategy is the same objective."""
    first = {}
    Objective = apps.get_model("strategy", "Objective")
    for row in Objective.objects.order_by("strategy__version", "pk"):
        known = first.setdefault((row.cluster_id, row.code), row.pk)
        if known != row.pk:
            row.first_id = known
            row.save(update_fields=["first"])


def give_definitions(apps, schema_editor):
    """Give every indicator a code and a definition, which its copies in later versions share.

    Copies are told by objective, name and unit: that is how they were taken over. A day without a
    target says nothing, and is not kept.
    """
    Definition = apps.get_model("strategy", "Definition")
    Indicator = apps.get_model("strategy", "Indicator")
    Series = apps.get_model("strategy", "Series")
    Target = apps.get_model("strategy", "Target")
    known, alike, codes = {}, {}, {}
    rows = Indicator.objects.select_related("objective").order_by(
        "objective__strategy__version", "pk"
    )
    for row in rows:
        words = (row.cluster_id, row.objective.code, row.name, row.unit)
        # The second of two alike in one version is another one.
        here = (*words, row.objective_id)
        alike[here] = alike.get(here, 0) + 1
        if (words, alike[here]) not in known:
            codes[row.cluster_id] = codes.get(row.cluster_id, 0) + 1
            code = f"I{codes[row.cluster_id]}"
            series = Series.objects.create(cluster_id=row.cluster_id, code=code)
            known[words, alike[here]] = Definition.objects.create(series=series, unit=row.unit)
        row.definition = known[words, alike[here]]
        row.save(update_fields=["definition"])
        if row.target is not None:
            Target.objects.create(
                cluster_id=row.cluster_id, indicator=row, value=row.target, due_on=row.target_on
            )


class Migration(migrations.Migration):
    """The indicators there are get codes, definitions and targets of their own."""

    dependencies = [
        ("strategy", "0002_analysis_measures_and_values"),
    ]

    operations = [
        migrations.RunPython(continue_objectives, migrations.RunPython.noop),
        migrations.RunPython(give_definitions, migrations.RunPython.noop),
    ]
