"""The services a cluster organisation offers or could offer, and the way of each of them."""

from raceme.catalogue.models.costing import CostLine, DayRate, Terms
from raceme.catalogue.models.services import Contribution, Provider, Service, TopicAnswer
from raceme.catalogue.models.stages import DRAFTING, RUNNING, Stage, StageChange
from raceme.catalogue.models.trials import Pilot, PilotMember, Review
from raceme.catalogue.models.versions import CONCEPT_FIELDS, Version

__all__ = [
    "CONCEPT_FIELDS",
    "DRAFTING",
    "RUNNING",
    "Contribution",
    "CostLine",
    "DayRate",
    "Pilot",
    "PilotMember",
    "Provider",
    "Review",
    "Service",
    "Stage",
    "StageChange",
    "Terms",
    "TopicAnswer",
    "Version",
]
