from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import acts, navigation, panels


class AccessConfig(AppConfig):
    name = "raceme.access"
    label = "access"

    def ready(self) -> None:
        from raceme.access import background  # noqa: F401, PLC0415 - makes the work known by name
        from raceme.access.panels import history_of  # noqa: PLC0415 - needs the tables, ready only now
        from raceme.access.rules import may_see_the_office  # noqa: PLC0415 - the same

        for name, kind in _kinds().items():
            acts.register(name, kind)
        panels.hang("history", history_of)
        entry = navigation.Entry
        navigation.register(
            entry(_("Team"), "users-group", "access:team", 10, "office", may_see_the_office),
            entry(_("History"), "history", "access:history", 20, "office", may_see_the_office),
            entry(_("API tokens"), "key", "access:tokens", 30, "office"),
            entry(_("About"), "building", "access:about", 40, "office"),
        )


def _kinds() -> dict[str, acts.Kind]:
    cluster = {
        "found_cluster": _("%(who)s opened the books of %(what)s."),
        "describe_cluster": _("%(who)s changed what is said about %(what)s."),
    }
    seat = {
        "give_seat": _("%(who)s gave a seat to %(what)s."),
        "change_role": _("%(who)s changed the role of %(what)s."),
        "end_seat": _("%(who)s ended the seat of %(what)s."),
    }
    token = {
        "make_token": _("%(who)s made the API token %(what)s."),
        "end_token": _("%(who)s ended the API token %(what)s."),
    }
    return {
        "access.cluster": acts.Kind(_("cluster organisation"), cluster),
        "access.seat": acts.Kind(_("seat"), seat),
        "access.token": acts.Kind(_("API token"), token),
    }
