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
INDICATOR = acts.Kind(
    label=_("indicator"),
    sentences={
        "add_indicator": _("%(who)s added the indicator %(what)s."),
        "describe_indicator": _("%(who)s changed the indicator %(what)s."),
        "end_indicator": _("%(who)s ended the indicator %(what)s."),
        "reopen_indicator": _("%(who)s reopened the indicator %(what)s."),
    },
)


class StrategyConfig(AppConfig):
    name = "raceme.strategy"
    label = "strategy"

    def ready(self) -> None:
        acts.register("strategy.strategy", STRATEGY)
        acts.register("strategy.objective", OBJECTIVE)
        acts.register("strategy.indicator", INDICATOR)
        order = navigation.ORDER_ALONG_THE_THREAD["strategy"]
        navigation.register(navigation.Entry(_("Strategy"), "target", "strategy:page", order))
