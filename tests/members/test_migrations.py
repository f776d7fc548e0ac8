"""Existing books are kept when the tables change."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from raceme.members.models import OrganisationWords
from tests.factories import make_cluster, make_organisation

BEFORE = "0003_periods_of_those_known"
AFTER = "0004_members_codes_sme_erasing"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_size_and_sme_are_judged_and_regions_get_their_version() -> None:
    cluster = make_cluster("here")
    numbers = {
        name: make_organisation(cluster, name=name, joined_on=date(2020, 1, 1), **values).pk
        for name, values in {
            "rich": {"employees": 8, "turnover_eur": 3_000_000, "balance_eur": 3_000_000},
            "clear": {"employees": 8, "turnover_eur": 1, "independence": "autonomous"},
            "large": {"employees": 300},
            "unknown": {"nuts": "UKI31"},
            "today": {"nuts": "SI041"},
            "free text": {"nuts": "XX9"},
        }.items()
    }
    try:
        # As one who goes back to an older version does it: the command knows of what is derived.
        call_command("migrate", "members", BEFORE, verbosity=0)
        call_command("migrate", "members", AFTER, verbosity=0)
        state = MigrationExecutor(connection).loader.project_state(("members", AFTER))
        Organisation = state.apps.get_model("members", "Organisation")
        found = {
            name: Organisation.objects.values_list("size", "is_sme", "nuts_version").get(pk=pk)
            for name, pk in numbers.items()
        }
    finally:
        call_command("migrate", verbosity=0)

    assert found == {
        "rich": ("small", None, "2024"),
        "clear": ("micro", True, "2024"),
        "large": ("large", False, "2024"),
        "unknown": ("", None, "2021"),
        "today": ("", None, "2024"),
        "free text": ("", None, "2024"),
    }
    # What is found by words is found again.
    assert OrganisationWords.objects.get(words__has_words="rich").pk == numbers["rich"]
