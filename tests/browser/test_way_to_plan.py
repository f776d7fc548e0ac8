"""The way of a manager from the answers of members to the service plan of the year."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext
from python_calamine import CalamineWorkbook

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.catalogue.models import Service, Stage
from raceme.needs.models import Invitation
from raceme.needs.verbs.answers import Given, save_answers, start_response, submit_response
from raceme.portfolio.models import PlanLine, ServicePlan
from tests.browser.conftest import confirm_address
from tests.browser.hands import Hands
from tests.factories import PASSWORD
from tests.needs.asking import guest, make_reachable, make_running, topic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHECK = "Cybersecurity quick check"
# What five members say of cybersecurity, then of training: how important, how satisfied.
SAID = (((5, 1), (4, 2)), ((4, 2), (3, 3)), ((5, None), (2, 4)), ((5, 2), (1, 4)), ((4, 1), (3, 3)))


def test_a_manager_goes_from_answers_to_the_plan_of_the_year(
    visitor: BrowserContext, manager: Actor, hands: type[Hands]
):
    assert manager.cluster is not None
    let_members_answer(manager.cluster)
    hand = hands(visitor.new_page())

    sign_in(hand, manager)
    look_at_the_results(hand)
    state_an_objective(hand)
    adopt_from_the_library(hand)
    set_up_a_scenario(hand)
    look_into_a_cell(hand)
    adopt_the_scenario(hand)
    sheet = rows_of(hand.download("Spreadsheet (XLSX)"))

    plan, line = ServicePlan.objects.get(), PlanLine.objects.select_related("service").get()
    assert (plan.adopted_by, plan.is_in_force) == ("The board", True)
    assert (line.service.name, line.editions) == (CHECK, 5)
    assert Service.objects.get().stage == Stage.NEED_CONFIRMED
    assert [row for row in sheet if CHECK in row] != []


def let_members_answer(cluster: Cluster) -> None:
    """Let five members answer, each by its link."""
    members = [make_reachable(cluster, name=f"Example Works {number}") for number in range(5)]
    last = timezone.localdate() + timedelta(days=30)
    _round, asked = make_running(cluster, *members, closes_on=last)
    for invitation, said in zip(asked, SAID, strict=True):
        answer(invitation, *said)


def answer(invitation: Invitation, *said: tuple[int, int | None]) -> None:
    by, at = guest(invitation), timezone.now()
    response = start_response(invitation, language="en", by=by, at=at)
    questions = {one.code: one for one in response.questionnaire.questions.all()}
    given = {
        questions["cybersecurity"]: topic(*said[0]),
        questions["training"]: topic(*said[1]),
        questions["exports"]: Given(is_yes=False),
    }
    save_answers(response, given, by=by, at=at)
    submit_response(response, by=by, at=at)


def sign_in(hand: Hands, manager: Actor) -> None:
    confirm_address(manager)
    assert manager.user is not None
    hand.open("/")
    hand.fill("Email", manager.user.email)
    hand.fill("Password", PASSWORD)
    hand.press("Sign in")
    hand.see("Start here")


def look_at_the_results(hand: Hands) -> None:
    """See how many have answered and what; then what it means for the needs."""
    hand.follow("Questionnaires")
    hand.follow("Autumn")
    hand.follow("Results")
    hand.read("5 of 5 asked have answered (100%).")
    hand.follow("See what members need, and which services answer it")
    hand.follow("Cybersecurity")
    hand.read("No service on offer answers this topic.")


def state_an_objective(hand: Hands) -> None:
    hand.follow("Home")
    hand.follow("State an objective")
    hand.fill("Name", "Firms that nobody breaks into")
    hand.tick("Digital and green transformation")
    hand.press("Save")


def adopt_from_the_library(hand: Hands) -> None:
    """Adopt what answers the need that nobody answers, and let it pass its first gate."""
    hand.follow("Home")
    hand.follow("Cybersecurity", among="Needs that no service answers")
    hand.tick(f"adopt {CHECK}")
    hand.press("Adopt the ticked ones")
    hand.see(CHECK)
    hand.read("5 needs of 5 members; mean importance 4.6 of 5.")
    hand.follow("Pass a gate")
    hand.tick("need confirmed")
    hand.press("Let it pass")


def set_up_a_scenario(hand: Hands) -> None:
    hand.follow("Plan")
    hand.follow("New scenario")
    hand.fill("Name", "Careful")
    hand.fill("Budget", "20000")
    hand.fill("Person-days", "60")
    hand.press("Save and compute")
    hand.see("The plan in short")


def look_into_a_cell(hand: Hands) -> None:
    """Open the rows behind a cell of the gap matrix, and come back."""
    hand.follow(re.compile(f"^Cybersecurity, {CHECK}: "))
    hand.see(f"Cybersecurity \N{MULTIPLICATION SIGN} {CHECK}")
    hand.read("5 members have spoken on it")
    hand.follow(re.compile("^Careful"))


def adopt_the_scenario(hand: Hands) -> None:
    hand.follow("Adopt")
    hand.fill("Adopted by", "The board")
    hand.press("Adopt")
    hand.see(re.compile("^Service plan 20"))
    hand.unfold("Download")


def rows_of(file: Path) -> list[list[object]]:
    """Give all rows of all sheets."""
    book = CalamineWorkbook.from_path(file)
    return [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
