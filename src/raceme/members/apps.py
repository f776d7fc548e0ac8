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
        "change_standing": _("%(who)s recorded that %(what)s stands otherwise to the cluster."),
        "correct_period": _("%(who)s put right since when %(what)s stands so to the cluster."),
    },
    page="members:detail",
)
MEMBERSHIP = acts.Kind(
    label=_("membership"),
    sentences={
        "begin_period": _("%(who)s began a period: %(what)s."),
        "end_period": _("%(who)s ended a period: %(what)s."),
        "correct_period": _("%(who)s put right a period: %(what)s."),
    },
)
PERSON = acts.Kind(
    label=_("person"),
    sentences={
        "enter_person": _("%(who)s entered the person %(what)s."),
        "describe_person": _("%(who)s changed what is known about %(what)s."),
    },
)
POST = acts.Kind(
    label=_("post"),
    sentences={
        "give_post": _("%(who)s recorded a post: %(what)s."),
        "describe_post": _("%(who)s changed a post: %(what)s."),
        "end_post": _("%(who)s recorded that a post has ended: %(what)s."),
    },
)


class MembersConfig(AppConfig):
    name = "raceme.members"
    label = "members"

    def ready(self) -> None:
        acts.register("members.organisation", ORGANISATION)
        acts.register("members.membership", MEMBERSHIP)
        acts.register("members.person", PERSON)
        acts.register("members.post", POST)
        order = navigation.ORDER_ALONG_THE_THREAD["members"]
        navigation.register(navigation.Entry(_("Members"), "users", "members:list", order))
