"""The version of NUTS a region is coded in, whether a firm is an SME, and people to be forgotten."""

from django.db import migrations, models

NEWEST = "2024"
# Recommendation 2003/361/EC: head count below, turnover up to, balance sheet up to.
CEILINGS = (
    ("micro", 10, 2_000_000, 2_000_000),
    ("small", 50, 10_000_000, 10_000_000),
    ("medium", 250, 50_000_000, 43_000_000),
)


def fits(organisation, turnover, balance):
    known = ((organisation.turnover_eur, turnover), (organisation.balance_eur, balance))
    if any(amount is not None and amount <= limit for amount, limit in known):
        return True
    return None if any(amount is None for amount, _limit in known) else False


def size_of(organisation):
    if fits(organisation, *CEILINGS[-1][2:]) is False:
        return "large"
    if organisation.employees is None:
        return ""
    for size, below, turnover, balance in CEILINGS:
        if organisation.employees < below and fits(organisation, turnover, balance) is not False:
            return size
    return "large"


def is_sme(organisation):
    if organisation.size == "large":
        return False
    is_clear = (
        organisation.role == "firm"
        and organisation.employees is not None
        and organisation.independence == "autonomous"
        and fits(organisation, *CEILINGS[-1][2:])
    )
    return True if is_clear else None


def look_again(apps, schema_editor):
    from raceme.vocabulary.nuts import versions_with

    Organisation = apps.get_model("members", "Organisation")
    changed = []
    for one in Organisation.objects.iterator(500):
        one.size = size_of(one)
        one.is_sme = is_sme(one)
        one.nuts_version = next(iter(versions_with(one.nuts)), NEWEST)
        changed.append(one)
    Organisation.objects.bulk_update(changed, ["size", "is_sme", "nuts_version"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("members", "0003_periods_of_those_known")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="is_sme",
            field=models.BooleanField(blank=True, editable=False, null=True, verbose_name="SME"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="nuts_version",
            field=models.CharField(
                choices=[
                    ("2013", "NUTS 2013"),
                    ("2016", "NUTS 2016"),
                    ("2021", "NUTS 2021"),
                    ("2024", "NUTS 2024"),
                ],
                default=NEWEST,
                max_length=4,
                verbose_name="version of NUTS",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="erased_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="erased"
            ),
        ),
        migrations.RunPython(look_again, migrations.RunPython.noop),
    ]
