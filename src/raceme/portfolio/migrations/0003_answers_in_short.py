"""Give the scenarios that have been computed what lists now read instead of their long answers."""

from django.db import migrations
from django.db.models import Max


def summarise(apps, schema_editor):
    Scenario = apps.get_model("portfolio", "Scenario")
    Change = apps.get_model("foundation", "Change")
    for scenario in Scenario.objects.filter(answer__isnull=False).iterator(chunk_size=20):
        # What changed while it was computed may or may not have been seen: better computed again.
        seen = Change.objects.filter(
            cluster_id=scenario.cluster_id, at__lt=scenario.started_at or scenario.finished_at
        )
        until = seen.aggregate(newest=Max("pk"))["newest"] or 0
        revised = Change.objects.filter(
            cluster_id=scenario.cluster_id,
            pk__gt=until,
            verb__in=["revise_scenario", "rule_on_service", "lift_ruling"],
        )
        scenario.summary = _summary(scenario.answer)
        scenario.answered_at = scenario.finished_at or scenario.started_at
        scenario.answered_until = until
        scenario.answered_version = None if revised.exists() else scenario.limits_version
        scenario.save(
            update_fields=["summary", "answered_at", "answered_until", "answered_version"]
        )


def _summary(answer):
    chosen = [one for one in answer["services"] if one["editions"] > 0]
    asked = [one for one in answer["topics"] if one["members"] > 0]
    demand = sum(one["demand"] for one in asked)
    weight = sum(one["weight"] for one in answer["objectives"])
    answered = sum(one["demand"] * (one["coverage"] or 0.0) for one in asked)
    aligned = sum(one["weight"] * one["alignment"] for one in answer["objectives"])
    figures = {
        "value": answer["value"],
        "services": len(chosen),
        "editions": sum(one["editions"] for one in chosen),
        **answer["totals"],
        "answered_share": answered / demand if demand > 0 else None,
        "alignment_share": aligned / weight if weight > 0 else None,
        "unmet": sum(one["fit"] == "unmet" for one in asked),
    }
    if answer["status"] == "infeasible":
        figures = dict.fromkeys(figures)
    return {"status": answer["status"], **figures}


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0002_scenarios_and_service_plans"),
        ("foundation", "0001_initial"),
    ]

    operations = [migrations.RunPython(summarise, migrations.RunPython.noop)]
