"""What is done to services: one verb a function."""

from raceme.catalogue.verbs.costing import Item, cost_service, set_day_rate, use_costing
from raceme.catalogue.verbs.library import adopt_archetype, adopt_archetypes
from raceme.catalogue.verbs.services import (
    Partner,
    arrange_service,
    create_service,
    describe_service,
    serve_taken_over_objective,
)
from raceme.catalogue.verbs.stages import offer_again, pass_gate, retire_service, send_back
from raceme.catalogue.verbs.trials import (
    TookPart,
    correct_pilot,
    correct_review,
    record_pilot,
    record_review,
    restore_pilot,
    restore_review,
    withdraw_pilot,
    withdraw_review,
)
from raceme.catalogue.verbs.versions import restore_version

__all__ = [
    "Item",
    "Partner",
    "TookPart",
    "adopt_archetype",
    "adopt_archetypes",
    "arrange_service",
    "correct_pilot",
    "correct_review",
    "cost_service",
    "create_service",
    "describe_service",
    "offer_again",
    "pass_gate",
    "record_pilot",
    "record_review",
    "restore_pilot",
    "restore_review",
    "restore_version",
    "retire_service",
    "send_back",
    "serve_taken_over_objective",
    "set_day_rate",
    "use_costing",
    "withdraw_pilot",
    "withdraw_review",
]
