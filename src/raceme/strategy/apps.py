from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import acts, navigation

STRATEGY = acts.Kind(
    label=_("strategy"),
    sentences={
        "draft_strategy": _("%(who)s drafted the strategy %(what)s."),
        "describe_strategy": _("%(who)s changed the words of the strategy %(what)s."),
        "adopt_strategy": _("%(who)s recorded that the strategy %(what)s is adopted."),
        "retire_strategy": _("%(who)s retired the strategy %(what)s, which has a successor."),
    },
    page="strategy:version",
)
CHALLENGE = acts.Kind(
    label=_("challenge"),
    sentences={
        "state_challenge": _("%(who)s stated the challenge %(what)s."),
        "describe_challenge": _("%(who)s put the challenge %(what)s in other words."),
        "drop_challenge": _("%(who)s dropped the challenge %(what)s."),
        "restore_challenge": _("%(who)s took the challenge %(what)s back."),
        "move_challenge": _("%(who)s moved the challenge %(what)s in its list."),
    },
)
SWOT_ITEM = acts.Kind(
    label=_("line of the SWOT"),
    sentences={
        "note_swot_item": _("%(who)s added to the SWOT: %(what)s."),
        "describe_swot_item": _("%(who)s changed in the SWOT: %(what)s."),
        "drop_swot_item": _("%(who)s dropped from the SWOT: %(what)s."),
        "restore_swot_item": _("%(who)s took back into the SWOT: %(what)s."),
        "move_swot_item": _("%(who)s moved in the SWOT: %(what)s."),
    },
)
OBJECTIVE = acts.Kind(
    label=_("objective"),
    sentences={
        "state_objective": _("%(who)s stated the objective %(what)s."),
        "describe_objective": _("%(who)s changed the objective %(what)s."),
        "end_objective": _("%(who)s ended the objective %(what)s."),
        "reopen_objective": _("%(who)s reopened the objective %(what)s."),
    },
    page="strategy:objective",
)
FIELD_OF_ACTION = acts.Kind(
    label=_("field of action"),
    sentences={
        "open_field": _("%(who)s opened the field of action %(what)s."),
        "describe_field": _("%(who)s changed the field of action %(what)s."),
        "end_field": _("%(who)s ended the field of action %(what)s."),
        "reopen_field": _("%(who)s reopened the field of action %(what)s."),
    },
    page="strategy:field",
    fields={"objectives": _("objectives it serves")},
)
MEASURE = acts.Kind(
    label=_("measure"),
    sentences={
        "plan_measure": _("%(who)s planned the measure %(what)s."),
        "describe_measure": _("%(who)s changed the measure %(what)s."),
        "report_measure": _("%(who)s reported how far the measure %(what)s is."),
    },
    page="strategy:measure",
)
INDICATOR = acts.Kind(
    label=_("indicator"),
    sentences={
        "add_indicator": _("%(who)s added the indicator %(what)s."),
        "describe_indicator": _("%(who)s changed the indicator %(what)s."),
        "redefine_indicator": _("%(who)s gave the indicator %(what)s a new definition."),
        "reword_definition": _("%(who)s put the definition of %(what)s in other words."),
        "end_indicator": _("%(who)s ended the indicator %(what)s."),
        "reopen_indicator": _("%(who)s reopened the indicator %(what)s."),
    },
    page="strategy:indicator",
    fields={
        "code": _("code"),
        "definition": _("definition"),
        "unit": _("unit"),
        "adds_up": _("adds up"),
        "evidence": _("kind of evidence"),
    },
)
TARGET = acts.Kind(
    label=_("target"),
    sentences={
        "set_target": _("%(who)s set the target %(what)s."),
        "change_target": _("%(who)s changed the target %(what)s."),
        "withdraw_target": _("%(who)s withdrew the target %(what)s."),
        "restore_target": _("%(who)s restored the target %(what)s."),
    },
)
OBSERVATION = acts.Kind(
    label=_("measured value"),
    sentences={
        "record_observation": _("%(who)s recorded the value %(what)s."),
        "correct_observation": _("%(who)s corrected the value %(what)s."),
        "withdraw_observation": _("%(who)s withdrew the value %(what)s."),
        "restore_observation": _("%(who)s restored the value %(what)s."),
    },
    page="strategy:observation",
)
KINDS = {
    "strategy": STRATEGY,
    "challenge": CHALLENGE,
    "swotitem": SWOT_ITEM,
    "objective": OBJECTIVE,
    "fieldofaction": FIELD_OF_ACTION,
    "measure": MEASURE,
    "indicator": INDICATOR,
    "target": TARGET,
    "observation": OBSERVATION,
}


class StrategyConfig(AppConfig):
    name = "raceme.strategy"
    label = "strategy"

    def ready(self) -> None:
        for name, kind in KINDS.items():
            acts.register(f"strategy.{name}", kind)
        order = navigation.ORDER_ALONG_THE_THREAD["strategy"]
        navigation.register(navigation.Entry(_("Strategy"), "target", "strategy:page", order))
