"""Give every organisation that is known already its periods, its standing and its size class."""

from django.db import migrations

LIMITS = ((10, "micro"), (50, "small"), (250, "medium"))


def size_of(employees):
    if employees is None:
        return ""
    return next((size for limit, size in LIMITS if employees < limit), "large")


def begin_periods(apps, schema_editor):
    Organisation = apps.get_model("members", "Organisation")
    Membership = apps.get_model("members", "Membership")
    periods = []
    organisations = list(Organisation.objects.all())
    for one in organisations:
        one.size = size_of(one.employees)
        one.standing = "member" if one.left_on is None else "left"
        told = {"cluster_id": one.cluster_id, "organisation": one}
        periods.append(
            Membership(standing="member", starts_on=one.joined_on, ends_on=one.left_on, **told)
        )
        if one.left_on is not None:
            periods.append(Membership(standing="left", starts_on=one.left_on, **told))
    Organisation.objects.bulk_update(organisations, ["size", "standing"], batch_size=500)
    Membership.objects.bulk_create(periods, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("members", "0002_people_memberships_contacts")]

    operations = [migrations.RunPython(begin_periods, migrations.RunPython.noop)]
