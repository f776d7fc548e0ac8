from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import acts, navigation, panels

SCENARIO = acts.Kind(
    label=_("plan"),
    sentences={
        "draft_scenario": _("%(who)s drafted the plan %(what)s."),
        "revise_scenario": _("%(who)s changed the limits of the plan %(what)s."),
        "compute_plan": _("%(who)s had the plan %(what)s computed."),
        "stop_plan": _("%(who)s stopped the computation of the plan %(what)s."),
        "keep_plan": _("%(who)s stored the computed plan %(what)s."),
        "confirm_plan": _("%(who)s found that the plan %(what)s still holds."),
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
WEIGHING = acts.Kind(
    label=_("weight of an objective in a plan"),
    sentences={
        "weigh_objective": _("%(who)s gave an objective another weight in a plan: %(what)s."),
        "lift_weighing": _("%(who)s let an objective weigh as in the strategy again: %(what)s."),
    },
)
SERVICE_PLAN = acts.Kind(
    label=_("service plan"),
    sentences={
        "adopt_plan": _("%(who)s adopted the service plan %(what)s."),
        "supersede_plan": _("%(who)s had the service plan %(what)s superseded."),
        "take_back_adoption": _("%(who)s took the adoption of %(what)s back."),
        "put_in_force": _("%(who)s put the service plan %(what)s in force again."),
    },
    page="portfolio:service_plan",
)
PLAN_LINE = acts.Kind(
    label=_("service in a service plan"),
    sentences={
        "adopt_line": _("%(who)s wrote a service into a service plan: %(what)s."),
        "add_line": _("%(who)s added a service to a service plan by hand: %(what)s."),
        "change_line": _("%(who)s changed a service in a service plan: %(what)s."),
    },
    page="portfolio:change_line",
)


class PortfolioConfig(AppConfig):
    name = "raceme.portfolio"
    label = "portfolio"

    def ready(self) -> None:
        from raceme.portfolio import background  # noqa: F401, PLC0415 - makes work known by name
        from raceme.portfolio.panels import (  # noqa: PLC0415 - needs the tables, ready only now
            plans_with_service,
            warning_before_retiring,
        )

        for name, kind in {
            "portfolio.scenario": SCENARIO,
            "portfolio.ruling": RULING,
            "portfolio.weighing": WEIGHING,
            "portfolio.serviceplan": SERVICE_PLAN,
            "portfolio.planline": PLAN_LINE,
        }.items():
            acts.register(name, kind)
        panels.hang("service-notice", warning_before_retiring)
        panels.hang("service", plans_with_service)
        order = navigation.ORDER_ALONG_THE_THREAD["plan"]
        navigation.register(navigation.Entry(_("Plan"), "checklist", "portfolio:list", order))
