"""What letters and questionnaires keep on a person, to be handed out to that person."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.members.models import Person
from raceme.needs.models import Answer, Letter
from raceme.needs.queries.answered import lines_of
from raceme.needs.queries.responses import answers_visible_to
from raceme.needs.queries.rounds import letters_visible_to
from raceme.needs.queries.wording import wording_of
from raceme.needs.words import words_in


def sheets_on_person(actor: Actor, person: Person) -> list[Sheet]:
    """Give the letters a person got, and what it has answered; nothing of what there is none."""
    mine = Q(invitation__person=person)
    if person.email:
        mine |= Q(email__iexact=person.email)
    letters = letters_visible_to(actor).filter(mine).select_related("invitation__round")
    answers = answers_visible_to(actor).filter(response__person=person)
    return [sheet for sheet in (_letters(list(letters)), _answers(list(answers))) if sheet.rows]


def _letters(letters: list[Letter]) -> Sheet:
    headings = (
        Heading(_("Day"), Style.DATE),
        Heading(_("Letter")),
        Heading(_("Round")),
        Heading(_("E-mail address")),
        Heading(_("What became of it")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            timezone.localdate(one.asked_at),
            str(one.get_kind_display()),
            str(one.invitation.round),
            one.email,
            str(one.get_state_display()),
        )
        for one in letters
    ]
    return Sheet(_("Letters"), headings, rows)


def _answers(answers: list[Answer]) -> Sheet:
    language = (get_language() or "en").split("-")[0]
    words = words_in(language, {}, [])
    headings = (
        Heading(_("Questionnaire")),
        Heading(_("Organisation")),
        Heading(_("question")),
        Heading(_("Answer")),
        Heading(_("Note of the adviser")),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in answers:
        wording = wording_of(one.question, language)
        rows.append(
            (
                str(one.response.questionnaire),
                one.response.organisation.name,
                wording.label,
                "; ".join(lines_of(one, wording, words)),
                one.note,
            )
        )
    return Sheet(pgettext("said in a questionnaire", "Answers"), headings, rows)
