"""What the cluster organisation wants to reach, how, and how it will know."""

from raceme.strategy.models.analysis import Challenge, SwotItem
from raceme.strategy.models.fields import FieldOfAction, Measure
from raceme.strategy.models.indicators import Definition, Indicator, Observation, Series, Target
from raceme.strategy.models.strategies import Objective, Strategy

__all__ = [
    "Challenge",
    "Definition",
    "FieldOfAction",
    "Indicator",
    "Measure",
    "Objective",
    "Observation",
    "Series",
    "Strategy",
    "SwotItem",
    "Target",
]
