"""The pages behind a personal link: who gets in, and that nothing anybody answers is lost."""

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.needs.models import Answer, Invitation, Need, Questionnaire, Response
from raceme.needs.verbs.answers import Given, save_answers, start_response
from raceme.needs.verbs.links import end_link
from raceme.needs.verbs.questionnaires import revise_questionnaire
from raceme.needs.verbs.rounds import choose_organisations, close_round
from raceme.needs.views import answering
from tests.browser.addresses import all_addresses
from tests.factories import NOW, make_need
from tests.needs.asking import (
    LAST_DAY,
    guest,
    make_questionnaire,
    make_reachable,
    make_round,
    make_running,
    question_of,
)

TOMORROW = {"closes_on": timezone.localdate() + timedelta(days=30)}


@pytest.fixture(autouse=True)
def no_counts() -> None:
    cache.clear()


@pytest.fixture
def invitation(cluster: Cluster) -> Invitation:
    _round, (invitation,) = make_running(cluster, make_reachable(cluster), **TOMORROW)
    return invitation


@pytest.fixture
def questionnaire(invitation: Invitation) -> Questionnaire:
    return invitation.round.questionnaire


@pytest.fixture
def response(invitation: Invitation) -> Response:
    return start_response(invitation, language="en", by=guest(invitation), at=timezone.now())


def base_of(invitation: Invitation) -> str:
    return f"/answer/{invitation.secret}/"


def part_of(invitation: Invitation, place: int = 1) -> str:
    part = invitation.round.questionnaire.parts.get(place=place)
    return f"{base_of(invitation)}{part.pk}/"


def addresses_of(invitation: Invitation, secret: str = "") -> dict[str, str]:
    values = {
        "secret": secret or invitation.secret,
        "part": invitation.round.questionnaire.parts.get(place=1).pk,
    }
    return {one.name: one.filled(values) for one in all_addresses() if "secret" in one.values}


def fields(questionnaire: Questionnaire, **answers: object) -> dict[str, object]:
    """Name the fields of a page by the short names of their questions: training__importance."""
    named = {}
    for name, value in answers.items():
        code, _, kind = name.partition("__")
        named[f"q{question_of(questionnaire, code).pk}-{kind or 'value'}"] = value
    return named


def send(invitation: Invitation, address: str, *, shown: str = "", **typed: object) -> HttpResponse:
    data = fields(invitation.round.questionnaire, **typed) | {"before": shown, "go": "next"}
    return Client().post(address, data)


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def before_in(page: str) -> str:
    """Give what a page said it showed, as its form sends it back."""
    found = re.search(r'name="before" value="([^"]*)"', page)
    assert found
    return found.group(1).replace("&quot;", '"')


def test_all_pages_behind_a_link_are_known_here(invitation: Invitation) -> None:
    assert sorted(addresses_of(invitation)) == [
        "answering:decline",
        "answering:part",
        "answering:review",
        "answering:thanks",
        "answering:welcome",
    ]


def test_whoever_has_the_link_gets_in(invitation: Invitation, response: Response) -> None:
    seen = {name: Client().get(path).status_code for name, path in addresses_of(invitation).items()}

    # There is nothing to thank for yet.
    assert seen == {
        "answering:decline": 200,
        "answering:part": 200,
        "answering:review": 200,
        "answering:thanks": 302,
        "answering:welcome": 200,
    }


def test_before_one_has_begun_all_leads_to_the_first_page(invitation: Invitation) -> None:
    for name in ("answering:part", "answering:review", "answering:thanks"):
        answer = Client().get(addresses_of(invitation)[name])
        assert (answer.status_code, answer["Location"]) == (302, base_of(invitation))


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_wrong_link_opens_nothing(invitation: Invitation, method: str) -> None:
    for secret in (invitation.secret[:-1], "x", invitation.nonce, str(invitation.pk)):
        for path in addresses_of(invitation, secret).values():
            answer = getattr(Client(), method)(path)
            assert answer.status_code == 404
            assert "This link is not known" in text_of(answer)
            assert answer["X-Robots-Tag"] == "noindex, nofollow"
        cache.clear()
    assert Client().get("/answer/").status_code == 404


def test_an_ended_link_says_so(invitation: Invitation, response: Response, manager: Actor) -> None:
    end_link(invitation, by=manager, at=NOW)

    for path in addresses_of(invitation).values():
        for answer in (Client().get(path), Client().post(path)):
            assert answer.status_code == 410
            assert "office@example.org" in text_of(answer)
    assert Response.objects.get().submitted_at is None


def test_a_closed_round_says_so(invitation: Invitation, response: Response, manager: Actor) -> None:
    close_round(invitation.round, by=manager, at=NOW)

    for path in addresses_of(invitation).values():
        assert Client().get(path).status_code == 410
        assert Client().post(path).status_code == 410


def test_the_link_of_a_draft_opens_nothing(cluster: Cluster, manager: Actor) -> None:
    round_ = make_round(make_questionnaire(cluster), closes_on=LAST_DAY)
    (draft,) = choose_organisations(round_, [make_reachable(cluster)], by=manager, at=NOW)

    assert Client().get(base_of(draft)).status_code == 410


def test_the_link_opens_nothing_of_the_cluster(invitation: Invitation) -> None:
    visitor = Client()
    visitor.get(base_of(invitation))

    assert visitor.get("/c/here/needs/")["Location"].startswith("/sign-in/")
    assert "/c/here/" not in text_of(visitor.get(base_of(invitation)))


def test_the_page_is_kept_and_found_by_nobody(invitation: Invitation, response: Response) -> None:
    for path in (base_of(invitation), part_of(invitation)):
        answer = Client().get(path)
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["Referrer-Policy"] == "same-origin"
        assert '<meta name="robots" content="noindex, nofollow">' in text_of(answer)
        assert re.findall(r'(?:src|href)="(https?:)?//', text_of(answer)) == []


def test_guessing_is_slowed_down(invitation: Invitation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "WRONG_LINKS", 3)
    for _ in range(3):
        assert Client().get("/answer/wrong/").status_code == 404

    assert Client().get("/answer/wrong/").status_code == 429
    assert Client().get(base_of(invitation)).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").get(base_of(invitation)).status_code == 200


def test_a_link_is_not_written_to_without_end(
    invitation: Invitation, response: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "WRITES", 2)
    sent = [send(invitation, part_of(invitation)).status_code for _ in range(3)]

    assert sent == [302, 302, 429]


def test_opening_is_noted_once_and_by_people_only(invitation: Invitation) -> None:
    Client().head(base_of(invitation))
    invitation.refresh_from_db()
    assert invitation.opened_at is None

    Client().get(base_of(invitation))
    invitation.refresh_from_db()
    first = invitation.opened_at
    Client().get(base_of(invitation))
    invitation.refresh_from_db()
    assert first is not None
    assert invitation.opened_at == first


def test_from_the_link_to_the_thanks(invitation: Invitation, questionnaire: Questionnaire) -> None:
    visitor = Client()

    begun = visitor.post(base_of(invitation), {"language": "en"})
    first = send(
        invitation, part_of(invitation), training__importance="5", training__satisfaction="2"
    )
    second = send(invitation, part_of(invitation, 2), staff="1,250.5", exports="no", used=["fairs"])
    review = visitor.get(second["Location"])
    sent = visitor.post(second["Location"])
    thanks = visitor.get(sent["Location"])

    staff = Answer.objects.get(question__code="staff")
    assert begun["Location"] == part_of(invitation)
    assert first["Location"] == part_of(invitation, 2)
    assert second["Location"] == f"{base_of(invitation)}review/"
    assert "How important is it to you? 5 vital" in text_of(review)
    assert "1,250.5 people" in text_of(review)
    assert "Thank you!" in text_of(thanks)
    assert "trade fairs" in text_of(thanks)
    assert staff.number == Decimal("1250.5")
    assert [(one.topic, one.importance) for one in Need.objects.all()] == [("training", 5)]
    assert visitor.post(base_of(invitation))["Location"].startswith(base_of(invitation))


def test_one_comes_back_to_the_first_open_question(
    invitation: Invitation, questionnaire: Questionnaire
) -> None:
    visitor = Client()
    visitor.post(base_of(invitation))
    later = visitor.post(
        part_of(invitation),
        fields(questionnaire, training__importance="4", cybersecurity__importance="none")
        | {"go": "later"},
    )
    welcome = Client().get(later["Location"])

    again = Client().post(base_of(invitation))

    assert later["Location"] == f"{base_of(invitation)}?saved=1"
    assert "Gespeichert. Kommen Sie über denselben Link zurück" in text_of(welcome)
    assert again["Location"] == part_of(invitation, 2)
    assert Answer.objects.filter(is_declined=True).count() == 1


def test_what_must_be_answered_is_asked_for_and_the_rest_is_kept(
    invitation: Invitation, response: Response
) -> None:
    answer = send(invitation, part_of(invitation, 2), benefit="4", staff="many")

    page = text_of(answer)
    assert answer.status_code == 422
    assert "Please write a number" in page
    assert 'value="many"' in page
    assert Answer.objects.get().degree == 4
    answer = send(invitation, part_of(invitation, 2), benefit="4", staff="-3")
    assert "At least 0, please." in text_of(answer)
    answer = send(invitation, part_of(invitation, 2), benefit="4")
    assert "Please answer this question." in text_of(answer)


def test_half_an_answer_is_kept_and_asked_to_be_made_whole(
    invitation: Invitation, response: Response
) -> None:
    answer = send(invitation, part_of(invitation), training__satisfaction="2")

    assert answer.status_code == 422
    assert "Say also how important it is." in text_of(answer)
    assert Answer.objects.get().satisfaction == 2


def test_going_back_and_pausing_ask_for_nothing(invitation: Invitation, response: Response) -> None:
    data = fields(invitation.round.questionnaire, staff="7")

    back = Client().post(part_of(invitation, 2), data | {"go": "back"})
    first = Client().post(part_of(invitation), {"go": "back"})

    assert back["Location"] == part_of(invitation)
    assert first["Location"] == base_of(invitation)
    assert Answer.objects.get().number == 7


def test_without_script_a_question_that_comes_up_is_asked_at_once(
    invitation: Invitation, response: Response
) -> None:
    answer = send(invitation, part_of(invitation, 2), exports="yes")
    where = question_of(response.questionnaire, "where")

    assert answer["Location"] == f"{part_of(invitation, 2)}?more=1#q{where.pk}"
    page = text_of(Client().get(answer["Location"]))
    assert "Your answer leads to one more question on this page." in page
    assert f'name="q{where.pk}-value"' in page


def test_with_script_only_what_changes_is_sent_back(
    invitation: Invitation, response: Response
) -> None:
    where = question_of(response.questionnaire, "where")
    page = text_of(Client().get(part_of(invitation, 2)))

    answer = Client(headers={"HX-Request": "true"}).post(
        part_of(invitation, 2),
        fields(response.questionnaire, exports="yes", staff="x") | {"before": before_in(page)},
    )

    part = text_of(answer)
    assert answer.status_code == 200
    assert f'id="slot-{where.pk}" class="answering-slot" hidden' in page
    assert f'id="slot-{where.pk}" class="answering-slot" hx-swap-oob="true">' in part
    assert part.count('hx-swap-oob="true"') == 2  # the question, and what the page shows now
    assert "Please write a number" in part
    assert Answer.objects.get().is_yes is True


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
