from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import acts, navigation, panels

UPLOAD = acts.Kind(
    label=_("import"),
    sentences={
        "take_upload": _("%(who)s sent in the list %(what)s."),
        "map_upload": _("%(who)s said how the list %(what)s is to be read."),
        "decide_upload": _("%(who)s decided on possible duplicates in the list %(what)s."),
        "confirm_upload": _("%(who)s confirmed the list %(what)s."),
        "load_upload": _("%(who)s loaded the list %(what)s."),
        "give_up_upload": _("%(who)s gave up loading the list %(what)s."),
        "drop_upload": _("%(who)s dropped the list %(what)s."),
        "undo_upload": _("%(who)s had the import of %(what)s undone."),
        "give_up_undoing": _("%(who)s gave up undoing the import of %(what)s."),
        "undo_import": _("%(who)s undid the import of %(what)s."),
    },
    page="intake:upload",
)


class IntakeConfig(AppConfig):
    name = "raceme.intake"
    label = "intake"

    def ready(self) -> None:
        from raceme.intake import (  # noqa: PLC0415 - makes work known by name, hears news
            background,  # noqa: F401
            receivers,  # noqa: F401
            rules,
        )
        from raceme.intake.panels import (  # noqa: PLC0415 - needs the tables, ready only now
            import_of_members,
            import_of_needs,
        )

        acts.register("intake.upload", UPLOAD)
        navigation.register(
            navigation.Entry(
                _("Imports"),
                "file-spreadsheet",
                "intake:list",
                5,
                section="office",
                may_see=rules.may_import,
            )
        )
        panels.hang("members-actions", import_of_members)
        panels.hang("needs-actions", import_of_needs)
