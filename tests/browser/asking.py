"""A round of the example cluster: asked, answered in part, with something on every page."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from raceme.access.actor import Actor
from raceme.members.models import Organisation
from raceme.needs.models import Invitation, Response
from raceme.needs.verbs.answers import Given, save_answers, start_response, submit_response
from raceme.needs.verbs.rounds import choose_organisations
from tests.browser.addresses import all_addresses
from tests.factories import NOW
from tests.needs.addresses import MORE_VALUES, rows_about
from tests.needs.asking import (
    guest,
    make_contact,
    make_questionnaire,
    make_round,
    make_running,
    topic,
)

ANSWERS = {
    "training": topic(5, 2),
    "cybersecurity": Given(is_declined=True),
    "benefit": Given(degree=4),
    "staff": Given(number=Decimal(12)),
    "used": Given(chosen=("fairs",)),
    "exports": Given(is_yes=True),
    "where": Given(text="To the neighbours."),
}


def values(manager: Actor) -> dict[str, dict[str, object]]:
    """Ask three members, of whom one answers and one begins; give the rows of each page."""
    assert manager.cluster is not None
    organisations = list(Organisation.objects.order_by("pk")[:3])
    for organisation in organisations:
        make_contact(organisation)
    questionnaire = make_questionnaire(manager.cluster, languages=["en", "de", "sl"])
    last = timezone.localdate() + timedelta(days=30)
    _round, asked = make_running(
        manager.cluster, *organisations, questionnaire=questionnaire, closes_on=last
    )
    draft = make_round(questionnaire, name="Spring", closes_on=last)
    choose_organisations(draft, organisations, by=manager, at=NOW)
    response = answer(asked[0])
    start_response(asked[1], language="en", by=guest(asked[1]), at=timezone.now())
    question = questionnaire.questions.get(code="training")
    known = {
        f"needs:{page}": {"pk": pk, "part": question.part_id} | MORE_VALUES.get(f"needs:{page}", {})
        for page, pk in rows_about(response).items()
    }
    lists = {name: more for name, more in MORE_VALUES.items() if name not in known}
    return known | lists


def answer(invitation: Invitation) -> Response:
    """Answer everything, as the member would."""
    by, at = guest(invitation), timezone.now()
    response = start_response(invitation, language="en", by=by, at=at)
    questions = {one.code: one for one in response.questionnaire.questions.all()}
    given = {questions[code]: said for code, said in ANSWERS.items()}
    save_answers(response, given, by=by, at=at)
    return submit_response(response, by=by, at=at)


def queries() -> dict[str, tuple[str, ...]]:
    return {
        "needs:answers_to": ("about=importance&value=5", "value=declined"),
        "needs:asked": ("step=unanswered",),
        "needs:invitation": ("link=1",),
        "needs:preview": ("language=de",),
    }


def paths_behind_links() -> list[str]:
    """Give every page behind a personal link: of who has begun, and of who has answered."""
    invitations = Invitation.objects.filter(round__name="Autumn", response__isnull=False)
    found = []
    for invitation in invitations.order_by("pk"):
        for part in invitation.round.questionnaire.parts.all():
            known = {"secret": invitation.secret, "part": part.pk}
            behind_links = [one for one in all_addresses() if one.name.startswith("answering:")]
            found += [one.filled(known) for one in behind_links]
    return sorted(set(found))
