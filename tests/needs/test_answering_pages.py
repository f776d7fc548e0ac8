"""The pages behind a personal link: who gets in, and that nothing anybody answers is lost."""

import re
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.members.verbs import record_leaving
from raceme.needs.models import Answer, Invitation, Need, Questionnaire, Response
from raceme.needs.verbs.links import end_link
from raceme.needs.verbs.rounds import choose_organisations, close_round
from raceme.needs.views import answering
from tests.factories import NOW, TODAY
from tests.needs.asking import (
    LAST_DAY,
    make_questionnaire,
    make_reachable,
    make_round,
    question_of,
)
from tests.needs.link import addresses_of, base_of, before_in, fields, part_of, send, text_of


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
        for answer in (Client().get(path), Client().post(path)):
            assert answer.status_code == 410
            assert "This questionnaire is closed." in text_of(answer)


def test_who_has_left_is_told_so(
    invitation: Invitation, response: Response, manager: Actor
) -> None:
    record_leaving(invitation.organisation, left_on=TODAY, by=manager, at=NOW)

    for path in addresses_of(invitation).values():
        answer = Client().get(path)
        assert answer.status_code == 410
        assert "Your organisation is no longer a member." in text_of(answer)
        assert "closed" not in text_of(answer)


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
