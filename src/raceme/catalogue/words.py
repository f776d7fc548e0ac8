"""The code lists of the catalogue and the marks from 0 to 4, in words for people."""

from collections.abc import Iterable, Mapping

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
# What may come beside the prices; prices are reckoned from who takes part.
SUPPORT = {code: label for code, label in FUNDING.items() if code != "pay-per-use"}
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
DELIVERY: dict[str, str | Promise] = {
    "team": _("by our own team"),
    "partners": _("by our team together with others"),
    "third-party": _("by others, as a benefit of membership"),
}
PROVIDER_ROLES: dict[str, str | Promise] = {
    "delivers": _("delivers it"),
    "partner": _("takes part in delivering it"),
    "expert": _("gives an expert or a speaker"),
    "host": _("gives the place"),
    "sponsor": _("gives money"),
}
AID_BASES: dict[str, str | Promise] = {
    "none": _("none: general, and open to all"),
    "de-minimis": _("de minimis aid"),
    "gber": _("an article of the block exemption regulation"),
    "market": _("none: paid at the market price"),
}
CONFIDENTIALITY: dict[str, str | Promise] = {
    "open": _("open to everybody"),
    "members": _("for members only"),
    "parties": _("only for those who take part"),
}
CONTRIBUTIONS: tuple[tuple[str, str | Promise], ...] = (
    ("0", _("0: not at all")),
    ("1", _("1: a little")),
    ("2", _("2: partly")),
    ("3", _("3: largely")),
    ("4", _("4: wholly")),
)


def labels_of(codes: Iterable[str], words: Mapping[str, str | Promise]) -> list[str]:
    """Say codes of a list in words, in the order of the list; an unknown code as it stands."""
    wanted = list(codes)
    known = [str(label) for code, label in words.items() if code in wanted]
    return known + [code for code in wanted if code not in words]
