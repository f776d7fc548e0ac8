"""What the gate to each stage asks for, and what of it is there now.

The gates are those of the service life cycle: an idea serves an objective; a need is confirmed by
members or by policy; a concept says what, for whom, how and with whom; a business case costs it
and says who pays; a pilot tries it with a few; it is evaluated by what they said and what came of
it; in the portfolio somebody answers for it, at a time and a price; it is reviewed every year.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.access.http import address_of
from raceme.catalogue import bridge
from raceme.catalogue.gates.values import Ahead, Evidence, Gate, Link
from raceme.catalogue.models import Pilot, PilotMember, Review, Service, Stage
from raceme.catalogue.queries import Asked, a_year_before, asked_for, objectives_served, with_links
from raceme.catalogue.queries.costing import house_rate
from raceme.strategy.models import Objective
from raceme.strategy.queries import objectives_in_force

# Gate of the need: so many needs of so many members, or a policy mandate.
NEEDS_MIN, ASKING_MEMBERS_MIN = 5, 3
# Gate of the pilot: tried with three to five members; so many must say what they thought.
PILOT_MEMBERS_MIN, PILOT_MEMBERS_USUAL = 3, 5
# Gate of the evaluation: halfway between "partly" and "largely" satisfied. A convention of ours.
SATISFACTION_MIN = Decimal("3.5")


class Circumstances:
    """What the gates look at beside a service itself, fetched once for any number of them.

    Each part is fetched when the first gate asks for it: a new idea is not asked for its needs.
    """

    def __init__(self, services: Collection[Service], actor: Actor, at: datetime) -> None:
        self.services, self.actor = services, actor
        self.today: date = timezone.localdate(at)

    @cached_property
    def objectives(self) -> tuple[Objective, ...]:
        return tuple(objectives_in_force(self.actor))

    @cached_property
    def house_rate(self) -> Decimal | None:
        return house_rate(self.actor)

    @cached_property
    def asked(self) -> Mapping[int, Asked]:
        return asked_for(self.actor, self.services)

    def page(self, service: Service, name: str, label: Promise, part: str = "") -> Link:
        """Give a page about a service, and what to do there."""
        return Link(label, address_of(self.actor, f"catalogue:{name}", pk=service.pk) + part)


Question = Callable[[Service, Circumstances], tuple[Evidence, ...]]


def with_evidence(services: QuerySet[Service]) -> QuerySet[Service]:
    """Fetch all that the gates look at along with services, in a few more queries for all."""
    pilots = Pilot.objects.filter(withdrawn_at__isnull=True).prefetch_related("participants")
    reviews = Review.objects.filter(withdrawn_at__isnull=True)
    return (
        with_links(services)
        .select_related("terms", "owner__user", "cluster")
        .prefetch_related(
            "terms__lines",
            Prefetch("pilots", pilots, to_attr="pilots_that_count"),
            Prefetch("reviews", reviews, to_attr="reviews_that_count"),
        )
    )


def gates_of(service: Service, known: Circumstances) -> tuple[Gate, ...]:
    """Give all gates of a service that was fetched `with_evidence`, in the order of the way."""
    place = service.stands_at.place
    return tuple(
        Gate(stage, question(service, known), stage.place <= place)
        for stage, question in QUESTIONS.items()
    )


def gates_to(service: Service, stage: Stage, known: Circumstances) -> tuple[Gate, ...]:
    """Give the gates between a service and a stage further on, in the order of the way.

    An idea that is going on is asked for its objective, too: nobody was when it was written down.
    """
    return gates_from(service.stands_at, stage, service, known)


def gates_from(
    first: Stage, last: Stage, service: Service, known: Circumstances
) -> tuple[Gate, ...]:
    """Give the gates after one stage up to another, that of the idea with those from an idea."""
    start = (Stage.IDEA,) if first == Stage.IDEA else ()
    place = service.stands_at.place
    return tuple(
        Gate(stage, QUESTIONS[stage](service, known), stage.place <= place)
        for stage in (*start, *first.up_to(last))
    )


def ahead_of(service: Service, known: Circumstances) -> Ahead | None:
    """Sum up what the next stage asks for; None where only reviewing or retiring is left."""
    following = service.stands_at.following
    if following is None:
        return None
    gates = gates_to(service, following, known)
    return Ahead(
        following,
        asked=sum(len(gate.evidence) for gate in gates),
        met=sum(len(gate.met) for gate in gates),
    )


def _idea(service: Service, known: Circumstances) -> tuple[Evidence, ...]:
    served = [one for one in objectives_served(service, known.objectives) if one.strength > 0]
    facts = {"objectives": [one.objective.code for one in served]}
    mend = known.page(service, "edit", _("Say which objective it serves"), "#serves")
    return (Evidence("objective", bool(served), facts, mend),)


def _need(service: Service, known: Circumstances) -> tuple[Evidence, ...]:
    asked = known.asked.get(service.pk, Asked(0, 0, None))
    has_mandate = service.mandate.strip() != ""
    facts = {
        "needs": asked.needs,
        "members": asked.members,
        "importance": None if asked.importance is None else round(asked.importance, 2),
        "mandate": has_mandate,
    }
    is_asked_for = asked.needs >= NEEDS_MIN and asked.members >= ASKING_MEMBERS_MIN
    if any(one.strength > 0 for one in service.answers.all()):
        mend = Link(_("Record needs"), address_of(known.actor, "needs:topics"))
        rows = known.page(service, "needs", _("See the needs behind it"))
        return (Evidence("needs", is_asked_for or has_mandate, facts, mend, rows),)
    mend = known.page(service, "edit", _("Say which needs it answers"), "#answers")
    return (Evidence("needs", has_mandate, facts, mend),)


def _concept(service: Service, known: Circumstances) -> tuple[Evidence, ...]:
    partners = [str(one) for one in service.providers.all()]
    how = service.delivered_by
    is_settled = how == "team" or (how != "" and bool(partners))

    def at(label: Promise, field: str) -> Link:
        return known.page(service, "edit", label, f"#id_{field}")

    return (
        Evidence(
            "description",
            service.description.strip() != "",
            {},
            at(_("Describe it"), "description"),
        ),
        Evidence(
            "targets",
            bool(service.targets),
            {"targets": service.targets},
            at(_("Say for whom it is"), "targets"),
        ),
        Evidence(
            "format",
            service.format != "",
            {"format": service.format},
            at(_("Choose a format"), "format"),
        ),
        Evidence(
            "delivery",
            is_settled,
            {"delivered_by": how, "partners": partners},
            at(_("Say how it is delivered, and with whom"), "delivered_by"),
        ),
    )


def _business_case(service: Service, known: Circumstances) -> tuple[Evidence, ...]:
    case = bridge.case_of(service, known.house_rate)
    lacking = [] if case is None else bridge.lacking_in(case)
    costing = None if case is None else bridge.costed(case)
    facts = {
        "has_costing": case is not None,
        "lacking": lacking,
        "cost_eur": _plain(costing.cost_eur if costing else None),
        "income_eur": _plain(costing.income_eur if costing else None),
    }
    mend = known.page(service, "edit_costing", _("Fill in the costing"))
    rows = known.page(service, "costing", _("See the costing")) if case else None
    funding = known.page(service, "edit", _("Say who pays"), "#id_funding")
    return (
        Evidence("costing", case is not None and not lacking, facts, mend, rows),
        Evidence("funding", bool(service.funding), {"funding": service.funding}, funding),
    )


def _pilot(service: Service, known: Circumstances) -> tuple[Evidence, ...]:
    took_part = _took_part(service)
    members = len({one.organisation_id for one in took_part})
    answers = len({one.organisation_id for one in took_part if one.feedback is not None})
    facts, links = {"members": members, "answers": answers}, _pages_of_pilots(service, known)
    return (
        Evidence("pilot-members", members >= PILOT_MEMBERS_MIN, facts, *links),
        Evidence("pilot-feedback", answers >= PILOT_MEMBERS_MIN, facts, *links),
    )


def _evaluated(service: Service, known: Circumstances) -> tuple[Evidence, ...]:
    marks = [one.feedback for one in _took_part(service) if one.feedback is not None]
    mean = Decimal(sum(marks)) / len(marks) if marks else None
    facts = {"answers": len(marks), "mean": _plain(mean)}
    outcomes = sum(1 for one in _pilots(service) if one.outcomes.strip())
    is_satisfied = mean is not None and mean >= SATISFACTION_MIN
    links = _pages_of_pilots(service, known)
    return (
        Evidence("satisfaction", is_satisfied, facts, *links),
        Evidence("outcomes", outcomes > 0, {"pilots": outcomes}, *links),
    )


def _in_portfolio(service: Service, known: Circumstances) -> tuple[Evidence, ...]:
    owner, price = service.owner, service.price_member_eur
    has_left = owner is not None and owner.ended_at is not None

    def at(label: Promise, field: str) -> Link:
        return known.page(service, "arrange", label, f"#id_{field}")

    return (
        Evidence(
            "owner",
            owner is not None and not has_left,
            {"left": has_left},
            at(_("Name an owner"), "owner"),
        ),
        Evidence(
            "calendar",
            service.calendar.strip() != "",
            {"calendar": service.calendar},
            at(_("Say when it is offered"), "calendar"),
        ),
        Evidence(
            "price",
            price is not None,
            {"price_eur": _plain(price)},
            at(_("Set a price"), "price_member_eur"),
        ),
    )


def _reviewed(service: Service, known: Circumstances) -> tuple[Evidence, ...]:
    reviews: list[Review] = getattr(service, "reviews_that_count", [])
    last = reviews[0] if reviews else None
    facts = {
        "reviewed_on": last.reviewed_on.isoformat() if last else None,
        "decision": last.decision if last else None,
    }
    is_fresh = last is not None and last.reviewed_on >= a_year_before(known.today)
    mend = known.page(service, "new_review", _("Review it"))
    rows = known.page(service, "trials", _("See the reviews"), "#reviews") if last else None
    return (Evidence("review", is_fresh, facts, mend, rows),)


QUESTIONS: Mapping[Stage, Question] = {
    Stage.IDEA: _idea,
    Stage.NEED_CONFIRMED: _need,
    Stage.CONCEPT: _concept,
    Stage.BUSINESS_CASE: _business_case,
    Stage.PILOT: _pilot,
    Stage.EVALUATED: _evaluated,
    Stage.IN_PORTFOLIO: _in_portfolio,
    Stage.REVIEWED: _reviewed,
}


def _pilots(service: Service) -> list[Pilot]:
    return getattr(service, "pilots_that_count", [])


def _took_part(service: Service) -> list[PilotMember]:
    return [one for pilot in _pilots(service) for one in pilot.participants.all()]


def _pages_of_pilots(service: Service, known: Circumstances) -> tuple[Link, Link | None]:
    """Give the page that completes the newest pilot or records one, and that of all pilots."""
    newest = next(iter(_pilots(service)), None)
    if newest is None:
        return known.page(service, "new_pilot", _("Record a pilot")), None
    address = address_of(known.actor, "catalogue:edit_pilot", pk=newest.pk)
    return (
        Link(_("Complete the pilot"), address),
        known.page(service, "trials", _("See the pilots")),
    )


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else str(round(amount, 2))
