"""What a person types about the strategy, made clean."""

from raceme.strategy.forms.fields import FieldForm, MeasureForm, MeasureSearchForm
from raceme.strategy.forms.indicators import (
    IndicatorForm,
    IndicatorSearchForm,
    ObservationForm,
    RedefiningForm,
    TargetForm,
)
from raceme.strategy.forms.strategies import (
    AdoptingForm,
    ChallengeForm,
    CompareForm,
    ObjectiveForm,
    StrategyForm,
    SwotForm,
)

__all__ = [
    "AdoptingForm",
    "ChallengeForm",
    "CompareForm",
    "FieldForm",
    "IndicatorForm",
    "IndicatorSearchForm",
    "MeasureForm",
    "MeasureSearchForm",
    "ObjectiveForm",
    "ObservationForm",
    "RedefiningForm",
    "StrategyForm",
    "SwotForm",
    "TargetForm",
]
