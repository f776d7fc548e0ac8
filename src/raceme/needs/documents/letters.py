"""The letters of a round, as their recipient reads them."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from django.utils.translation import override

from raceme.foundation.mailing import Written
from raceme.foundation.templatetags.raceme import day
from raceme.needs.models import Invitation, Letter, Round
from raceme.needs.queries.recipients import Recipient
from raceme.needs.words import filled

HIDDEN = "…"


def address_of_link(invitation: Invitation) -> str:
    """Give the whole address of a personal link, as it stands in a letter."""
    path = reverse("answering:welcome", kwargs={"secret": invitation.secret})
    return settings.PUBLIC_ADDRESS + path


def written(round_: Round, recipient: Recipient, kind: str, *, is_preview: bool) -> Written:
    """Write a letter to one recipient; a preview does not show the secret of the link."""
    is_reminder = kind == Letter.Kind.REMINDER
    questionnaire, language = round_.questionnaire, recipient.language
    subject = questionnaire.said(
        round_.reminder_subject if is_reminder else round_.subject, language
    )
    text = questionnaire.said(round_.reminder if is_reminder else round_.letter, language)
    link = address_of_link(recipient.invitation)
    if is_preview:
        link = link.replace(recipient.invitation.secret, HIDDEN)
    with override(language):
        until = day(round_.closes_on)
    places = {
        "name": str(recipient.person or recipient.organisation),
        "organisation": recipient.organisation.name,
        "cluster": round_.cluster.name,
        "until": until,
        "contact": round_.reply_to,
    }
    return Written(
        to=recipient.email,
        language=language,
        subject=_one_line(filled(subject, **places)),
        # The link is put in first: a name that holds "{link}" must not become one.
        text=filled(filled(text, link=link), **places),
    )


def mail_of(round_: Round, letter: Written, connection: BaseEmailBackend) -> EmailMessage:
    """Make a mail of a letter; answers to it go to somebody who reads them."""
    return letter.mail(sender=round_.cluster.name, reply_to=round_.reply_to, connection=connection)


def _one_line(text: str) -> str:
    return " ".join(text.split())
