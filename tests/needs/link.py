"""Going through the pages behind a personal link, as a browser would."""

import re
from datetime import timedelta

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from raceme.needs.models import Invitation, Questionnaire
from tests.browser.addresses import all_addresses
from tests.needs.asking import (
    question_of,
)

TOMORROW = {"closes_on": timezone.localdate() + timedelta(days=30)}


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
    ours = [one for one in all_addresses() if one.name.startswith("answering:")]
    return {one.name: one.filled(values) for one in ours if "secret" in one.values}


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
