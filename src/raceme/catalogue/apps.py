from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import acts, navigation, panels, timeline

SERVICE = acts.Kind(
    label=_("service"),
    sentences={
        "create_service": _("%(who)s added the service %(what)s."),
        "describe_service": _("%(who)s changed the service %(what)s."),
        "pass_gate": _("%(who)s let the service %(what)s pass a gate."),
        "send_back": _("%(who)s sent the service %(what)s back to an earlier stage."),
        "restore_version": _("%(who)s restored an earlier version of the service %(what)s."),
        "use_costing": _("%(who)s took the figures of the service %(what)s from its costing."),
        "retire_service": _("%(who)s retired the service %(what)s."),
        "offer_again": _("%(who)s took the service %(what)s back into the offer."),
    },
    page="catalogue:detail",
    fields={
        "answers": _("answers"),
        "serves": _("serves"),
        "providers": _("who takes part in delivering it"),
    },
)
DAY_RATE = acts.Kind(
    label=_("cost of a person-day"),
    sentences={"set_day_rate": _("%(who)s said what a person-day costs: %(what)s.")},
)
TERMS = acts.Kind(
    label=_("costing"),
    sentences={"cost_service": _("%(who)s costed the service %(what)s.")},
    fields={"lines": _("lines")},
)
PILOT = acts.Kind(
    label=_("pilot"),
    sentences={
        "record_pilot": _("%(who)s recorded a pilot of the service %(what)s."),
        "correct_pilot": _("%(who)s changed a pilot of the service %(what)s."),
        "withdraw_pilot": _("%(who)s withdrew a pilot of the service %(what)s."),
        "restore_pilot": _("%(who)s restored a pilot of the service %(what)s."),
    },
    page="catalogue:edit_pilot",
    fields={"participants": _("members and their satisfaction"), "comments": _("their words")},
)
REVIEW = acts.Kind(
    label=_("review of a service"),
    sentences={
        "record_review": _("%(who)s reviewed the service %(what)s."),
        "correct_review": _("%(who)s changed a review of the service %(what)s."),
        "withdraw_review": _("%(who)s withdrew a review of the service %(what)s."),
        "restore_review": _("%(who)s restored a review of the service %(what)s."),
    },
    page="catalogue:edit_review",
)


class CatalogueConfig(AppConfig):
    name = "raceme.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from raceme.catalogue import receivers  # noqa: F401, PLC0415 - hears the strategy's news
        from raceme.catalogue.panels import (  # noqa: PLC0415 - needs the tables, ready only now
            TIMELINE,
            services_answering_topic,
            services_serving_objective,
            services_with_organisation,
        )

        acts.register("catalogue.service", SERVICE)
        acts.register("catalogue.dayrate", DAY_RATE)
        acts.register("catalogue.terms", TERMS)
        acts.register("catalogue.pilot", PILOT)
        acts.register("catalogue.review", REVIEW)
        order = navigation.ORDER_ALONG_THE_THREAD["services"]
        navigation.register(navigation.Entry(_("Services"), "packages", "catalogue:list", order))
        panels.hang("topic", services_answering_topic)
        panels.hang("objective", services_serving_objective)
        panels.hang("organisation", services_with_organisation)
        timeline.register("organisation", TIMELINE)
