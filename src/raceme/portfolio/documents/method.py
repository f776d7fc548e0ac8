"""How a plan is made, in plain words, and what it rests on: the last page of the report."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from raceme.portfolio.documents import figures
from raceme.portfolio.documents.heading import PlanHeading


def method_page(heading: PlanHeading) -> dict[str, Any]:
    """Tell a board how the plan was computed, and where its figures come from."""
    return {
        "title": _("How this plan was made"),
        "steps": _steps(heading),
        "sources_title": _("What it rests on"),
        "sources": _sources(heading),
    }


def _steps(heading: PlanHeading) -> list[str]:
    parameters = heading.parameters
    return [
        _(
            "Each answer gets a score between 0 and 1: the more important a topic is to a member,"
            " and the less satisfied the member is, the higher. Of several answers of a member to"
            " a topic the latest counts."
        ),
        _(
            "The demand for a topic is the mean of these scores over all members that answered,"
            " by their weight. A topic counts if at least one member finds it important"
            " (3 or more of 5)."
        ),
        _(
            "A service covers a topic as far as it suits it and reaches the members concerned;"
            " services add up, to 100 % at most."
        ),
        _(
            "An objective calls for a number of services that serve it. The plan says which share"
            " of them it offers, not whether the objective is reached: its indicators tell that."
        ),
        _(
            "The value of a plan is made up of the demand answered (%(needs)s) and of how far"
            " services serve the objectives (%(objectives)s). Among all plans within the limits the"
            " one with the highest value is chosen, by exact optimisation; equal values are settled"
            " by the lower net cost."
        )
        % {
            "needs": figures.percent(1 - parameters.alignment_weight),
            "objectives": figures.percent(parameters.alignment_weight),
        },
        _(
            "To see how sure the choice is, the plan is computed again for %(resamples)s random"
            " draws of the members that answered. How often a service is chosen says whether it"
            " belongs to the core (%(core)s and more), swings, or is out (%(out)s and less)."
        )
        % {
            "resamples": figures.number(parameters.resamples),
            "core": figures.percent(parameters.core_frequency),
            "out": figures.percent(parameters.out_frequency),
        },
        _(
            "The plan is a proposal with reasons. It knows nothing of what was not asked, and the"
            " decision stays with the cluster organisation."
        ),
    ]


def _sources(heading: PlanHeading) -> list[str]:
    told = [
        _("%(records)s need records of %(answering)s members; the cluster has %(members)s.")
        % {
            "records": figures.number(heading.records),
            "answering": figures.number(heading.answering),
            "members": figures.number(heading.members),
        }
    ]
    told += [
        _("Source “%(source)s”: %(records)s records.")
        % {"source": source, "records": figures.number(records)}
        for source, records in heading.sources.items()
    ]
    if heading.uses_library:
        told.append(
            _(
                "Services: the reference library of archetypes. Its efforts, costs, income and"
                " reach are estimates, to be replaced by the cluster's own records."
            )
        )
    else:
        told.append(_("Services: the cluster's own, with its own figures."))
    limits = heading.limits
    told.append(
        _("Limits: %(days)s person-days and a net budget of %(budget)s.")
        % {
            "days": figures.days(limits.person_days),
            "budget": figures.money(limits.budget_eur, heading.currency),
        }
    )
    if limits.own_income_share_min is not None:
        told.append(
            _("Own income must reach at least %(share)s of the cost.")
            % {"share": figures.percent(limits.own_income_share_min)}
        )
    if limits.cross_sectoral_min:
        told.append(
            _("At least %(count)s services must be cross-sectoral.")
            % {"count": figures.number(limits.cross_sectoral_min)}
        )
    told.append(
        _("Random draws begin with seed %(seed)s: the same data give the same plan.")
        % {"seed": heading.parameters.seed}
    )
    return told
