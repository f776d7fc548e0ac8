"""What is kept on a person about partners, to be handed out to that person."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.collaboration.models import Consent, PartnerPage
from raceme.collaboration.queries.pages import letters_visible_to, pages_visible_to
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.members.models import Person


def sheets_on_person(actor: Actor, person: Person) -> list[Sheet]:
    """Give letters and answers to suggestions; nothing of what there is none."""
    is_person = Q(person=person) | Q(person__merged_into=person)
    pages = pages_visible_to(actor).filter(is_person)
    return [sheet for sheet in (_letters(actor, person), _answers(actor, pages)) if sheet.rows]


def _letters(actor: Actor, person: Person) -> Sheet:
    mine = Q(page__person=person) | Q(page__person__merged_into=person)
    rows: list[tuple[Cell, ...]] = [
        (
            timezone.localdate(one.asked_at),
            str(one.get_kind_display()),
            one.email,
            str(one.get_state_display()),
        )
        for one in letters_visible_to(actor).filter(mine)
    ]
    headings = (
        *(Heading(_("Day"), Style.DATE), Heading(_("Letter"))),
        *(Heading(_("E-mail address")), Heading(_("What became of it"))),
    )
    return Sheet(_("Letters about partners"), headings, rows)


def _answers(actor: Actor, pages: QuerySet[PartnerPage]) -> Sheet:
    labels = [f"{one.person} ({one.organisation})" for one in pages]
    said = Consent.objects.filter(cluster=actor.cluster, answered_by__in=labels)
    rows: list[tuple[Cell, ...]] = [
        (
            None if one.answered_at is None else timezone.localdate(one.answered_at),
            f"{one.suggestion_id}",
            str(one.get_answer_display()),
            str(one.get_because_display()) if one.because else "",
            one.note,
        )
        for one in said
    ]
    headings = (
        *(Heading(_("Day"), Style.DATE), Heading(_("Suggestion")), Heading(_("Answer"))),
        *(Heading(_("Reason")), Heading(_("in own words"))),
    )
    return Sheet(_("Answers to suggested partners"), headings, rows)
