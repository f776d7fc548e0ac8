"""Found a programme, ask clusters, agree and end it, and freeze what the programme shows."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.access.models import Cluster, User
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.programmes import bridge, queries, rules
from raceme.programmes.models import Agreement, Edition, Officer, Programme
from raceme.programmes.words import INDICATOR_SET


@transaction.atomic
def found_programme(*, slug: str, name: str, agency: str, by: Actor, at: datetime) -> Programme:
    """Open a programme. Its figures are empty until clusters agree."""
    require(rules.may_found, by)
    programme = Programme(slug=slug, name=name, agency=agency, founded_at=at)
    return keep_new(programme, verb="found_programme", by=by, at=at)


@transaction.atomic
def name_officer(programme: Programme, user: User, *, by: Actor, at: datetime) -> Officer:
    """Let a person see what a programme shows."""
    require(rules.may_found, by)
    officer = Officer(programme=programme, user=user, given_at=at)
    return keep_new(officer, verb="name_officer", by=by, at=at)


@transaction.atomic
def end_officer(officer: Officer, *, by: Actor, at: datetime) -> Officer:
    """Let a person see nothing of a programme any more."""
    require(rules.may_found, by)
    return change(officer, {"ended_at": at}, verb="end_officer", by=by, at=at)


@transaction.atomic
def ask_cluster(programme: Programme, cluster: Cluster, *, by: Actor, at: datetime) -> Agreement:
    """Ask a cluster organisation to take part; nothing of it counts before it agrees."""
    require(rules.may_found, by)
    agreement = Agreement(cluster=cluster, programme=programme, asked_at=at)
    return keep_new(agreement, verb="ask_cluster", by=by, at=at)


@transaction.atomic
def agree(agreement: Agreement, *, by: Actor, at: datetime) -> Agreement:
    """Agree, for a cluster organisation, that its figures count in a programme.

    Whoever agreed to an earlier indicator set agrees to the present one.
    """
    require(rules.may_agree, by, agreement)
    agreement = lock(agreement)
    if agreement.holds and not agreement.is_of_an_earlier_set:
        raise Refused(_("Your cluster organisation has agreed already."))
    values = {
        "agreed_at": at,
        "agreed_by": by.user,
        "ended_at": None,
        "indicators": INDICATOR_SET,
    }
    return change(agreement, values, verb="agree", by=by, at=at)


@transaction.atomic
def end_agreement(agreement: Agreement, *, by: Actor, at: datetime) -> Agreement:
    """Let figures of a cluster organisation count no more. Editions made before stay."""
    require(rules.may_agree, by, agreement)
    if not lock(agreement).holds:
        raise Refused(_("Your cluster organisation does not take part."))
    return change(agreement, {"ended_at": at}, verb="end_agreement", by=by, at=at)


@transaction.atomic
def make_edition(programme: Programme, *, by: Actor, at: datetime) -> Edition:
    """Freeze what the programme shows of this year; once a year.

    Two tables of the same firms a week apart would tell by their difference what each of them
    hides, so a year has one.
    """
    require(rules.may_lead, by, programme)
    programme = lock(programme)
    year = timezone.localdate(at).year
    if queries.editions_of(programme).filter(year=year).exists():
        raise Refused(_("There is an edition of this year already. The next one is due next year."))
    clusters = list(queries.clusters_in(programme))
    if not clusters:
        raise Refused(_("No cluster organisation has agreed yet."))
    edition = Edition(
        programme=programme,
        year=year,
        firms_min=programme.firms_min,
        made_at=at,
        made_by=by.user,
        **bridge.edition_values(clusters, firms_min=programme.firms_min, at=at),
    )
    return keep_new(edition, verb="make_edition", by=by, at=at)
