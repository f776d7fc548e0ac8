"""Evidence in words, as it stands now or as it was kept when a gate was passed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raceme.catalogue import words
from raceme.catalogue.gates import asking
from raceme.catalogue.gates.values import Evidence, Facts, Gate
from raceme.catalogue.models import Review, Stage, StageChange
from raceme.foundation import figures
from raceme.foundation.templatetags.raceme import day

Kept = dict[str, Any]

LABELS: Mapping[str, Promise] = {
    "objective": gettext_lazy("Objective"),
    "needs": gettext_lazy("Needs of members"),
    "description": gettext_lazy("What exactly"),
    "targets": gettext_lazy("For whom"),
    "format": gettext_lazy("In what format"),
    "delivery": gettext_lazy("With which partners"),
    "costing": gettext_lazy("Costing"),
    "funding": gettext_lazy("Who pays"),
    "pilot-members": gettext_lazy("Members who tried it"),
    "pilot-feedback": gettext_lazy("What they said"),
    "satisfaction": gettext_lazy("Satisfaction"),
    "outcomes": gettext_lazy("First outcomes"),
    "owner": gettext_lazy("Owner"),
    "calendar": gettext_lazy("Calendar"),
    "price": gettext_lazy("Price"),
    "review": gettext_lazy("Yearly review"),
}
QUESTIONS: Mapping[Stage, Promise] = {
    Stage.IDEA: gettext_lazy("Which objective does it serve?"),
    Stage.NEED_CONFIRMED: gettext_lazy("Who asked, how many, how strongly?"),
    Stage.CONCEPT: gettext_lazy("What exactly, for whom, in what format, with which partners?"),
    Stage.BUSINESS_CASE: gettext_lazy("What does it take and cost, and who pays?"),
    Stage.PILOT: gettext_lazy("Does it work with three to five members?"),
    Stage.EVALUATED: gettext_lazy("Was it liked, and was it effective?"),
    Stage.IN_PORTFOLIO: gettext_lazy("Who answers for it, when is it offered, at what price?"),
    Stage.REVIEWED: gettext_lazy("Every year: keep, change or stop?"),
    Stage.RETIRED: gettext_lazy("Why is it offered no longer?"),
}
LACKING: Mapping[str, Promise] = {
    "person_days": gettext_lazy("person-days"),
    "day_rate_eur": gettext_lazy("the cost of a person-day"),
    "members": gettext_lazy("how many members take part"),
    "guests": gettext_lazy("how many non-members take part"),
    "price_member_eur": gettext_lazy("the price for members"),
    "price_guest_eur": gettext_lazy("the price for non-members"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A piece of evidence in words."""

    label: str | Promise
    sentence: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class ShownGate:
    """A gate as a page shows it: its question, and each piece of evidence in words."""

    gate: Gate
    question: str | Promise
    rows: tuple[tuple[Evidence, Told], ...]


def shown(gate: Gate, currency: str) -> ShownGate:
    """Say a gate in words."""
    rows = tuple((one, tell(one, currency)) for one in gate.evidence)
    return ShownGate(gate, QUESTIONS[gate.stage], rows)


def tell(evidence: Evidence, currency: str) -> Told:
    """Say a piece of evidence in words, as it stands now."""
    return _told(evidence.code, evidence.is_met, evidence.facts, currency)


def as_kept(stage: Stage, evidence: Evidence) -> Kept:
    """Give a piece of evidence as plain values, to be kept with the passing of a gate."""
    return {
        "gate": str(stage),
        "code": evidence.code,
        "is_met": evidence.is_met,
        "facts": dict(evidence.facts),
    }


def tell_kept(change: StageChange, currency: str) -> list[Told]:
    """Say in words what evidence there was when a service came to a stage."""
    return [_told(one["code"], one["is_met"], one["facts"], currency) for one in change.evidence]


def _told(code: str, is_met: bool, facts: Facts, currency: str) -> Told:
    return Told(LABELS.get(code, code), SENTENCES[code](is_met, facts, currency), is_met)


def _objective(is_met: bool, facts: Facts, currency: str) -> str:
    if not is_met:
        return _("It serves no objective in force.")
    return _("It serves: %(objectives)s.") % {"objectives": ", ".join(facts["objectives"])}


def _needs(is_met: bool, facts: Facts, currency: str) -> str:
    said = {
        "needs": facts["needs"],
        "members": facts["members"],
        "importance": figures.number(facts["importance"]),
        "least_needs": asking.NEEDS_MIN,
        "least_members": asking.ASKING_MEMBERS_MIN,
    }
    if facts["mandate"]:
        return _("Policy asked for it. Needs: %(needs)s, members: %(members)s.") % said
    if is_met:
        return (
            _("%(needs)s needs of %(members)s members; mean importance %(importance)s of 5.") % said
        )
    return (
        _(
            "Needs: %(needs)s, members: %(members)s. Wanted: %(least_needs)s needs of"
            " %(least_members)s members, or a policy mandate."
        )
        % said
    )


def _description(is_met: bool, facts: Facts, currency: str) -> str:
    return _("It is described.") if is_met else _("What members get is not described yet.")


def _targets(is_met: bool, facts: Facts, currency: str) -> str:
    if not is_met:
        return _("For whom it is has not been said.")
    return ", ".join(words.labels_of(facts["targets"], words.TARGETS))


def _format(is_met: bool, facts: Facts, currency: str) -> str:
    if not is_met:
        return _("Its format has not been said.")
    return ", ".join(words.labels_of([facts["format"]], words.FORMATS))


def _delivery(is_met: bool, facts: Facts, currency: str) -> str:
    if not facts["delivered_by"]:
        return _("How it is delivered has not been said.")
    how = ", ".join(words.labels_of([facts["delivered_by"]], words.DELIVERY))
    if not is_met:
        return _("%(how)s, but nobody is named.") % {"how": how}
    partners = ", ".join(facts["partners"])
    return _("%(how)s: %(partners)s") % {"how": how, "partners": partners} if partners else how


def _costing(is_met: bool, facts: Facts, currency: str) -> str:
    if not facts["has_costing"]:
        return _("There is no costing yet.")
    if not is_met:
        lacking = ", ".join(str(LACKING.get(one, one)) for one in facts["lacking"])
        return _("The costing lacks: %(lacking)s.") % {"lacking": lacking}
    said = {name: _money(facts[f"{name}_eur"], currency) for name in ("cost", "income")}
    return _("One edition costs %(cost)s and brings %(income)s.") % said


def _funding(is_met: bool, facts: Facts, currency: str) -> str:
    if not is_met:
        return _("Who pays has not been said.")
    return ", ".join(words.labels_of(facts["funding"], words.FUNDING))


def _pilot_members(is_met: bool, facts: Facts, currency: str) -> str:
    said = ngettext(
        "%(number)s member took part.", "%(number)s members took part.", facts["members"]
    ) % {"number": facts["members"]}
    if is_met:
        return said
    usual = {"least": asking.PILOT_MEMBERS_MIN, "usual": asking.PILOT_MEMBERS_USUAL}
    return f"{said} {_('Wanted: %(least)s to %(usual)s.') % usual}"


def _pilot_feedback(is_met: bool, facts: Facts, currency: str) -> str:
    if facts["members"] == 0:
        return _("Nobody has taken part yet.")
    counted = {**facts, "least": asking.PILOT_MEMBERS_MIN}
    if is_met:
        return _("%(answers)s of %(members)s said how satisfied they are.") % counted
    return _("%(answers)s of %(members)s said how satisfied they are. Wanted: %(least)s.") % counted


def _satisfaction(is_met: bool, facts: Facts, currency: str) -> str:
    if facts["mean"] is None:
        return _("Nobody has said yet how satisfied it is.")
    said = {
        "mean": figures.number(Decimal(facts["mean"])),
        "least": figures.number(asking.SATISFACTION_MIN),
    }
    return _("Mean %(mean)s of 5. Wanted: %(least)s or more.") % said


def _outcomes(is_met: bool, facts: Facts, currency: str) -> str:
    return _("They are written down.") if is_met else _("No outcome is written down yet.")


def _owner(is_met: bool, facts: Facts, currency: str) -> str:
    if facts["left"]:
        return _("Whoever answered for it has left the team.")
    return _("Somebody of the team answers for it.") if is_met else _("Nobody answers for it.")


def _calendar(is_met: bool, facts: Facts, currency: str) -> str:
    return str(facts["calendar"]) if is_met else _("When it is offered has not been said.")


def _price(is_met: bool, facts: Facts, currency: str) -> str:
    if not is_met:
        return _("The price for members has not been said.")
    if Decimal(facts["price_eur"]) == 0:
        return _("Free for members.")
    return _("Members pay %(price)s.") % {"price": _money(facts["price_eur"], currency)}


def _review(is_met: bool, facts: Facts, currency: str) -> str:
    if facts["reviewed_on"] is None:
        return _("It has not been reviewed yet.")
    said = {
        "day": day(date.fromisoformat(facts["reviewed_on"])),
        "decision": str(Review.Decision(facts["decision"]).label),
    }
    if is_met:
        return _("Reviewed on %(day)s: %(decision)s.") % said
    return _("The last review, of %(day)s, is more than a year old.") % said


def _money(plain: str | None, currency: str) -> str:
    return figures.money(None if plain is None else Decimal(plain), currency)


SENTENCES: Mapping[str, Callable[[bool, Facts, str], str]] = {
    "objective": _objective,
    "needs": _needs,
    "description": _description,
    "targets": _targets,
    "format": _format,
    "delivery": _delivery,
    "costing": _costing,
    "funding": _funding,
    "pilot-members": _pilot_members,
    "pilot-feedback": _pilot_feedback,
    "satisfaction": _satisfaction,
    "outcomes": _outcomes,
    "owner": _owner,
    "calendar": _calendar,
    "price": _price,
    "review": _review,
}
