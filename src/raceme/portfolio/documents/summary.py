"""A plan in five sentences, and the two shares its value is made of."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raceme.cores.planning.values import Fit, Plan, ServiceChoice, Status, TopicResult, Verdict
from raceme.portfolio.documents import figures
from raceme.portfolio.documents.heading import PlanHeading
from raceme.portfolio.documents.picture import topics_asked_for
from raceme.vocabulary.topics import label_of_topic

_NAMED = 3  # how many names a sentence of the summary carries
_DECIMALS = 3  # of the value of a plan

# Resamples only shuffle the answers there are. With fewer than ten each member is more than a tenth
# of them, and the same few come in every draw: services look sure because hardly anybody was asked.
FEWEST_TO_BE_SURE = 10

VERDICTS: dict[Verdict, Promise] = {
    Verdict.CORE: gettext_lazy("core"),
    Verdict.SWING: gettext_lazy("swing"),
    Verdict.OUT: gettext_lazy("out"),
}


def is_asked_too_little(heading: PlanHeading) -> bool:
    """Whether so few members have answered that nobody can say how sure a choice is."""
    return heading.answering < FEWEST_TO_BE_SURE


def how_sure(service: ServiceChoice, heading: PlanHeading) -> str:
    """Say how sure it is that a service is in the plan, or that too few were asked to say so."""
    if service.verdict != Verdict.OUT and is_asked_too_little(heading):
        return _("too few answers")
    return str(VERDICTS[service.verdict])


def offered(plan: Plan) -> list[ServiceChoice]:
    """List the services that the plan offers, those of which it is most sure first."""
    chosen = [service for service in plan.services if service.editions > 0]
    return sorted(chosen, key=lambda each: (-(each.frequency or 0.0), each.id))


def nearly_offered(plan: Plan, *, at_most: int = 8) -> list[ServiceChoice]:
    """List services that the plan leaves out although other answers would have taken them in."""
    near = [each for each in plan.services if each.editions == 0 and (each.frequency or 0.0) > 0]
    return sorted(near, key=lambda each: (-(each.frequency or 0.0), each.id))[:at_most]


def unmet(plan: Plan) -> list[TopicResult]:
    """List the topics that are asked for and stay unmet, the most asked for first."""
    return [topic for topic in topics_asked_for(plan) if topic.fit == Fit.UNMET]


def why_open(plan: Plan, topic: TopicResult) -> str:
    """Say which service would suit an unmet topic best, and what the plan makes of it."""
    answers = [cell for cell in plan.cells if cell.topic == topic.id and cell.strength > 0]
    if not answers:
        return _("No service answers this topic.")
    best = max(answers, key=lambda cell: (cell.strength, cell.given, cell.service))
    names = {service.id: service.name for service in plan.services}
    told = {"service": names.get(best.service, best.service), "share": figures.percent(best.given)}
    if best.editions == 0:
        return _("“%(service)s” would suit it best and is not in the plan.") % told
    return _("“%(service)s” suits it best and covers %(share)s of it.") % told


def answered_share(plan: Plan) -> float | None:
    """Give the share of all demand that the plan answers; None where nobody asks for anything."""
    asked = topics_asked_for(plan)
    total = sum(topic.demand for topic in asked)
    if total <= 0:
        return None
    return sum(topic.demand * (topic.coverage or 0.0) for topic in asked) / total


def alignment_share(plan: Plan) -> float | None:
    """Give how far services serve the objectives, by weight; None without objectives.

    Not whether objectives are reached: that is what their indicators are for.
    """
    total = sum(objective.weight for objective in plan.objectives)
    if total <= 0:
        return None
    return sum(each.weight * each.alignment for each in plan.objectives) / total


def five_sentences(plan: Plan, heading: PlanHeading) -> list[str]:
    """Say the plan in five sentences, or in one where no plan keeps all limits."""
    if plan.status == Status.INFEASIBLE:
        return [_("No plan keeps all limits: they contradict each other.")]
    return [
        _what_is_offered(plan, heading),
        _what_it_serves(plan),
        _how_sure(plan, heading),
        _what_stays_open(plan),
        _what_more_would_buy(plan, heading),
    ]


def _what_is_offered(plan: Plan, heading: PlanHeading) -> str:
    chosen = offered(plan)
    editions = sum(service.editions for service in chosen)
    if len(chosen) == 1 and editions > 1:
        told = _(
            "The plan offers one service in %(editions)s editions; it takes %(days)s of"
            " %(all_days)s person-days and %(money)s net of a budget of %(budget)s."
        )
    else:
        told = ngettext(
            "The plan offers %(count)s service in one edition; it takes %(days)s of"
            " %(all_days)s person-days and %(money)s net of a budget of %(budget)s.",
            "The plan offers %(count)s services in %(editions)s editions; it takes %(days)s of"
            " %(all_days)s person-days and %(money)s net of a budget of %(budget)s.",
            len(chosen),
        )
    return told % {
        "count": figures.number(len(chosen)),
        "editions": figures.number(editions),
        "days": figures.days(plan.totals.person_days),
        "all_days": figures.days(heading.limits.person_days),
        "money": figures.money(plan.totals.net_cost_eur, heading.currency),
        "budget": figures.money(heading.limits.budget_eur, heading.currency),
    }


def _what_it_serves(plan: Plan) -> str:
    return _(
        "It answers %(answered)s of what members ask for, and offers %(alignment)s of the services"
        " that the objectives call for, by weight; together that is a value of %(value)s out of 1."
    ) % {
        "answered": figures.percent(answered_share(plan)),
        "alignment": figures.percent(alignment_share(plan)),
        "value": "0" if plan.value is None else figures.number(plan.value, decimals=_DECIMALS),
    }


def _how_sure(plan: Plan, heading: PlanHeading) -> str:
    if heading.answering == 0:
        return _("No member has answered: the choice rests on the objectives alone.")
    if is_asked_too_little(heading):
        return ngettext(
            "Only %(count)s member has answered: that is too few to say how sure the choice is,"
            " whatever is called core. Ask more members before you rely on it.",
            "Only %(count)s members have answered: that is too few to say how sure the choice is,"
            " whatever is called core. Ask more members before you rely on it.",
            heading.answering,
        ) % {"count": figures.number(heading.answering)}
    return _how_much_is_core(offered(plan))


def _how_much_is_core(chosen: Sequence[ServiceChoice]) -> str:
    if any(service.frequency is None for service in chosen):
        return _("How sure the choice is was not computed.")
    core = [service for service in chosen if service.verdict == Verdict.CORE]
    if not core:
        return _("No service is sure: other answers of members would change the whole choice.")
    if len(core) == len(chosen):
        return _(
            "All of them belong to the core that hardly depends on who answered, first of all"
            " %(names)s."
        ) % {"names": _listed([service.name for service in core])}
    return ngettext(
        "%(count)s of them belongs to the core that hardly depends on who answered, first of all"
        " %(names)s; the others could change with a few more answers.",
        "%(count)s of them belong to the core that hardly depends on who answered, first of all"
        " %(names)s; the others could change with a few more answers.",
        len(core),
    ) % {"count": len(core), "names": _listed([service.name for service in core])}


def _what_stays_open(plan: Plan) -> str:
    open_topics = unmet(plan)
    if not open_topics:
        return _("No topic that members ask for stays unmet.")
    return ngettext(
        "%(count)s topic that members ask for stays unmet: %(names)s.",
        "%(count)s topics that members ask for stay unmet, first of all %(names)s.",
        len(open_topics),
    ) % {
        "count": len(open_topics),
        "names": _listed([label_of_topic(topic.id) for topic in open_topics]),
    }


def _what_more_would_buy(plan: Plan, heading: PlanHeading) -> str:
    budget, days = plan.marginal.budget, plan.marginal.person_days
    if budget is None or days is None:
        return _("What more money or days would buy was not computed.")
    money = _("Ten percent more money (%(money)s) would change next to nothing.")
    if _is_felt(budget):
        money = _("Ten percent more money (%(money)s) would raise the value by %(amount)s.")
    time = _("Ten percent more person-days (%(days)s) would change next to nothing.")
    if _is_felt(days):
        time = _("Ten percent more person-days (%(days)s) would raise the value by %(amount)s.")
    more_money = figures.money(0.1 * heading.limits.budget_eur, heading.currency)
    more_days = figures.days(0.1 * heading.limits.person_days)
    told = [
        money % {"money": more_money, "amount": figures.number(budget, decimals=_DECIMALS)},
        time % {"days": more_days, "amount": figures.number(days, decimals=_DECIMALS)},
    ]
    return " ".join(told)


def _is_felt(raised: float) -> bool:
    """Tell whether a gain in value is more than the 0.000 that would be written."""
    return round(raised, _DECIMALS) > 0


def _listed(names: Sequence[str]) -> str:
    shown = [_("“%(name)s”") % {"name": name} for name in names[:_NAMED]]
    if len(shown) == 1:
        return shown[0]
    return _("%(names)s and %(last)s") % {"names": ", ".join(shown[:-1]), "last": shown[-1]}
