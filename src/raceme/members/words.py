"""Codes about members in human words."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.foundation.figures import money, number, share
from raceme.members.models import LeavingReason, Organisation, Relation, Standing, YearFigures
from raceme.members.queries.spells import TIED_OTHERWISE
from raceme.members.queries.statistics import UNKNOWN
from raceme.vocabulary.growth import Segment
from raceme.vocabulary.helix import Unchecked, roles, size_classes
from raceme.vocabulary.nuts import label_of_region, versions_with

# What an organisation became when a period began.
BECAME = {
    Standing.PROSPECT: gettext_lazy("Became a prospect"),
    Standing.APPLICANT: gettext_lazy("Applied for membership"),
    Standing.MEMBER: gettext_lazy("Became a member"),
    Standing.PARTNER: gettext_lazy("Became a partner"),
    Standing.SUSPENDED: gettext_lazy("Membership was suspended"),
    Standing.LEFT: gettext_lazy("Left"),
}
SEGMENTS = {
    Segment.YOUNG: gettext_lazy("young firm"),
    Segment.HIGH_GROWTH: gettext_lazy("fast-growing start-up"),
    Segment.GAZELLE: gettext_lazy("gazelle"),
}
UNCHECKED = {
    Unchecked.EMPLOYEES: gettext_lazy("the number of employees is unknown"),
    Unchecked.MONEY: gettext_lazy("turnover or balance sheet total is unknown"),
    Unchecked.INDEPENDENCE: gettext_lazy("nobody has said whether it is autonomous"),
    Unchecked.OTHERS: gettext_lazy(
        "staff and money of its partner or linked enterprises must be added, and are not known"
    ),
}


def reason_in_words(code: str) -> str:
    """Say why a membership ended."""
    if code == TIED_OTHERWISE:
        return _("is tied to the cluster otherwise now")
    return str(LeavingReason(code).label) if code in LeavingReason.values else _("not known")


def why_sme_is_open(organisation: Organisation) -> list[str]:
    """Say what is missing to know whether a firm is an SME."""
    unchecked = organisation.size_verdict.unchecked
    return [str(words) for what, words in UNCHECKED.items() if what in unchecked]


def figures_in_words(figures: YearFigures, currency: str) -> str:
    """Say the known figures of a year in one line."""
    said = {
        _("%(number)s employees"): figures.employees,
    }
    parts = [text % {"number": number(value)} for text, value in said.items() if value is not None]
    if figures.turnover_eur is not None:
        parts.append(_("turnover %(money)s") % {"money": money(figures.turnover_eur, currency)})
    if figures.export_share is not None:
        parts.append(_("export share %(share)s") % {"share": share(figures.export_share)})
    return ", ".join(parts)


def relation_in_words(relation: Relation, seen_from: Organisation) -> str:
    """Say how another organisation is tied to the one whose page it is."""
    if relation.organisation_id == seen_from.pk:
        sentences = {
            Relation.Kind.OWNS: _("holds shares of %(other)s"),
            Relation.Kind.SUPPLIES: _("supplies %(other)s"),
            Relation.Kind.PARTNER: _("works with %(other)s"),
        }
        return sentences[Relation.Kind(relation.kind)] % {"other": relation.other}
    sentences = {
        Relation.Kind.OWNS: _("belongs in part to %(other)s"),
        Relation.Kind.SUPPLIES: _("is supplied by %(other)s"),
        Relation.Kind.PARTNER: _("works with %(other)s"),
    }
    return sentences[Relation.Kind(relation.kind)] % {"other": relation.organisation}


def figure_in_words(what: str, value: str, *, is_short: bool = False) -> str:
    """Say of which figure the organisations are; `is_short`: only the part of a whole."""
    is_unknown = value in ("", UNKNOWN)
    if is_short and is_unknown:
        return _("unknown")
    part = _PARTS[what](value) if what in _PARTS and not is_unknown else _("unknown")
    if is_short:
        return part
    year, colon, reason = value.partition(":")
    if what == "left" and colon:
        words = {"year": year, "reason": reason_in_words(reason)}
        return _("Left in %(year)s: %(reason)s") % words
    sentences = {
        "members": _("All members"),
        "role": _("Members of the kind: %(part)s"),
        "size": _("Firms of the size: %(part)s"),
        "sme": _("Firms among the members, SME: %(part)s"),
        "region": _("Members in %(part)s"),
        "contacted": _("Members we talked with in the last twelve months"),
        "not-contacted": _("Members we have not talked with for twelve months"),
        "met": _("Organisations we talked with in %(year)s"),
        "joined": _("Joined in %(year)s"),
        "left": _("Left in %(year)s"),
    }
    return sentences.get(what, "") % {"part": part, "year": year}


def _region_in_words(code: str) -> str:
    versions = versions_with(code)
    return label_of_region(code, versions[0]) if versions else code


_PARTS: dict[str, Callable[[str], str]] = {
    "role": lambda code: next((one.label for one in roles() if one.code == code), code),
    "size": lambda code: next((one.label for one in size_classes() if one.code == code), code),
    "sme": lambda code: {"yes": _("yes"), "no": _("no")}.get(code, code),
    "region": _region_in_words,
}
