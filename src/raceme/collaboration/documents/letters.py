"""The letters about partners. What may be named in one is decided when it is written."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from django.utils.translation import gettext, override

from raceme.collaboration.models import PartnerLetter, PartnerPage, Side, Suggestion
from raceme.collaboration.queries.naming import masked_for
from raceme.collaboration.queries.pages import contact_of, language_for
from raceme.collaboration.queries.reasons import (
    described_without_name,
    notice_as_read,
    reasons_in_short,
)
from raceme.collaboration.queries.suggestions import contact_for
from raceme.collaboration.words import GOODBYE, LETTERS, LINK
from raceme.foundation.mailing import Written
from raceme.needs.words import filled

HIDDEN = "…"
Kind = PartnerLetter.Kind


def address_of_link(page: PartnerPage, suggestion: Suggestion | None = None) -> str:
    """Give the whole address behind a personal link, as it stands in a letter."""
    name, kwargs = "partner:page", {"secret": page.secret}
    if suggestion is not None:
        name, kwargs = "partner:suggestion", {**kwargs, "pk": str(suggestion.pk)}
    return settings.PUBLIC_ADDRESS + reverse(name, kwargs=kwargs)


def written(letter: PartnerLetter, *, is_preview: bool = False) -> Written:
    """Write a letter; a preview does not show the secret of the link."""
    page, suggestion = letter.page, letter.suggestion
    with override(letter.language):
        subject, *paragraphs = map(str, (*LETTERS[letter.kind], LINK, GOODBYE))
        places = _places(letter, page, suggestion)
    link = address_of_link(page, suggestion)
    if is_preview:
        link = link.replace(page.secret, HIDDEN)
    whole = "\n\n".join(paragraphs)
    # The link is put in first: a text that holds "{link}" must not become one.
    text = filled(filled(whole, link=link), **places)
    return Written(
        to=letter.email,
        language=letter.language,
        subject=" ".join(filled(subject, **places).split()),
        text=_without_gaps(text),
    )


def mail_of(letter: PartnerLetter, text: Written, connection: BaseEmailBackend) -> EmailMessage:
    """Make a mail of a letter."""
    page = letter.page
    reply_to = page.reply_to or settings.DEFAULT_FROM_EMAIL
    return text.mail(sender=page.cluster.name, reply_to=reply_to, connection=connection)


def consent_as_read(suggestion: Suggestion, side: Side, reply_to: str) -> Written | None:
    """The letter that would ask one of the two today, for whoever releases it; None: to nobody."""
    organisation = suggestion.organisation_on(side)
    person = contact_of(organisation)
    if person is None:
        return None
    language = language_for(person, organisation)
    page = PartnerPage(
        cluster=suggestion.cluster,
        organisation=organisation,
        person=person,
        email=person.email,
        language=language,
        reply_to=reply_to,
    )
    letter = PartnerLetter(
        page=page, kind=Kind.CONSENT, suggestion=suggestion, email=page.email, language=language
    )
    return written(letter, is_preview=True)


def _places(
    letter: PartnerLetter, page: PartnerPage, suggestion: Suggestion | None
) -> dict[str, object]:
    places: dict[str, object] = {
        "name": str(page.person) if page.person else str(page.organisation),
        "organisation": str(page.organisation),
        "cluster": page.cluster.name,
        "contact": page.reply_to or settings.DEFAULT_FROM_EMAIL,
    }
    if suggestion is None:
        return places
    side = suggestion.side_of(page.organisation_id)
    reasons = reasons_in_short(suggestion, side)
    contact = contact_for(suggestion, side)
    return places | {
        "number": suggestion.pk,
        "word": masked_for(suggestion, side, suggestion.word),
        "about": about_partner(suggestion, side),
        "reasons": "\n".join(f"* {one}" for one in reasons),
        "other": HIDDEN if contact is None else contact.organisation,
        "partner": "" if contact is None else "\n".join(
            filter(None, [contact.organisation, contact.name, contact.email, contact.phone,
                          contact.website])
        ),
    }  # fmt: skip


def about_partner(suggestion: Suggestion, side: Side) -> str:
    """Say what one of the two may know of the other before both agree."""
    other = suggestion.organisation_on(side.opposite)
    lines = [gettext("The partner: %(what)s.") % {"what": described_without_name(other)}]
    notice = notice_as_read(suggestion, side)
    if notice is not None:
        title = masked_for(suggestion, side, notice.title)
        is_own = notice.organisation_id != other.pk
        said = (
            gettext("It is about what you wrote: “%(title)s”")
            if is_own
            else gettext("The partner wrote: “%(title)s”")
        )
        lines.append(said % {"title": title})
    return "\n".join(lines)


def _without_gaps(text: str) -> str:
    """Leave out paragraphs of which nothing is left, such as a word that nobody wrote."""
    return "\n\n".join(part.strip("\n") for part in text.split("\n\n") if part.strip())
