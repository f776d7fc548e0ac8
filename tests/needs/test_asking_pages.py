"""Questionnaires, rounds and interviews by page and by API, as the office works with them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from raceme.access.actor import Actor
from raceme.access.models import Cluster
from raceme.needs.documents.definition import definition_of
from raceme.needs.models import Part, Question, Questionnaire, Response
from raceme.needs.verbs.questionnaires import freeze_questionnaire
from tests.factories import NOW, make_organisation
from tests.needs.asking import (
    make_questionnaire,
    question_of,
)

BASE = "/c/here/needs/questionnaires"
API = "/api/v1/c/here/needs"
TODAY = timezone.localdate()
OPEN = {"closes_on": TODAY + timedelta(days=30)}


def page_of(browser: Client, address: str, **query: object) -> str:
    answer = browser.get(address, query)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_without_questionnaires_the_page_says_what_to_do(browser: Client, cluster: Cluster) -> None:
    assert "No questionnaire yet" in page_of(browser, f"{BASE}/")
    assert "Nothing has been sent yet" in page_of(browser, f"{BASE}/rounds/")
    assert "First a questionnaire" in page_of(browser, f"{BASE}/rounds/new/")
    organisation = make_organisation(cluster)
    assert "First a questionnaire" in page_of(browser, f"{BASE}/interviews/{organisation.pk}/")


def test_a_questionnaire_is_built_by_page(browser: Client, cluster: Cluster) -> None:
    begun = browser.post(
        f"{BASE}/new/",
        {
            "title": "Bedarf 2027",
            "language": "de",
            "languages": ["de", "en"],
            "modules": ["finance-funding"],
        },
    )
    made = Questionnaire.objects.get()
    browser.post(f"{BASE}/{made.pk}/parts/new/", {"title_de": "Zum Schluss", "module": ""})
    last = Part.objects.get(questionnaire=made, place=2)
    choices = {
        f"options-{number}-text_de": text for number, text in enumerate(("Viel", "Wenig", ""))
    }
    asked = browser.post(
        f"{BASE}/parts/{last.pk}/questions/one/",
        {"text_de": "Wie viel?", "options-TOTAL_FORMS": 3, "options-INITIAL_FORMS": 0} | choices,
    )
    question = Question.objects.get(code="wie-viel")
    browser.post(
        f"{BASE}/parts/{last.pk}/questions/text/",
        {"text_de": "Warum?", "condition": [f"{question.pk}:wenig"]},
    )

    page = page_of(browser, f"{BASE}/{made.pk}/")
    assert (made.code, made.languages, made.title) == (
        "bedarf-2027", ["de", "en"], {"de": "Bedarf 2027"},
    )  # fmt: skip
    assert begun["Location"] == f"{BASE}/{made.pk}/"
    assert asked["Location"] == f"{BASE}/{made.pk}/#part-{last.pk}"
    assert question.options == [
        {"code": "viel", "text": {"de": "Viel"}},
        {"code": "wenig", "text": {"de": "Wenig"}},
    ]
    assert Question.objects.get(code="warum").condition_values == ["wenig"]
    assert "only if “Wie viel?” is answered: Wenig" in page
    assert "texts are missing" in page


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("text", {"text_de": "Nur so?"}, "Write it in English at least."),
        ("number", {"text_en": "N?", "lowest": "5", "highest": "1"}, "is above the highest"),
        ("text", {"text_en": "T?", "code": "With Blanks"}, "Small letters, digits"),
    ],
)
def test_a_wrong_question_is_refused_beside_its_field(
    browser: Client, cluster: Cluster, kind: str, typed: dict[str, str], said: str
) -> None:
    part = make_questionnaire(cluster).parts.get(place=1)

    answer = browser.post(f"{BASE}/parts/{part.pk}/questions/{kind}/", typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_condition_is_about_one_question(browser: Client, cluster: Cluster) -> None:
    made = make_questionnaire(cluster)
    part = made.parts.get(place=2)
    exports, benefit = question_of(made, "exports"), question_of(made, "benefit")

    answer = browser.post(
        f"{BASE}/parts/{part.pk}/questions/text/",
        {"text_en": "T?", "condition": [f"{exports.pk}:yes", f"{benefit.pk}:5"]},
    )

    assert answer.status_code == 422
    assert "Choose answers of one question only." in answer.content.decode()


def test_choices_are_named_taken_away_and_keep_their_names(
    browser: Client, cluster: Cluster
) -> None:
    used = question_of(make_questionnaire(cluster), "used")
    rows = [("none", "nothing"), ("fairs", ""), ("other", "other"), ("", "other")]
    typed = {"text_en": "Used?", "part": used.part_id, "code": "used"}
    for number, (code, text) in enumerate(rows):
        typed |= {f"options-{number}-code": code, f"options-{number}-text_en": text}
    counts = {"options-TOTAL_FORMS": 4, "options-INITIAL_FORMS": 3}

    browser.post(f"{BASE}/questions/{used.pk}/edit/", typed | counts)

    used.refresh_from_db()
    assert [(one["code"], one["text"]["en"]) for one in used.options] == [
        ("none", "nothing"),
        ("other", "other"),
        ("other-2", "other"),
    ]
    few = typed | {"options-TOTAL_FORMS": 1, "options-INITIAL_FORMS": 1}
    assert browser.post(f"{BASE}/questions/{used.pk}/edit/", few).status_code == 422


def test_topics_are_added_and_near_ones_named(browser: Client, cluster: Cluster) -> None:
    part = make_questionnaire(cluster).parts.get(place=1)

    page = page_of(browser, f"{BASE}/parts/{part.pk}/topics/")
    empty = browser.post(f"{BASE}/parts/{part.pk}/topics/", {"own": " "})
    added = browser.post(
        f"{BASE}/parts/{part.pk}/topics/",
        {"module-green-transition": ["energy"], "own": "Recruting\nQuiet rooms"},
        follow=True,
    )

    assert 'value="training"' not in page
    assert empty.status_code == 422
    assert "Did you mean “Finding skilled staff”?" in added.content.decode()
    assert list(part.questions.values_list("code", flat=True)) == [
        "cybersecurity", "training", "energy", "Recruting", "Quiet rooms",
    ]  # fmt: skip


def test_texts_of_a_questionnaire_in_use_are_corrected(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    made = freeze_questionnaire(make_questionnaire(cluster), by=manager, at=NOW)
    typed = {"title_en": "Your needs", "title_de": "Ihr Bedarf", "code": "needs"}

    right = browser.post(f"{BASE}/{made.pk}/edit/", typed | {"languages": ["de", "sl"]})
    fewer = browser.post(f"{BASE}/{made.pk}/edit/", typed | {"languages": []})
    refused = browser.post(f"{BASE}/{made.pk}/edit/", typed | {"title_en": ""})

    made.refresh_from_db()
    assert (right.status_code, fewer.status_code, refused.status_code) == (302, 422, 422)
    assert (made.title["en"], made.languages) == ("Your needs", ["en", "de", "sl"])


def test_words_of_a_third_language_keep_their_places(browser: Client, cluster: Cluster) -> None:
    made = make_questionnaire(cluster, languages=["en", "sl"])

    wrong = browser.post(f"{BASE}/{made.pk}/words/sl/", {"step": "Stran {number}"})
    right = browser.post(
        f"{BASE}/{made.pk}/words/sl/", {"step": "Stran {number} od {count}", "next": "Naprej"}
    )

    made.refresh_from_db()
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert made.words == {"sl": {"step": "Stran {number} od {count}", "next": "Naprej"}}


def test_a_file_becomes_a_draft(browser: Client, cluster: Cluster) -> None:
    made = make_questionnaire(cluster)
    downloaded = browser.get(f"{BASE}/{made.pk}/definition/")
    file = SimpleUploadedFile("needs.json", downloaded.content)

    imported = browser.post(f"{BASE}/import/", {"file": file}, follow=True)
    wrong = browser.post(f"{BASE}/import/", {"file": SimpleUploadedFile("x.json", b"{}")})

    again = Questionnaire.objects.latest("pk")
    assert definition_of(again)["parts"] == definition_of(made)["parts"]
    assert "Another questionnaire is called “needs”" in imported.content.decode()
    assert wrong.status_code == 422
    assert "languages: This is missing." in wrong.content.decode()


def test_the_preview_shows_all_and_keeps_nothing(browser: Client, cluster: Cluster) -> None:
    made = make_questionnaire(cluster)
    first, second = made.parts.all()
    address = f"{BASE}/{made.pk}/preview"

    page = page_of(browser, f"{address}/{second.pk}/", language="de")
    led = browser.post(f"{address}/{first.pk}/", {"go": "next", "language": ""})
    ended = browser.post(f"{address}/{second.pk}/", {"go": "next"})

    assert "Where to?" in page
    assert "must be answered" not in page
    assert "muss beantwortet werden" in page
    assert "hx-post" not in page
    assert "Was brauchen Sie?" in page_of(browser, f"{address}/", language="de")
    assert led.status_code == ended.status_code == 302
    assert ended["Location"] == f"{address}/?language=en"
    assert browser.get(f"{address}/0/").status_code == 404
    assert not Response.objects.exists()
    empty = make_questionnaire(cluster, code="empty")
    Question.objects.filter(questionnaire=empty).update(condition_on=None)
    Question.objects.filter(questionnaire=empty).delete()
    assert browser.get(f"{BASE}/{empty.pk}/preview/").status_code == 404


def test_what_is_moved_put_away_and_revised_by_page(
    browser: Client, cluster: Cluster, manager: Actor
) -> None:
    made = make_questionnaire(cluster)
    training, part = question_of(made, "training"), made.parts.get(place=1)

    browser.post(f"{BASE}/questions/{training.pk}/move/", {"up": "1"})
    again = browser.post(f"{BASE}/questions/{training.pk}/move/", {"up": "1"}, follow=True)
    browser.post(f"{BASE}/parts/{part.pk}/move/", {"down": "1"})
    browser.post(f"{BASE}/questions/{training.pk}/remove/")
    unfrozen = browser.post(f"{BASE}/{made.pk}/revise/", follow=True)
    copied = browser.post(f"{BASE}/{made.pk}/copy/", {"title": "Copy"})
    browser.post(f"{BASE}/{made.pk}/put-away/")

    made.refresh_from_db()
    assert "There is nothing to change places with." in again.content.decode()
    assert "The next version has been begun already." in unfrozen.content.decode()
    assert [part.place for part in made.parts.all()] == [1, 2]
    assert made.is_put_away
    assert copied["Location"] == f"{BASE}/{Questionnaire.objects.latest('pk').pk}/"
    browser.post(f"{BASE}/{made.pk}/take-out/")
    assert Questionnaire.objects.get(pk=made.pk).is_put_away is False
