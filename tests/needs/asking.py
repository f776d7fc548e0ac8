"""A questionnaire, a round and people to ask, made through the verbs, for several tests."""

from datetime import timedelta
from typing import Any

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.members.models import Organisation, Person
from raceme.members.verbs import enter_person, give_post
from raceme.needs.models import Invitation, Part, Question, Questionnaire, Round
from raceme.needs.queries.links import guest_on
from raceme.needs.verbs.answers import Given
from raceme.needs.verbs.parts import add_part
from raceme.needs.verbs.questionnaires import draft_questionnaire
from raceme.needs.verbs.questions import add_question, add_topics
from raceme.needs.verbs.rounds import choose_organisations, draft_round, send_round
from tests.factories import NOW, TODAY, make_organisation

CHOICES = [
    {"code": "none", "text": {"en": "none", "de": "keine"}},
    {"code": "fairs", "text": {"en": "trade fairs", "de": "Messen"}},
    {"code": "other", "text": {"en": "other", "de": "andere"}},
]
LAST_DAY = TODAY + timedelta(days=21)


def make_questionnaire(cluster: Cluster, **values: Any) -> Questionnaire:
    """Two pages: two topics; then one question of each other kind, the last ones conditional."""
    system = system_of(cluster)
    facts = {
        "code": "needs",
        "languages": ["en", "de"],
        "title": {"en": "What do you need?", "de": "Was brauchen Sie?"},
    }
    made = draft_questionnaire(**(facts | values), by=system, at=NOW)
    first = add_part(made, title={"en": "Topics", "de": "Themen"}, by=system, at=NOW)
    add_topics(first, ["cybersecurity", "training"], by=system, at=NOW)
    second = add_part(made, title={"en": "About you", "de": "Über Sie"}, by=system, at=NOW)
    ask(second, "scale", "benefit", text={"en": "Benefit", "de": "Nutzen"})
    ask(second, "number", "staff", text={"en": "Staff"}, unit="people", lowest=0)
    ask(second, "several", "used", text={"en": "Services used"}, options=CHOICES)
    exports = ask(second, "yes-no", "exports", text={"en": "Do you export?"}, is_required=True)
    ask(
        second,
        "text",
        "where",
        text={"en": "Where to?"},
        condition_on=exports,
        condition_values=["yes"],
    )
    return made


def ask(part: Part, kind: str, code: str, **values: Any) -> Question:
    by = system_of(part.cluster)
    return add_question(part, kind=kind, code=code, **values, by=by, at=NOW)


def question_of(questionnaire: Questionnaire, code: str) -> Question:
    return questionnaire.questions.get(code=code)


def make_contact(organisation: Organisation, **values: Any) -> Person:
    """Give an organisation its main contact, with an address nobody else has."""
    by = system_of(organisation.cluster)
    facts = {
        "given_name": "Ada",
        "family_name": f"Example {organisation.pk}",
        "email": f"contact{organisation.pk}@example.org",
        "language": "de",
    }
    person = enter_person(**(facts | values), by=by, at=NOW)
    give_post(person, organisation, is_main_contact=True, by=by, at=NOW)
    return person


def make_reachable(cluster: Cluster, **values: Any) -> Organisation:
    organisation = make_organisation(cluster, **values)
    make_contact(organisation)
    return organisation


def make_round(questionnaire: Questionnaire, **values: Any) -> Round:
    facts = {"name": "Autumn", "closes_on": LAST_DAY, "reply_to": "office@example.org"}
    by = system_of(questionnaire.cluster)
    return draft_round(questionnaire, **(facts | values), by=by, at=NOW)


def make_running(
    cluster: Cluster, *organisations: Organisation, **values: Any
) -> tuple[Round, list[Invitation]]:
    """Send a new questionnaire to these organisations."""
    by = system_of(cluster)
    questionnaire = values.pop("questionnaire", None) or make_questionnaire(cluster)
    round_ = make_round(questionnaire, **values)
    choose_organisations(round_, organisations, by=by, at=NOW)
    send_round(round_, by=by, at=NOW)
    round_.refresh_from_db()
    return round_, list(round_.invitations.order_by("pk"))


def guest(invitation: Invitation) -> Actor:
    return guest_on(invitation)


def topic(importance: int | None, satisfaction: int | None = None, **values: Any) -> Given:
    return Given(importance=importance, satisfaction=satisfaction, **values)
