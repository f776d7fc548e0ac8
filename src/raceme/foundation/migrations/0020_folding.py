"""Define in PostgreSQL how texts are compared; SQLite is taught at every connection."""

from django.db import migrations

from raceme.foundation.finding import postgresql


def define_folding(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        postgresql.define_folding(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_batches")]

    operations = [migrations.RunPython(define_folding, migrations.RunPython.noop)]
