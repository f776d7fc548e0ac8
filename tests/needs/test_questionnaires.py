"""Questionnaires: built, fixed once somebody is asked, copied, carried over as files."""

import json

import pytest
from django import forms
from django.core.exceptions import ValidationError

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.foundation.errors import NotAllowed, Refused
from raceme.foundation.models import Change
from raceme.needs.documents.definition import definition_of
from raceme.needs.forms.building import add_condition
from raceme.needs.imports import draft_from_definition, draft_from_values
from raceme.needs.models import Question, Questionnaire
from raceme.needs.queries.course import leaves_of, leaves_shown
from raceme.needs.queries.wording import lacking_texts, title_of_part, wording_of
from raceme.needs.verbs.parts import add_part, describe_part, move_part, remove_part
from raceme.needs.verbs.questionnaires import (
    copy_questionnaire,
    describe_questionnaire,
    draft_questionnaire,
    freeze_questionnaire,
    put_away_questionnaire,
    revise_questionnaire,
    take_out_questionnaire,
)
from raceme.needs.verbs.questions import (
    add_question,
    add_topics,
    describe_question,
    move_question,
    remove_question,
)
from raceme.vocabulary.topics import modules
from tests.factories import NOW
from tests.needs.asking import ask, make_questionnaire, question_of


def codes_of(questionnaire: Questionnaire) -> list[list[str]]:
    return [[one.code for one in leaf.questions] for leaf in leaves_of(questionnaire)]


def test_a_module_brings_a_page_with_its_topics(cluster: Cluster, manager: Actor) -> None:
    made = draft_questionnaire(
        code="needs",
        languages=["de"],
        title={"de": "Bedarf"},
        modules=[one for one in modules() if one.code == "finance-funding"],
        by=manager,
        at=NOW,
    )

    (leaf,) = leaves_of(made)
    assert title_of_part(leaf.part, "de") == "Finanzierung und Förderung"
    assert "funding-search" in [one.code for one in leaf.questions]
    assert cluster.name in made.privacy["de"]


@pytest.mark.parametrize(
    "nonsense",
    [
        {"languages": []},
        {"languages": ["en", "en"]},
        {"title": {"de": "Nur deutsch"}},
        {"code": "With blanks"},
    ],
)
def test_a_questionnaire_needs_a_title_in_its_first_language(
    cluster: Cluster, nonsense: dict[str, object]
) -> None:
    with pytest.raises(ValidationError):
        make_questionnaire(cluster, **nonsense)


def test_a_topic_is_asked_about_once(cluster: Cluster, manager: Actor) -> None:
    made = make_questionnaire(cluster)
    part = made.parts.first()
    assert part is not None

    new = add_topics(part, ["Training", "Quiet rooms"], by=manager, at=NOW)

    assert [one.code for one in new] == ["Quiet rooms"]
    with pytest.raises(ValidationError):
        ask(part, "text", "benefit", text={"en": "Again?"})


def test_choices_need_two_and_names_of_their_own(cluster: Cluster) -> None:
    part = make_questionnaire(cluster).parts.first()
    assert part is not None
    same = [{"code": "a", "text": {"en": "A"}}, {"code": "a", "text": {"en": "B"}}]

    for options in (same[:1], same):
        with pytest.raises(ValidationError):
            ask(part, "one", "choice", text={"en": "Which?"}, options=options)


def test_what_is_moved_and_removed(cluster: Cluster, manager: Actor) -> None:
    made = make_questionnaire(cluster)
    first, second = made.parts.all()

    move_question(question_of(made, "training"), up=True, by=manager, at=NOW)
    remove_question(question_of(made, "used"), by=manager, at=NOW)
    move_part(second, up=True, by=manager, at=NOW)

    assert codes_of(made) == [
        ["benefit", "staff", "exports", "where"],
        ["training", "cybersecurity"],
    ]
    with pytest.raises(Refused):
        move_part(second, up=True, by=manager, at=NOW)
    remove_part(first, by=manager, at=NOW)
    assert codes_of(made) == [["benefit", "staff", "exports", "where"]]
    assert Change.objects.filter(kind="needs.question", effect="gone").count() == 3


def test_nothing_is_shown_after_a_question_that_comes_later(
    cluster: Cluster, manager: Actor
) -> None:
    made = make_questionnaire(cluster)
    first, _second = made.parts.all()
    where, exports = question_of(made, "where"), question_of(made, "exports")

    with pytest.raises(Refused, match="must then come before it"):
        move_question(where, up=True, by=manager, at=NOW)
    with pytest.raises(Refused, match="shown only after"):
        remove_question(exports, by=manager, at=NOW)
    with pytest.raises(Refused):
        describe_part(first, condition_on=exports, condition_values=["yes"], by=manager, at=NOW)
    with pytest.raises(Refused, match="after which answers"):
        describe_question(
            where, condition_on=exports, condition_values=["maybe"], by=manager, at=NOW
        )
    assert codes_of(made)[1][-1] == "where"


def test_a_choice_on_which_another_question_depends_stays(cluster: Cluster, manager: Actor) -> None:
    made = make_questionnaire(cluster)
    used = question_of(made, "used")
    ask(
        used.part, "text", "which-fair", text={"en": "Which?"},
        condition_on=used, condition_values=["fairs"],
    )  # fmt: skip

    with pytest.raises(Refused, match="would be gone"):
        describe_question(used, options=used.options[:1] + used.options[2:], by=manager, at=NOW)


def test_a_hidden_question_hides_what_depends_on_it(cluster: Cluster, manager: Actor) -> None:
    made = make_questionnaire(cluster)
    where = question_of(made, "where")
    add_part(made, title={"en": "Never"}, by=manager, at=NOW)

    shown = leaves_shown(leaves_of(made), {})

    assert [[one.code for one in leaf.questions] for leaf in shown] == [
        ["cybersecurity", "training"],
        ["benefit", "staff", "used", "exports"],
    ]
    assert where.condition_values == ["yes"]


def test_in_use_texts_are_corrected_and_nothing_else(cluster: Cluster, manager: Actor) -> None:
    made = freeze_questionnaire(make_questionnaire(cluster), by=manager, at=NOW)
    part, used = made.parts.first(), question_of(made, "used")
    assert part is not None
    options = [{"code": one["code"], "text": {"en": one["code"].upper()}} for one in used.options]

    describe_question(
        used, text={"en": "Used?"}, is_required=True, options=options[:2], by=manager, at=NOW
    )
    describe_questionnaire(made, languages=["en", "de", "sl"], by=manager, at=NOW)

    used.refresh_from_db()
    assert (used.text, used.is_required) == ({"en": "Used?"}, False)
    assert [one["text"]["en"] for one in used.options] == ["NONE", "FAIRS", "other"]
    for act in (
        lambda: add_part(made, title={"en": "More"}, by=manager, at=NOW),
        lambda: add_topics(part, ["energy"], by=manager, at=NOW),
        lambda: move_question(used, up=True, by=manager, at=NOW),
        lambda: remove_question(used, by=manager, at=NOW),
        lambda: remove_part(part, by=manager, at=NOW),
        lambda: describe_questionnaire(made, code="other", by=manager, at=NOW),
        lambda: describe_questionnaire(made, languages=["en"], by=manager, at=NOW),
    ):
        with pytest.raises(Refused):
            act()


def test_an_empty_questionnaire_is_not_taken_into_use(cluster: Cluster, manager: Actor) -> None:
    made = draft_questionnaire(
        code="empty", languages=["en"], title={"en": "Empty"}, by=manager, at=NOW
    )

    with pytest.raises(Refused):
        freeze_questionnaire(made, by=manager, at=NOW)


def test_the_next_version_is_a_copy_that_can_be_changed(cluster: Cluster, manager: Actor) -> None:
    made = freeze_questionnaire(make_questionnaire(cluster), by=manager, at=NOW)

    later = revise_questionnaire(made, by=manager, at=NOW)
    other = copy_questionnaire(made, code="other", title={"en": "Other"}, by=manager, at=NOW)

    assert (later.code, later.version, later.earlier, later.is_frozen) == ("needs", 2, made, False)
    assert (other.code, other.version) == ("other", 1)
    assert codes_of(later) == codes_of(other) == codes_of(made)
    assert question_of(later, "where").condition_on == question_of(later, "exports")
    with pytest.raises(Refused):
        revise_questionnaire(made, by=manager, at=NOW)


def test_what_is_put_away_is_taken_out_again(cluster: Cluster, manager: Actor) -> None:
    made = put_away_questionnaire(make_questionnaire(cluster), by=manager, at=NOW)

    with pytest.raises(Refused):
        put_away_questionnaire(made, by=manager, at=NOW)
    assert take_out_questionnaire(made, by=manager, at=NOW).is_put_away is False


def test_viewers_build_nothing(cluster: Cluster, viewer: Actor) -> None:
    made = make_questionnaire(cluster)
    part = made.parts.first()
    assert part is not None

    for act in (
        lambda: draft_questionnaire(
            code="x", languages=["en"], title={"en": "X"}, by=viewer, at=NOW
        ),
        lambda: add_part(made, by=viewer, at=NOW),
        lambda: add_question(part, kind="text", code="x", by=viewer, at=NOW),
        lambda: revise_questionnaire(made, by=viewer, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_question_reads_in_the_language_asked_for_or_the_next(cluster: Cluster) -> None:
    made = make_questionnaire(cluster, languages=["de", "en", "sl"])
    safety, staff = question_of(made, "cybersecurity"), question_of(made, "staff")

    assert wording_of(safety, "en").label == "Cybersecurity"
    assert wording_of(safety, "sl").label == "Cybersicherheit"
    assert wording_of(safety, "sl").asks_importance == ""
    assert wording_of(staff, "de").label == "Staff"
    assert dict(wording_of(question_of(made, "used"), "de").choices)["fairs"] == "Messen"


def test_names_are_in_the_first_language_in_whatever_order_texts_are_kept(
    cluster: Cluster,
) -> None:
    made = make_questionnaire(cluster, languages=["en", "de"])
    texts = {"de": "Seite", "en": "Page"}  # PostgreSQL keeps keys in an order of its own
    system = system_of(cluster)
    part = add_part(made, title=texts, by=system, at=NOW)
    options = [{"code": code, "text": texts} for code in ("one", "two")]
    question = ask(part, "one", "which", text=texts, options=options)
    form = forms.Form()
    add_condition(form, [question], None)

    assert (str(part), str(question)) == ("Page", "Page")
    assert form.fields["condition"].choices == [  # type: ignore[attr-defined]
        ("Page", [(f"{question.pk}:one", "Page"), (f"{question.pk}:two", "Page")])
    ]


def test_missing_texts_are_listed_for_each_language(cluster: Cluster) -> None:
    made = make_questionnaire(cluster, languages=["en", "de", "sl"])

    lacking = lacking_texts(made)

    german = {one.what for one in lacking if one.language == "de"}
    slovene = {one.what for one in lacking if one.language == "sl"}
    assert german == {
        "question “Staff”", "question “Services used”", "question “Do you export?”",
        "question “Where to?”",
    }  # fmt: skip
    assert {"title", "question “Cybersecurity”", "heading of “Topics”"} <= slovene
    assert any("words of buttons and scales" in what for what in slovene)
    assert [one for one in lacking if one.language == "en"] == []


def test_a_questionnaire_travels_as_a_file(cluster: Cluster, manager: Actor) -> None:
    made = make_questionnaire(cluster)
    content = json.dumps(definition_of(made)).encode()

    again, notes = draft_from_definition(("needs.json", content), by=manager, at=NOW)

    assert again.code == "needs-2"
    assert len(notes) == 1
    assert definition_of(again) == definition_of(made) | {"code": "needs-2"}


TOML = """
format = "raceme-questionnaire-1"
code = "short"
languages = ["en"]
title = {en = "Short"}
[[parts]]
title = {en = "One"}
[[parts.questions]]
kind = "topic"
code = "cyber-security"
[[parts.questions]]
kind = "topic"
code = "Training"
"""


def test_a_file_may_be_toml_and_near_topics_are_named(cluster: Cluster, manager: Actor) -> None:
    made, notes = draft_from_definition(("short.toml", TOML.encode()), by=manager, at=NOW)

    assert codes_of(made) == [["cyber-security", "training"]]
    assert notes == [
        "“cyber-security” is asked as a topic of your own. Did you mean “Cybersecurity”"
        " (cybersecurity)?"
    ]


def definition(**changes: object) -> dict[str, object]:
    question = {"code": "a", "kind": "text", "text": {"en": "A?"}}
    return {
        "format": "raceme-questionnaire-1",
        "code": "x",
        "languages": ["en"],
        "title": {"en": "X"},
        "parts": [{"title": {"en": "P"}, "questions": [question | changes]}],
    }


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "essay"}, "parts.1.questions.1.kind: Expected is"),
        ({"requird": True}, "parts.1.questions.1.requird: This key is not known. Did you mean"),
        ({"text": "A?"}, "parts.1.questions.1.text: This is of the wrong kind"),
        ({"kind": "one"}, "Question “a”: Give at least two choices."),
        (
            {"shown_if": {"question": "b", "answers": ["yes"]}},
            "a is shown only after “b”, which is not asked before it.",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(
    cluster: Cluster, manager: Actor, changes: dict[str, object], said: str
) -> None:
    with pytest.raises((Refused, ValidationError)) as refusal:
        draft_from_values(definition(**changes), by=manager, at=NOW)

    error = refusal.value
    text = str(error.message) if isinstance(error, Refused) else " ".join(error.messages)
    assert text.startswith(said)
    assert not Questionnaire.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.json", b"{"), ("x.toml", b"a ="), ("x.json", b"\xff\xfe\x00"), ("x.json", b"[1, 2]")],
)
def test_what_is_no_definition_is_refused_in_words(
    cluster: Cluster, manager: Actor, name: str, content: bytes
) -> None:
    with pytest.raises((Refused, ValidationError)):
        draft_from_definition((name, content), by=manager, at=NOW)


def test_a_copy_of_every_kind_of_question_is_equal(cluster: Cluster, manager: Actor) -> None:
    made = make_questionnaire(cluster)

    again = copy_questionnaire(made, code="again", title=made.title, by=manager, at=NOW)

    kinds = set(Question.objects.filter(questionnaire=again).values_list("kind", flat=True))
    assert kinds == {"topic", "scale", "number", "several", "yes-no", "text"}
    assert definition_of(again) == definition_of(made) | {"code": "again"}
