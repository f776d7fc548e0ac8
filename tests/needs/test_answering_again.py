"""The pages behind a personal link, come back to: nothing is lost, nothing taken over unasked."""

import json
from decimal import Decimal

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.needs.models import Answer, Invitation, Response
from raceme.needs.verbs.answers import Given, save_answers
from raceme.needs.verbs.questionnaires import revise_questionnaire
from tests.factories import NOW, make_need
from tests.needs.asking import (
    guest,
    make_questionnaire,
    make_reachable,
    make_running,
    question_of,
)
from tests.needs.link import (
    TOMORROW,
    base_of,
    before_in,
    fields,
    part_of,
    send,
    text_of,
)


def test_a_page_left_open_wipes_out_nothing(invitation: Invitation, response: Response) -> None:
    old = before_in(text_of(Client().get(part_of(invitation))))
    phone = {"training__importance": "5", "training__satisfaction": "1"}
    send(invitation, part_of(invitation), shown=old, **phone)

    send(invitation, part_of(invitation), shown=old, cybersecurity__importance="2")

    found = Answer.objects.order_by("question__place").values_list("importance", "satisfaction")
    assert list(found) == [(2, None), (5, 1)]


def test_what_is_not_from_our_page_counts_as_it_is_sent(
    invitation: Invitation, response: Response
) -> None:
    for nonsense in ("{", "[1]", ""):
        send(invitation, part_of(invitation), shown=nonsense, training__importance="3")

        assert Answer.objects.get(question__code="training").importance == 3


def test_an_answer_can_be_left_open_again(invitation: Invitation, response: Response) -> None:
    send(invitation, part_of(invitation, 2), benefit="4", exports="no")
    page = text_of(Client().get(part_of(invitation, 2)))

    send(invitation, part_of(invitation, 2), shown=before_in(page), benefit="none", exports="no")

    benefit = Answer.objects.get(question__code="benefit")
    assert (benefit.degree, benefit.is_declined) == (None, True)


def test_what_was_said_last_is_taken_over_only_when_one_says_so(
    cluster: Cluster, invitation: Invitation, response: Response, manager: Actor
) -> None:
    make_need(invitation.organisation, topic="training", importance=4, satisfaction=2)
    training = question_of(response.questionnaire, "training")
    page = text_of(Client().get(part_of(invitation)))
    data = fields(response.questionnaire, cybersecurity__importance="1")

    taken = Client().post(part_of(invitation), data | {"go": f"same-{training.pk}"})

    assert "On 23 November 2026 you said:" in page
    assert "4 very important" in page
    assert json.loads(before_in(page))[f"q{training.pk}-importance"] == []
    assert taken["Location"] == f"{part_of(invitation)}#q{training.pk}"
    found = Answer.objects.order_by("question__place").values_list("importance", "satisfaction")
    assert list(found) == [(1, None), (4, 2)]
    assert Client().post(part_of(invitation), {"go": "same-0"}).status_code == 404


def test_last_answers_to_own_questions_are_taken_over_too(
    cluster: Cluster, invitation: Invitation, response: Response, manager: Actor
) -> None:
    given = {
        question_of(response.questionnaire, code): one
        for code, one in {
            "used": Given(chosen=("fairs", "other")),
            "staff": Given(number=Decimal("12.5")),
            "exports": Given(is_yes=True),
        }.items()
    }
    by = guest(invitation)
    save_answers(response, given, by=by, at=timezone.now())
    Client().post(f"{base_of(invitation)}review/")
    later = revise_questionnaire(response.questionnaire, by=manager, at=NOW)
    _round, (next_one,) = make_running(
        cluster, invitation.organisation, questionnaire=later, **TOMORROW
    )
    Client().post(base_of(next_one), {"language": "de"})

    page = text_of(Client().get(part_of(next_one, 2)))
    for code in ("used", "staff", "exports"):
        wish = f"same-{question_of(later, code).pk}"
        Client().post(part_of(next_one, 2), {"go": wish, "before": before_in(page)})

    answers = {
        one.question.code: (one.chosen, one.number, one.is_yes)
        for one in Answer.objects.filter(response__invitation=next_one)
    }
    assert "Messen" in page
    assert "12,5 Personen" in page
    assert answers == {
        "used": (["fairs", "other"], None, None),
        "staff": ([], Decimal("12.5"), None),
        "exports": ([], None, True),
    }


def test_the_language_is_switched_without_losing_what_is_typed(
    invitation: Invitation, response: Response
) -> None:
    data = fields(response.questionnaire, training__importance="5")

    switched = Client().post(part_of(invitation), data | {"language": "de"})
    page = Client().get(switched["Location"])

    assert "Wie zufrieden sind Sie heute?" in text_of(page)
    assert '<html lang="de">' in text_of(page)
    assert page["Content-Language"] == "de"
    assert Answer.objects.get().importance == 5
    english = Client().get(f"{base_of(invitation)}?language=en")
    assert "You can answer until" in text_of(english)


def test_the_first_language_is_that_of_the_person_then_of_the_browser(
    cluster: Cluster, invitation: Invitation
) -> None:
    french = Client(headers={"Accept-Language": "fr, en;q=0.8"})

    assert "Sie können bis" in text_of(french.get(base_of(invitation)))
    Invitation.objects.update(language="")
    assert "You can answer until" in text_of(french.get(base_of(invitation)))
    wished = french.get(f"{base_of(invitation)}?language=de")
    assert "Sie können bis" in text_of(wished)
    assert "Language" not in french.cookies


def test_in_a_third_language_the_words_of_the_office_stand(cluster: Cluster) -> None:
    made = make_questionnaire(
        cluster, languages=["en", "sl"], words={"sl": {"begin": "Začni", "next": "Naprej"}}
    )
    _round, (invitation,) = make_running(
        cluster, make_reachable(cluster), questionnaire=made, **TOMORROW
    )

    page = Client().get(f"{base_of(invitation)}?language=sl")

    assert '<html lang="sl">' in text_of(page)
    assert "Začni" in text_of(page)
    assert "We do not want to take part" in text_of(page)


def test_declining_is_a_word_that_can_be_taken_back(invitation: Invitation) -> None:
    visitor = Client()

    visitor.post(f"{base_of(invitation)}decline/")
    invitation.refresh_from_db()
    page = text_of(visitor.get(f"{base_of(invitation)}?language=en"))

    assert invitation.declined_at is not None
    assert "you do not want to take part" in page
    assert visitor.post(base_of(invitation)).status_code == 302


def test_sending_too_early_says_what_is_missing(invitation: Invitation, response: Response) -> None:
    answer = Client().post(f"{base_of(invitation)}review/")
    exports = question_of(response.questionnaire, "exports")

    assert answer.status_code == 422
    assert f"{part_of(invitation, 2)}#q{exports.pk}" in text_of(answer)
    assert Response.objects.get().submitted_at is None


def test_what_else_holds_a_sheet_back_is_said_as_it_is(
    invitation: Invitation, response: Response
) -> None:
    Response.objects.update(set_aside_at=NOW)
    exports = question_of(response.questionnaire, "exports")
    Answer.objects.create(
        cluster=invitation.cluster, response=response, question=exports, is_yes=False, saved_at=NOW
    )

    answer = Client().post(f"{base_of(invitation)}review/")

    assert answer.status_code == 422
    assert "This interview has been set aside." in text_of(answer)
    assert "Some questions must still be answered" not in text_of(answer)


def test_a_page_that_is_not_asked_is_not_there(invitation: Invitation, response: Response) -> None:
    other = make_questionnaire(invitation.cluster, code="other")
    foreign = other.parts.get(place=1)

    for pk in (foreign.pk, 0):
        assert Client().get(f"{base_of(invitation)}{pk}/").status_code == 404


def test_a_page_asks_the_database_as_often_for_one_question_as_for_five(
    invitation: Invitation, response: Response
) -> None:
    def questions(place: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(part_of(invitation, place)).status_code == 200
        return len(asked)

    send(invitation, part_of(invitation), training__importance="3")
    send(invitation, part_of(invitation, 2), benefit="1", staff="2", used=["fairs"], exports="no")

    assert questions(1) == questions(2)


def test_old_links_work_under_a_new_key_of_the_installation(
    invitation: Invitation, response: Response, settings
) -> None:
    welcome, page = base_of(invitation), part_of(invitation)
    settings.SECRET_KEY = "another key of the installation, which makes other links"

    saved = Client().post(page, {"go": "back"})
    begun = Client().post(welcome)

    assert saved["Location"] == welcome
    assert begun["Location"] == page
    assert Client().get(page).status_code == 200
