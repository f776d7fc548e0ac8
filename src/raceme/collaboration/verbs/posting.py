"""Pages of members behind personal links, and the letters that lead there."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.collaboration import rules
from raceme.collaboration.models import PartnerLetter, PartnerPage, Suggestion
from raceme.collaboration.models.pages import new_nonce
from raceme.collaboration.queries.pages import contact_of, language_for, open_page_of
from raceme.foundation.errors import Refused, require
from raceme.foundation.mailing import Outbox
from raceme.foundation.records import change, keep_new, lock
from raceme.members.models import Organisation

State = PartnerLetter.State
OUTBOX = Outbox(
    letters=PartnerLetter,
    owners=PartnerPage,
    way="page",
    work="collaboration.send_letters",
    argument="page_id",
    read=(
        "page__cluster", "page__organisation", "page__person", "suggestion__one",
        "suggestion__other", "suggestion__notice",
    ),
)  # fmt: skip


@transaction.atomic
def open_page(organisation: Organisation, *, by: Actor, at: datetime) -> PartnerPage:
    """Give the page of a member; make it, or make it anew where another is main contact now."""
    require(rules.may_broker, by, organisation)
    organisation = lock(organisation)
    if organisation.has_left:
        raise Refused(_("%(who)s has left the cluster.") % {"who": organisation})
    person = contact_of(organisation)
    if person is None:
        message = _(
            "%(who)s has no main contact who has an e-mail address and may be written to."
            " Enter one on the page of the member first."
        )
        raise Refused(message % {"who": organisation})
    page = open_page_of(organisation)
    values = {
        "email": person.email,
        "language": language_for(person, organisation),
        "reply_to": _reply_to(by, page),
    }
    if page is not None and page.person_id == person.pk:
        return change(page, values, verb="describe_page", by=by, at=at)
    if page is not None:
        change(page, {"ended_at": at}, verb="end_page", by=by, at=at)
    page = PartnerPage(
        cluster_id=organisation.cluster_id,
        organisation=organisation,
        person=person,
        made_at=at,
        **values,
    )
    page.digest = PartnerPage.digest_of(page.secret)
    return keep_new(page, verb="open_page", by=by, at=at)


@transaction.atomic
def send_link(organisation: Organisation, *, by: Actor, at: datetime) -> PartnerPage:
    """Write to a member's main contact where its page about partners is."""
    require(rules.may_broker, by, organisation)
    page = open_page(organisation, by=by, at=at)
    post(page, PartnerLetter.Kind.LINK, at=at)
    return page


@transaction.atomic
def renew_link(page: PartnerPage, *, by: Actor, at: datetime) -> PartnerPage:
    """Make a new personal link and send it; the one before opens nothing any more."""
    require(rules.may_broker, by, page)
    page = lock(page)
    if page.ended_at is not None:
        raise Refused(_("This page has ended. Send the member a link to its new one."))
    page.nonce = new_nonce()
    values = {"nonce": page.nonce, "digest": PartnerPage.digest_of(page.secret)}
    page = change(page, values, verb="renew_link", by=by, at=at)
    post(page, PartnerLetter.Kind.LINK, at=at)
    return page


def post(
    page: PartnerPage,
    kind: PartnerLetter.Kind,
    *,
    suggestion: Suggestion | None = None,
    at: datetime,
) -> PartnerLetter | None:
    """Ask for a letter to the person of a page; nobody who has no address gets one."""
    if not page.email or page.ended_at is not None:
        return None
    letter = PartnerLetter(
        cluster_id=page.cluster_id,
        page=page,
        kind=kind,
        suggestion=suggestion,
        email=page.email,
        language=page.language,
        asked_at=at,
    )
    letter.save(force_insert=True)
    OUTBOX.begin(page.pk, at=at)
    return letter


def take_back_letters(suggestion: Suggestion) -> None:
    """Do not send what about a suggestion still waits: it is not true any more."""
    waiting = PartnerLetter.objects.filter(suggestion=suggestion, state=State.WAITING)
    waiting.update(state=State.DROPPED)


@transaction.atomic
def send_waiting(page: PartnerPage, *, by: Actor, at: datetime) -> None:
    """Try again to send what waits, for instance after trouble with the mail server."""
    require(rules.may_broker, by, page)
    OUTBOX.retry(page.pk, at=at)


def _reply_to(by: Actor, page: PartnerPage | None) -> str:
    """Whoever of the team acts reads the answers; what the system does changes nothing in that."""
    if by.user is not None:
        return by.user.email
    return page.reply_to if page is not None and page.reply_to else settings.DEFAULT_FROM_EMAIL
