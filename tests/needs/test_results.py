"""Results: sums by hand, who sees what, the rows behind each number, and tables to take along."""

import csv
import io
from decimal import Decimal

import pytest
from django.test import Client

from raceme.access.actor import Actor
from raceme.access.models import Cluster, Role
from raceme.foundation.tabular.reading import read_table
from raceme.needs.documents.answers import long_sheet, wide_sheet
from raceme.needs.documents.pictures import topics_picture
from raceme.needs.models import Invitation, Need, Response, Round
from raceme.needs.queries.responses import answers_visible_to
from raceme.needs.queries.results import (
    Degrees,
    Result,
    answers_with,
    responses_counting,
    results_of,
)
from raceme.needs.verbs.answers import Given, save_answers, start_response, submit_response
from tests.factories import NOW, make_actor
from tests.needs.asking import (
    guest,
    make_reachable,
    make_running,
    question_of,
    topic,
)

BASE = "/c/here/needs/questionnaires"
# Three members: what each says on training, whether it exports, its staff, what it has used.
SAID = (
    (topic(5, 1), True, 10, ("fairs",)),
    (topic(4), False, 20, ("fairs", "other")),
    (Given(is_declined=True), False, 60, ()),
)


def answer(invitation: Invitation, said: tuple[Given, bool, int, tuple[str, ...]]) -> Response:
    by, questionnaire = guest(invitation), invitation.round.questionnaire
    response = start_response(invitation, language="en", by=by, at=NOW)
    training, exports, staff, used = said
    given = {
        "training": training,
        "exports": Given(is_yes=exports),
        "staff": Given(number=Decimal(staff)),
        "used": Given(chosen=used, is_declined=not used),
        "benefit": Given(degree=3),
        "where": Given(text="Chile" if exports else ""),
    }
    by_question = {question_of(questionnaire, code): one for code, one in given.items()}
    save_answers(response, by_question, by=by, at=NOW)
    return submit_response(response, by=by, at=NOW)


@pytest.fixture
def round_(cluster: Cluster) -> Round:
    organisations = [make_reachable(cluster, code=f"M{n}", name=f"Example {n}") for n in (1, 2, 3)]
    made, invitations = make_running(cluster, *organisations)
    for invitation, said in zip(invitations, SAID, strict=True):
        answer(invitation, said)
    return made


def result_of(actor: Actor, round_: Round, code: str) -> Result:
    questionnaire = round_.questionnaire
    responses = responses_counting(actor, questionnaire=questionnaire, round_=round_)
    pages = results_of(actor, responses, questionnaire)
    return next(one for page in pages for one in page.results if one.question.code == code)


def test_topics_are_summed_up_by_hand(round_: Round, manager: Actor) -> None:
    training = result_of(manager, round_, "training")

    assert training.importance is not None
    assert training.satisfaction is not None
    # Three answered, one of them that it does not concern it: (5 + 4) / 2, and 1 / 1.
    assert (training.n, training.declined) == (3, 1)
    assert (training.importance.n, training.importance.mean) == (2, 4.5)
    assert (training.satisfaction.n, training.satisfaction.mean) == (1, 1.0)
    assert [bar.count for bar in training.importance.bars] == [0, 0, 0, 1, 1]


def test_numbers_and_choices_are_summed_up_by_hand(round_: Round, manager: Actor) -> None:
    staff, used = result_of(manager, round_, "staff"), result_of(manager, round_, "used")
    exports, silent = result_of(manager, round_, "exports"), result_of(manager, round_, "where")

    assert staff.figures is not None
    assert (staff.figures.total, staff.figures.mean, staff.figures.median) == (90, 30.0, 20.0)
    assert (staff.figures.lowest, staff.figures.highest) == (10, 60)
    # Of two that named anything, both named fairs and one something else.
    assert [(bar.code, bar.count, bar.share) for bar in used.bars] == [
        ("none", 0, 0.0),
        ("fairs", 2, 1.0),
        ("other", 1, 0.5),
    ]
    assert [(bar.code, bar.count) for bar in exports.bars] == [("yes", 1), ("no", 2)]
    assert [text for _answer, text in silent.texts] == ["Chile"]


def test_what_nobody_answered_is_unknown(round_: Round, manager: Actor) -> None:
    cyber = result_of(manager, round_, "cybersecurity")

    assert cyber.importance is not None
    assert (cyber.n, cyber.importance.mean, cyber.is_hidden) == (0, None, False)
    assert topics_picture([cyber], link=lambda _one: None) is None


def test_few_answers_are_hidden_from_all_but_the_team(cluster: Cluster, round_: Round) -> None:
    board = make_actor(cluster, Role.BOARD)
    hidden = result_of(board, round_, "training")
    more = [make_reachable(cluster) for _ in range(2)]
    _other, invitations = make_running(cluster, *more, questionnaire=round_.questionnaire)
    for invitation in invitations:
        answer(invitation, SAID[0])
    everything = responses_counting(board, questionnaire=round_.questionnaire)
    pages = results_of(board, everything, round_.questionnaire)
    shown = {one.question.code: one for page in pages for one in page.results}

    assert (hidden.is_hidden, hidden.importance) == (True, None)
    assert shown["training"].is_hidden is False
    assert shown["training"].n == 5
    # Five have answered, four said how important it is, three how satisfied they are.
    assert (shown["training"].importance, shown["training"].satisfaction) == (
        Degrees(4, None, ()), Degrees(3, None, ()),
    )  # fmt: skip
    assert topics_picture([shown["training"]], link=lambda _one: None) is None
    assert (shown["used"].n, shown["used"].bars, shown["used"].is_figure_hidden) == (5, (), True)
    assert shown["exports"].bars
    assert shown["staff"].figures is not None
    page = Client()
    assert board.user is not None
    page.force_login(board.user)
    address = f"{BASE}/{round_.questionnaire_id}/results/"
    said = page.get(address).content.decode()
    assert said.count("too few answers to show") == 4  # training twice, used, where
    assert shown["where"].is_hidden is True  # three exporters only
    assert shown["where"].texts == ()
    assert list(answers_visible_to(board)) == []


@pytest.mark.parametrize(
    ("wished", "members"),
    [
        (("training", "", ""), ["M1", "M2", "M3"]),
        (("training", "importance", ""), ["M1", "M2"]),
        (("training", "importance", "5"), ["M1"]),
        (("training", "satisfaction", "1"), ["M1"]),
        (("training", "", "declined"), ["M3"]),
        (("exports", "is_yes", "no"), ["M2", "M3"]),
        (("used", "several", "other"), ["M2"]),
        (("used", "several", "fair"), []),
        (("benefit", "degree", "3"), ["M1", "M2", "M3"]),
        (("benefit", "degree", "4"), []),
    ],
)
def test_every_number_opens_its_rows(
    round_: Round, manager: Actor, wished: tuple[str, str, str], members: list[str]
) -> None:
    code, about, value = wished
    answers = answers_visible_to(manager).filter(question__code=code)

    found = answers_with(answers, about=about, value=value)

    rows = found.order_by("response__organisation__code")
    assert [one.response.organisation.code for one in rows] == members


def test_the_page_of_results_leads_to_rows_and_needs(browser: Client, round_: Round) -> None:
    question = question_of(round_.questionnaire, "training")
    rows = f"{BASE}/questions/{question.pk}/answers/"
    need = Need.objects.get(organisation__code="M1")

    page = browser.get(f"{BASE}/rounds/{round_.pk}/results/").content.decode()
    behind = browser.get(rows, {"about": "importance", "value": "5", "round": round_.pk})

    assert f"{rows}?about=importance&amp;value=5&amp;round={round_.pk}" in page
    assert "3 of 3 asked have answered (100%)" in page
    assert page.count('role="graphics-document"') == 5  # topics twice, three own questions
    assert "Example 1" in behind.content.decode()
    assert "Example 2" not in behind.content.decode()
    assert f"/c/here/needs/records/{need.pk}/" in behind.content.decode()
    assert browser.get(rows, {"round": "0"}).status_code == 404


def test_the_page_of_results_speaks_of_answers_in_german_and_leads_on(
    browser: Client, viewer_browser: Client, round_: Round
) -> None:
    address = f"{BASE}/rounds/{round_.pk}/results/"

    page = browser.get(address, headers={"Accept-Language": "de"}).content.decode()

    assert '<th scope="col" class="number">Antworten</th>' in page
    assert "edient</th>" not in page  # what a service does for a need
    assert '<a href="/c/here/needs/">Ansehen, was die Mitglieder brauchen' in page
    assert "among the needs already" not in viewer_browser.get(address).content.decode()


def test_viewers_see_no_names_behind_the_results(viewer_browser: Client, round_: Round) -> None:
    page = viewer_browser.get(f"{BASE}/rounds/{round_.pk}/results/").content.decode()

    assert "too few answers to show" in page
    assert "Of a question that fewer than 5 have answered nothing is shown" in page
    assert "/answers/?" not in page
    assert "Chile" not in page


def test_a_need_says_on_what_it_rests(
    browser: Client, viewer_browser: Client, round_: Round
) -> None:
    need = Need.objects.get(organisation__code="M1")
    response = Response.objects.get(organisation__code="M1")
    address = f"/c/here/needs/records/{need.pk}/"
    said = "answer to “What do you need?” of 23 November 2026"

    for one, has_link in ((browser, True), (viewer_browser, False)):
        page = one.get(address).content.decode()
        assert said in page
        assert (f"{BASE}/responses/{response.pk}/" in page) is has_link
        assert (str(response.person) in page) is has_link


def test_history_tells_answers_to_the_team_only(
    browser: Client, cluster: Cluster, round_: Round
) -> None:
    response = Response.objects.get(organisation__code="M1")
    board, other = make_actor(cluster, Role.BOARD), Client()
    assert board.user is not None
    other.force_login(board.user)
    wanted = {"kind": "needs.response", "thing_id": response.pk}

    for reader, may in ((browser, True), (other, False)):
        page = reader.get("/c/here/history/", wanted).content.decode()
        assert str(response) in page
        assert ("Chile" in page) is may


def test_the_wide_table_has_a_row_for_each_member(round_: Round, manager: Actor) -> None:
    responses = responses_counting(manager, questionnaire=round_.questionnaire, round_=round_)

    sheet = wide_sheet(list(responses.order_by("organisation__code")), round_.questionnaire)

    titles = [heading.title for heading in sheet.headings]
    rows = [dict(zip(titles, row, strict=True)) for row in sheet.rows]
    assert titles[5:] == [
        "cybersecurity:importance", "cybersecurity:satisfaction", "training:importance",
        "training:satisfaction", "benefit", "staff", "used:none", "used:fairs", "used:other",
        "exports", "where",
    ]  # fmt: skip
    assert [row["member_id"] for row in rows] == ["M1", "M2", "M3"]
    assert [row["training:importance"] for row in rows] == [5, 4, None]
    assert [row["training:satisfaction"] for row in rows] == [1, None, None]
    assert [row["used:fairs"] for row in rows] == [1, 1, None]
    assert [row["exports"] for row in rows] == ["yes", "no", "no"]


def test_the_long_table_has_a_row_for_each_answer_and_choice(round_: Round, manager: Actor) -> None:
    answers = answers_visible_to(manager).order_by("response__organisation__code", "pk")

    sheet = long_sheet(answers, round_.questionnaire)

    titles = [heading.title for heading in sheet.headings]
    rows = [dict(zip(titles, row, strict=True)) for row in sheet.rows]
    used = [(row["member_id"], row["choice"]) for row in rows if row["question"] == "used"]
    assert used == [("M1", "fairs"), ("M2", "fairs"), ("M2", "other"), ("M3", "")]
    staff = [row["number"] for row in rows if row["question"] == "staff"]
    assert staff == [10.0, 20.0, 60.0]
    assert len({row["answer_id"] for row in rows}) == answers.count()


@pytest.mark.parametrize("shape", ["long", "wide"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_answers_are_taken_along_as_files(
    browser: Client, round_: Round, tmp_path, shape: str, kind: str
) -> None:
    answer = browser.get(f"{BASE}/rounds/{round_.pk}/results/{shape}/{kind}/")

    path = tmp_path / f"answers.{kind}"
    path.write_bytes(answer.content)
    table = read_table(path, path.name)
    assert answer.status_code == 200
    assert len(table.rows) == {"wide": 3, "long": 17}[shape]


def test_other_files_are_not_there(browser: Client, round_: Round) -> None:
    for wrong in ("long/pdf", "tall/csv"):
        assert browser.get(f"{BASE}/rounds/{round_.pk}/results/{wrong}/").status_code == 404


def test_lists_of_needs_are_taken_along_as_they_are_shown(browser: Client, round_: Round) -> None:
    def rows(address: str, **query: object) -> list[dict[str, str]]:
        content = browser.get(f"/c/here/needs/{address}", query).content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(content)))

    needs = rows("records/download/csv/")
    narrowed = rows("records/download/csv/", importance_min=5)
    topics = rows("download/csv/")
    members = rows("members/download/csv/", responded="no")

    assert [(one["member_id"], one["topic"], one["importance"]) for one in needs] == [
        ("M2", "training", "4"),
        ("M1", "training", "5"),
    ]
    assert [one["member_id"] for one in narrowed] == ["M1"]
    assert all(one["id"] and one["answer_id"] for one in needs)
    assert [(one["topic"], one["members asking"]) for one in topics] == [("training", "2")]
    assert [one["member_id"] for one in members] == ["M3"]
    for address in ("records/download/pdf/", "download/pdf/", "members/download/pdf/"):
        assert browser.get(f"/c/here/needs/{address}").status_code == 404
