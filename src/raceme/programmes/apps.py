from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import acts, navigation, panels

AGREEMENT = acts.Kind(
    label=_("agreement with a programme"),
    sentences={
        "ask_cluster": _("%(who)s asked whether the cluster takes part in %(what)s."),
        "agree": _("%(who)s agreed that figures count in the programme %(what)s."),
        "end_agreement": _("%(who)s ended the agreement with the programme %(what)s."),
    },
)
PROGRAMME = acts.Kind(
    label=_("programme"),
    sentences={"found_programme": _("%(who)s founded the programme %(what)s.")},
)
OFFICER = acts.Kind(
    label=_("officer of a programme"),
    sentences={
        "name_officer": _("%(who)s named an officer: %(what)s."),
        "end_officer": _("%(who)s ended the rights of an officer: %(what)s."),
    },
)
EDITION = acts.Kind(
    label=_("edition of a programme"),
    sentences={"make_edition": _("%(who)s froze the figures of %(what)s.")},
)


class ProgrammesConfig(AppConfig):
    name = "raceme.programmes"
    label = "programmes"

    def ready(self) -> None:
        from raceme.access.rules import (  # noqa: PLC0415 - needs the tables, ready only now
            may_see_the_office,
        )
        from raceme.programmes.panels import (  # noqa: PLC0415 - the same
            programmes_at_the_entrance,
        )

        panels.hang("entrance", programmes_at_the_entrance)
        for name, kind in {
            "programmes.agreement": AGREEMENT,
            "programmes.programme": PROGRAMME,
            "programmes.officer": OFFICER,
            "programmes.edition": EDITION,
        }.items():
            acts.register(name, kind)
        navigation.register(
            navigation.Entry(
                _("Programmes"), "building", "programmes:list", 70,
                section="office", may_see=may_see_the_office,
            )
        )  # fmt: skip
