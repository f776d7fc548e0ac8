"""The first steps of a newcomer: from nothing to the first plan."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.access.http import address_of
from raceme.thread.queries.chain import ThreadCounts


@dataclass(frozen=True)
class Step:
    """One of the five steps from nothing to the first plan."""

    title: Promise
    text: Promise
    action: Promise
    address: str
    is_done: bool
    other_action: Promise | str = ""
    other_address: str = ""


def first_steps(actor: Actor, counts: ThreadCounts) -> list[Step]:
    """Say what is to be done until the first plan stands, and how much of it is done."""
    return [
        Step(
            _("Enter your members"),
            _("Send in the spreadsheet you have, or enter them one by one."),
            _("Import a list"),
            f"{address_of(actor, 'intake:new')}?holds=members",
            counts.members > 0,
            _("Enter a member"),
            address_of(actor, "members:new"),
        ),
        Step(
            _("State three objectives"),
            _("What shall be different in three to seven years?"),
            _("State an objective"),
            address_of(actor, "strategy:new_objective"),
            counts.objectives > 0,
        ),
        Step(
            _("Ask members what they need"),
            _("Send a questionnaire, or record what they told you on a visit."),
            _("Prepare a questionnaire"),
            address_of(actor, "needs:questionnaires"),
            counts.needs > 0,
            _("Record needs"),
            address_of(actor, "needs:members"),
        ),
        Step(
            _("Adopt services from the library"),
            _("93 kinds of services that cluster organisations offer, to adapt to yours."),
            _("Open the library"),
            address_of(actor, "catalogue:library"),
            counts.services > 0,
        ),
        Step(
            _("Compute the plan"),
            _("Which services do most for needs and objectives, with your money and days?"),
            _("Go to the plan"),
            address_of(actor, "portfolio:list"),
            counts.plan is not None,
        ),
    ]
