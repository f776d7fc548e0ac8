"""The letter about something new that fits a saved search."""

from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from django.utils.translation import gettext, override

from raceme.collaboration.documents.letters import address_of_link
from raceme.collaboration.models import FoundLetter, Notice, SavedSearch
from raceme.collaboration.queries.pages import open_page_of
from raceme.collaboration.queries.saved import fits, text_shown
from raceme.collaboration.words import ASK_THE_OFFICE, FOUND, LINK, TO_THE_NOTICE
from raceme.foundation.mailing import Written
from raceme.needs.words import filled


def found_written(letter: FoundLetter, day: date) -> Written | None:
    """Write the letter; None if the notice does not fit any more, or the search has ended."""
    search, notice = letter.search, letter.notice
    if search.ended_at is not None or not fits(search, notice, day):
        return None
    is_named = notice.showing == Notice.Showing.VISIBLE
    with override(letter.language):
        subject, text = map(str, FOUND)
        if search.organisation is not None:
            text = f"{text}\n\n{ASK_THE_OFFICE}\n\n{LINK}"
        else:
            text = f"{text}\n\n{TO_THE_NOTICE}"
        said = gettext("From: %(member)s") % {"member": notice.organisation} if is_named else ""
        places = {
            "kind": str(notice.get_kind_display()),
            "search": str(search),
            "cluster": search.cluster.name,
            "title": text_shown(notice, notice.title),
            "details": text_shown(notice, notice.text),
            "owner": said,
        }
    whole = filled(filled(text, link=_link_for(search, notice)), **places)
    return Written(
        to=letter.email,
        language=letter.language,
        subject=" ".join(filled(subject, **places).split()),
        text="\n\n".join(part for part in whole.split("\n\n") if part.strip()),
    )


def found_mail(letter: FoundLetter, text: Written, connection: BaseEmailBackend) -> EmailMessage:
    """Make a mail of it; a member's answer goes to whoever wrote to it last."""
    search = letter.search
    page = None if search.organisation is None else open_page_of(search.organisation)
    reply_to = page.reply_to if page is not None and page.reply_to else settings.DEFAULT_FROM_EMAIL
    return text.mail(sender=search.cluster.name, reply_to=reply_to, connection=connection)


def _link_for(search: SavedSearch, notice: Notice) -> str:
    if search.organisation is not None:
        page = open_page_of(search.organisation)
        return "" if page is None else address_of_link(page)
    kwargs = {"cluster": search.cluster.slug, "pk": notice.pk}
    return settings.PUBLIC_ADDRESS + reverse("collaboration:notice", kwargs=kwargs)
