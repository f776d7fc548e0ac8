"""What events keep on a person, to be handed out to that person."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.events.models import Consent, EventLetter, Registration, RegistrationAnswer
from raceme.events.queries.registrations import registrations_visible_to
from raceme.events.queries.said import label_of, said_in_words
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.members.models import Person


def sheets_on_person(actor: Actor, person: Person) -> list[Sheet]:
    """Give registrations, answers, consents and letters; nothing of what there is none."""
    mine = Q(person=person) | Q(person__merged_into=person)
    if person.email:
        mine |= Q(email__iexact=person.email)
    rows = list(registrations_visible_to(actor).filter(mine).order_by("registered_at"))
    numbers = [one.pk for one in rows]
    sheets = (_registrations(rows), _answers(numbers), _consents(numbers), _letters(numbers))
    return [sheet for sheet in sheets if sheet.rows]


def _registrations(rows: list[Registration]) -> Sheet:
    headings = (
        Heading(_("Event")),
        Heading(_("registered"), Style.DATE),
        Heading(_("Name")),
        Heading(_("E-mail address")),
        Heading(_("telephone")),
        Heading(_("organisation")),
        Heading(_("function")),
        Heading(_("state")),
        Heading(_("checked in"), Style.DATE),
        Heading(_("note of the office")),
    )
    cells: list[tuple[Cell, ...]] = [
        (
            str(one.event),
            timezone.localdate(one.registered_at),
            str(one),
            one.email,
            one.phone,
            one.organisation_name,
            one.function,
            str(one.get_state_display()),
            None if one.checked_in_at is None else timezone.localdate(one.checked_in_at),
            one.note,
        )
        for one in rows
    ]
    return Sheet(_("Registrations"), headings, cells)


def _answers(numbers: list[int]) -> Sheet:
    language = (get_language() or "en").split("-")[0]
    answers = RegistrationAnswer.objects.filter(registration__in=numbers)
    rows: list[tuple[Cell, ...]] = [
        (
            str(one.registration.event),
            label_of(one.question, language),
            said_in_words(one.question, one, language),
        )
        for one in answers.select_related("registration__event", "question")
    ]
    headings = (Heading(_("Event")), Heading(_("question")), Heading(_("Answer")))
    return Sheet(_("Answers at registration"), headings, rows)


def _consents(numbers: list[int]) -> Sheet:
    language = (get_language() or "en").split("-")[0]
    given = Consent.objects.filter(registration__in=numbers)
    rows: list[tuple[Cell, ...]] = [
        (
            str(one.registration.event),
            one.wording.event.said(one.wording.text, language),
            timezone.localdate(one.given_at),
            None if one.taken_back_at is None else timezone.localdate(one.taken_back_at),
        )
        for one in given.select_related("registration__event", "wording__event")
    ]
    headings = (
        Heading(_("Event")),
        Heading(_("wording")),
        Heading(_("given"), Style.DATE),
        Heading(_("taken back"), Style.DATE),
    )
    return Sheet(_("Consents at events"), headings, rows)


def _letters(numbers: list[int]) -> Sheet:
    letters = EventLetter.objects.filter(registration__in=numbers)
    rows: list[tuple[Cell, ...]] = [
        (
            timezone.localdate(one.asked_at),
            str(one.get_kind_display()),
            str(one.registration.event),
            one.email,
            str(one.get_state_display()),
        )
        for one in letters.select_related("registration__event")
    ]
    headings = (
        Heading(_("Day"), Style.DATE),
        Heading(_("Letter")),
        Heading(_("Event")),
        Heading(_("E-mail address")),
        Heading(_("What became of it")),
    )
    return Sheet(_("Letters about events"), headings, rows)
