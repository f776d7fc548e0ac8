"""What was written of a talk in an interview moves to the contacts of the member."""

from django.db import migrations


def write_contacts(apps, schema_editor):
    """Make a contact of every interview that was finished; nothing that was typed is lost."""
    Response = apps.get_model("needs", "Response")
    Visit = apps.get_model("members", "Visit")
    VisitPerson = apps.get_model("members", "VisitPerson")
    finished = Response.objects.filter(happened_on__isnull=False).exclude(contact_kind="")
    for response in finished.select_related("organisation"):
        visit = Visit.objects.create(
            cluster_id=response.cluster_id,
            organisation_id=response.organisation_id,
            happened_on=response.happened_on,
            kind=response.contact_kind,
            adviser_id=response.interviewer_id,
            minutes=response.minutes,
            note=response.note,
        )
        if response.person_id is not None:
            VisitPerson.objects.create(visit=visit, person_id=response.person_id)
        Response.objects.filter(pk=response.pk).update(visit=visit)
        organisation = response.organisation
        last = organisation.last_contact_on
        if last is None or last < response.happened_on:
            organisation.last_contact_on = response.happened_on
            organisation.save(update_fields=["last_contact_on"])


class Migration(migrations.Migration):

    dependencies = [("needs", "0003_contact_of_an_interview")]

    operations = [migrations.RunPython(write_contacts, migrations.RunPython.noop)]
