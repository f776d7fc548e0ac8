"""What the short codes of the library and the marks from 0 to 4 mean, for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FORMATS: dict[str, str | Promise] = {
    "advisory": _("advice, one to one"),
    "event": _("event"),
    "facility": _("shared facility"),
    "group": _("standing group"),
    "mission": _("mission or visit"),
    "platform": _("platform"),
    "project": _("project"),
    "publication": _("publication"),
    "training": _("training"),
    "voucher": _("voucher"),
}
FUNDING: dict[str, str | Promise] = {
    "membership": _("membership fees"),
    "pay-per-use": _("a price for those who use it"),
    "public": _("public money"),
    "sponsorship": _("sponsors"),
    "cost-share": _("shared cost"),
    "voucher": _("vouchers"),
}
TARGETS: dict[str, str | Promise] = {
    "SME": _("small and medium-sized firms"),
    "start-up": _("start-ups"),
    "large": _("large firms"),
    "research": _("research organisations"),
    "public": _("public bodies"),
    "all": pgettext_lazy("whom a service is for", "everybody"),
}
LEVELS: dict[str, str | Promise] = {
    "basic": _("for all members"),
    "intensified": _("for a group of members"),
    "individual": _("for one member at a time"),
}
CONTRIBUTIONS: tuple[tuple[str, str | Promise], ...] = (
    ("0", _("0: not at all")),
    ("1", _("1: a little")),
    ("2", _("2: partly")),
    ("3", _("3: largely")),
    ("4", _("4: wholly")),
)
