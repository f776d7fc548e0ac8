from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import acts, navigation, panels, timeline

NEED = acts.Kind(
    label=_("need"),
    sentences={
        "record_need": _("%(who)s recorded the need %(what)s."),
        "correct_need": _("%(who)s corrected the need %(what)s."),
        "withdraw_need": _("%(who)s withdrew the need %(what)s."),
        "restore_need": _("%(who)s restored the need %(what)s."),
    },
    page="needs:detail",
)


class NeedsConfig(AppConfig):
    name = "raceme.needs"
    label = "needs"

    def ready(self) -> None:
        from raceme.needs.panels import (  # noqa: PLC0415 - needs the tables, ready only now
            TIMELINE,
            needs_of_organisation,
        )

        acts.register("needs.need", NEED)
        order = navigation.ORDER_ALONG_THE_THREAD["needs"]
        navigation.register(navigation.Entry(_("Needs"), "message-question", "needs:topics", order))
        panels.hang("organisation", needs_of_organisation)
        timeline.register("organisation", TIMELINE)
