"""Which consortia there are, how far they have come, and how often they succeed."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from raceme.access.actor import Actor
from raceme.collaboration import rules
from raceme.collaboration.models import Consortium, ConsortiumPartner, Requirement
from raceme.members.models import Person
from raceme.members.queries import posts_visible_to

Stage = Consortium.Stage
ALONG_THE_WAY = (Stage.IDEA, Stage.PROPOSAL, Stage.SUBMITTED, Stage.GRANTED)


@dataclass(frozen=True, slots=True)
class ConsortiaWanted:
    """What somebody looks for among consortia. Empty: whatever it is."""

    text: str = ""
    stage: tuple[str, ...] = ()
    call: int | None = None


@dataclass(frozen=True, slots=True)
class Pipeline:
    """How many consortia stand where, and how many of those answered were granted."""

    counts: tuple[tuple[Consortium.Stage, int], ...]  # in the order of the way
    granted: int
    refused: int
    dropped: int
    asked_eur: Decimal | None  # of all that were handed in, as far as known
    granted_eur: Decimal | None

    @property
    def answered(self) -> int:
        return self.granted + self.refused

    @property
    def success_rate(self) -> float | None:
        """Granted among those the funder has answered; unknown before the first answer."""
        return self.granted / self.answered if self.answered else None


def consortia_visible_to(actor: Actor) -> QuerySet[Consortium]:
    """Consortia are in confidence until they are granted: for team and board."""
    if not rules.may_see_brokerage(actor):
        return Consortium.objects.none()
    return Consortium.objects.filter(cluster=actor.cluster).select_related("call")


def partners_visible_to(actor: Actor) -> QuerySet[ConsortiumPartner]:
    """All who take part in a consortium, or were asked to; for team and board."""
    if not rules.may_see_brokerage(actor):
        return ConsortiumPartner.objects.none()
    rows = ConsortiumPartner.objects.filter(cluster=actor.cluster)
    return rows.select_related("organisation", "consortium")


def requirements_visible_to(actor: Actor) -> QuerySet[Requirement]:
    """All competences that consortia need; for team and board."""
    if not rules.may_see_brokerage(actor):
        return Requirement.objects.none()
    return Requirement.objects.filter(cluster=actor.cluster).select_related("consortium__call")


def consortia_found(rows: QuerySet[Consortium], wanted: ConsortiaWanted) -> QuerySet[Consortium]:
    """Narrow consortia down."""
    for word in wanted.text.split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(idea__icontains=word) | Q(call__title__icontains=word)
        )
    if wanted.stage:
        rows = rows.filter(stage__in=wanted.stage)
    if wanted.call is not None:
        rows = rows.filter(call=wanted.call)
    return rows


def pipeline_of(rows: QuerySet[Consortium]) -> Pipeline:
    """Count consortia along the way from the idea to the grant."""
    counts = Counter(rows.order_by().values_list("stage", flat=True))
    handed_in = rows.filter(stage__in=Consortium.HANDED_IN)
    sums = handed_in.aggregate(asked=Sum("asked_eur"), granted=Sum("granted_eur"))
    return Pipeline(
        counts=tuple((stage, counts[stage]) for stage in ALONG_THE_WAY),
        granted=counts[Stage.GRANTED],
        refused=counts[Stage.REFUSED],
        dropped=counts[Stage.DROPPED],
        asked_eur=sums["asked"],
        granted_eur=sums["granted"],
    )


def contact_of(partner: ConsortiumPartner, actor: Actor) -> Person | None:
    """The main contact of a partner, if the actor may see it and it may be written to."""
    posts = posts_visible_to(actor).filter(
        organisation=partner.organisation_id, is_main_contact=True, ended_on__isnull=True
    )
    post = posts.select_related("person").first()
    if post is None or not post.person.email or post.person.is_not_to_contact:
        return None
    return post.person
