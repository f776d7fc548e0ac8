"""Services from before there were stages: on offer means in the portfolio.

What was adopted from the library gets what only the library knew until now: for whom, in which
format, who pays. Each service gets its first version, and a first row of its way.
"""

from django.db import migrations
from django.utils import timezone

from raceme.vocabulary.terms import rows_of_reference

AUTHOR = 'system'
PLAIN = (
    'name', 'category', 'need', 'description', 'targets', 'level', 'format', 'delivered_by',
    'funding', 'kpis', 'is_cross_sectoral', 'is_for_emerging', 'aid_basis', 'confidentiality',
)


def take_over(apps, schema_editor):
    Service = apps.get_model('catalogue', 'Service')
    StageChange = apps.get_model('catalogue', 'StageChange')
    Version = apps.get_model('catalogue', 'Version')
    library = {
        row['id']: row
        for row in rows_of_reference('raceme.catalogue.reference', 'archetypes-1.csv')
    }
    now = timezone.now()
    for service in Service.objects.order_by('pk'):
        service.stage = 'in_portfolio' if service.retired_at is None else 'retired'
        if service.archetype in library:
            _fill(service, library[service.archetype])
        service.save()
        StageChange.objects.create(
            service=service,
            act='taken_over',
            to_stage=service.stage,
            author=AUTHOR,
            at=service.retired_at or now,
        )
        concept = {name: getattr(service, name) for name in PLAIN}
        Version.objects.create(
            service=service,
            number=1,
            concept=concept
            | {'price_member_eur': None, 'price_guest_eur': None, 'providers': []},
            author=AUTHOR,
            made_at=now,
            settled_at=now,
        )


def _fill(service, row):
    language = 'de' if service.name == row['name_de'] else 'en'
    service.archetype_version = 1
    service.need = row[f'need_{language}']
    service.kpis = '\n'.join(_listed(row[f'kpis_{language}']))
    service.targets = _listed(row['target'])
    service.funding = _listed(row['funding'])
    service.level, service.format = row['level'], row['format']


def _listed(cell):
    return [part.strip() for part in cell.split(';')]


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_stages_costing_trials_versions'),
    ]

    operations = [
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
