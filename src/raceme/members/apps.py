from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import acts, navigation

ORGANISATION = acts.Kind(
    label=_("member"),
    sentences={
        "enter_organisation": _("%(who)s entered the member %(what)s."),
        "describe_organisation": _("%(who)s changed what is known about %(what)s."),
        "record_leaving": _("%(who)s recorded that %(what)s has left."),
        "readmit_organisation": _("%(who)s made %(what)s a member again."),
    },
    page="members:detail",
)


class MembersConfig(AppConfig):
    name = "raceme.members"
    label = "members"

    def ready(self) -> None:
        acts.register("members.organisation", ORGANISATION)
        order = navigation.ORDER_ALONG_THE_THREAD["members"]
        navigation.register(navigation.Entry(_("Members"), "users", "members:list", order))
