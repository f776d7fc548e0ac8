from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import acts, navigation

SCENARIO = acts.Kind(
    label=_("plan"),
    sentences={
        "draft_scenario": _("%(who)s drafted the plan %(what)s."),
        "revise_scenario": _("%(who)s changed the limits of the plan %(what)s."),
        "compute_plan": _("%(who)s had the plan %(what)s computed."),
        "stop_plan": _("%(who)s stopped the computation of the plan %(what)s."),
        "keep_plan": _("%(who)s stored the computed plan %(what)s."),
        "give_up_computation": _("%(who)s ended the computation of %(what)s without a plan."),
    },
    page="portfolio:plan",
)
RULING = acts.Kind(
    label=_("must or must-not"),
    sentences={
        "rule_on_service": _("%(who)s ruled on a service in a plan: %(what)s."),
        "lift_ruling": _("%(who)s lifted a ruling on a service in a plan: %(what)s."),
    },
)


class PortfolioConfig(AppConfig):
    name = "raceme.portfolio"
    label = "portfolio"

    def ready(self) -> None:
        from raceme.portfolio import background  # noqa: F401, PLC0415 - makes work known by name

        acts.register("portfolio.scenario", SCENARIO)
        acts.register("portfolio.ruling", RULING)
        order = navigation.ORDER_ALONG_THE_THREAD["plan"]
        navigation.register(navigation.Entry(_("Plan"), "checklist", "portfolio:list", order))
