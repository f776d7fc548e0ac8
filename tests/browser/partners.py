"""Offers and requests of members, and which row each page of partners takes."""

from raceme.cli.demo_partners import write_example_notices
from raceme.members.models import Organisation
from tests.collaboration.addresses import MORE_VALUES, rows_of_collaboration
from tests.factories import NOW


def pages_of_partners(first: Organisation, second: Organisation) -> dict[str, dict[str, object]]:
    """Let members of the example offer and look for something; say which row each page shows."""
    write_example_notices(first.cluster, at=NOW)
    rows = rows_of_collaboration(first, second)
    row = {"pk": rows["collaboration"]}
    pages: dict[str, dict[str, object]] = {
        name: {"pk": pk} for name, pk in rows.items() if name.startswith("collaboration")
    }
    return pages | {name: {**pages.get(name, row), **more} for name, more in MORE_VALUES.items()}
