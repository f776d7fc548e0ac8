"""Filling in a questionnaire, page by page: the same for members and for advisers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import override

from raceme.access.actor import Actor
from raceme.access.http import Request
from raceme.needs.forms.answering import Asked, PageForm
from raceme.needs.models import Answer, Part, Question, Response
from raceme.needs.queries.course import (
    Leaf,
    answers_of,
    leaves_of,
    leaves_shown,
    still_missing,
)
from raceme.needs.queries.last import LastWord, last_words
from raceme.needs.queries.wording import title_of_part
from raceme.needs.verbs import answers as verbs
from raceme.needs.words import filled, words_in


@dataclass(frozen=True)
class Filling:
    """Who fills in which sheet, and where the pages of it are."""

    response: Response
    actor: Actor
    template: str
    address_of_part: Callable[[Part], str]
    address_of_review: str
    address_to_leave: str
    with_notes: bool = False

    @property
    def language(self) -> str:
        return self.response.language or self.response.questionnaire.language

    def words(self) -> dict[str, str]:
        questionnaire = self.response.questionnaire
        return words_in(self.language, questionnaire.words, questionnaire.languages)


@dataclass(frozen=True)
class Standing:
    """Where somebody is in the questionnaire: the page, those around it, and the answers so far."""

    leaves: list[Leaf]
    place: int
    answers: dict[int, Answer]

    @property
    def leaf(self) -> Leaf:
        return self.leaves[self.place]

    @property
    def before(self) -> Part | None:
        return self.leaves[self.place - 1].part if self.place else None

    @property
    def after(self) -> Part | None:
        rest = self.leaves[self.place + 1 :]
        return rest[0].part if rest else None


@dataclass(frozen=True)
class Slot:
    """The place of a question on its page; empty while an answer given there hides it."""

    number: int
    asked: Asked | None
    has_moved: bool  # it came or went by what was just saved


@dataclass(frozen=True)
class Saved:
    """A page that was just saved: what was sent, and the course before and after."""

    form: PageForm
    here: Standing
    now: Standing
    last: dict[int, LastWord]


def fill_part(request: Request, filling: Filling, part: int) -> HttpResponse:
    """Show a page of the questionnaire, and keep what is answered on it."""
    here = _standing(filling.response, part)
    last = last_words(filling.response)
    if request.method != "POST":
        return _page(request, filling, here, _form(filling, here, last))
    form = _form(filling, here, last, request)
    form.is_valid()
    verbs.save_answers(filling.response, form.given(), by=filling.actor, at=timezone.now())
    now = _standing(filling.response, part)
    if request.htmx:
        complaints = [str(text) for texts in form.errors.values() for text in texts]
        fresh = _form(filling, now, last)
        return _page(request, filling, now, fresh, saved_from=here, complaints=complaints)
    return _led_on(request, filling, Saved(form, here, now, last))


def part_to_go_on(response: Response) -> Part | None:
    """Give the page on which somebody stopped; None if all is through, or sent already.

    What was left open before that page was passed over on purpose; the review names it.
    """
    if response.is_submitted:
        return None
    answers = answers_of(response)
    leaves = leaves_shown(leaves_of(response.questionnaire), answers)
    given = {number for number, answer in answers.items() if answer.is_given}
    touched = [
        place
        for place, leaf in enumerate(leaves)
        if any(question.pk in given for question in leaf.questions)
    ]
    if not touched:
        return leaves[0].part if leaves else None
    last = leaves[touched[-1]]
    if any(question.pk not in given for question in last.questions):
        return last.part
    rest = leaves[touched[-1] + 1 :]
    return rest[0].part if rest else None


def _standing(response: Response, part: int) -> Standing:
    answers = answers_of(response)
    leaves = leaves_shown(leaves_of(response.questionnaire), answers)
    place = next((place for place, leaf in enumerate(leaves) if leaf.part.pk == part), None)
    if place is None:
        raise Http404
    return Standing(leaves, place, answers)


def _form(
    filling: Filling, here: Standing, last: dict[int, LastWord], request: Request | None = None
) -> PageForm:
    return PageForm(
        None if request is None else request.POST,
        leaf=here.leaf,
        answers=here.answers,
        last=last,
        words=filling.words(),
        language=filling.language,
        with_notes=filling.with_notes,
    )


def _led_on(request: Request, filling: Filling, saved: Saved) -> HttpResponse:
    """Lead on from a page that was saved: to where its button points, or back to what is wrong."""
    wish = request.POST.get("go", "next")
    this_page = filling.address_of_part(saved.here.leaf.part)
    if "language" in request.POST:
        language, now = request.POST["language"], timezone.now()
        verbs.speak_language(filling.response, language=language, by=filling.actor, at=now)
        return redirect(this_page)
    if wish.startswith("same-"):
        question = _take_over(filling, saved, wish.removeprefix("same-"))
        return redirect(f"{this_page}#q{question.pk}")
    if saved.form.errors:
        return _page(request, filling, saved.now, saved.form)
    if wish in {"back", "later"}:
        return redirect(_way_back(filling, saved, wish))
    return _onwards(request, filling, saved, wish)


def _way_back(filling: Filling, saved: Saved, wish: str) -> str:
    before = saved.now.before
    if wish == "back" and before is not None:
        return filling.address_of_part(before)
    return f"{filling.address_to_leave}?saved=1" if wish == "later" else filling.address_to_leave


def _onwards(request: Request, filling: Filling, saved: Saved, wish: str) -> HttpResponse:
    """Lead to the next page, unless something on this one must be answered first."""
    now = saved.now
    known = {question.pk for question in saved.here.leaf.questions}
    new = [question for question in now.leaf.questions if question.pk not in known]
    if new:
        # Without script, a question to which this page itself has led is asked only now.
        return redirect(f"{filling.address_of_part(now.leaf.part)}?more=1#q{new[0].pk}")
    missing = still_missing([now.leaf], now.answers)
    if missing:
        saved.form.refuse_what_is_missing(missing)
        return _page(request, filling, now, saved.form)
    if wish == "review" or now.after is None:
        return redirect(filling.address_of_review)
    return redirect(filling.address_of_part(now.after))


def _take_over(filling: Filling, saved: Saved, wish: str) -> Question:
    """Answer a question as the last time, because somebody said that it is still the same."""
    here, last = saved.now, saved.last
    question = next((one for one in here.leaf.questions if str(one.pk) == wish), None)
    if question is None or question.pk not in last:
        raise Http404
    known = here.answers.get(question.pk)
    given = _same_as(last[question.pk], "" if known is None else known.note)
    verbs.save_answers(filling.response, {question: given}, by=filling.actor, at=timezone.now())
    return question


def _same_as(last: LastWord, note: str) -> verbs.Given:
    answer = last.answer
    if answer is None:
        return verbs.Given(importance=last.importance, satisfaction=last.satisfaction, note=note)
    return verbs.Given(
        degree=answer.degree,
        is_yes=answer.is_yes,
        chosen=tuple(code for code in answer.chosen if code in answer.question.answer_codes),
        number=answer.number,
        text=answer.text,
        note=note,
    )


def _page(
    request: Request,
    filling: Filling,
    here: Standing,
    form: PageForm,
    *,
    saved_from: Standing | None = None,
    complaints: Sequence[str] = (),
) -> HttpResponse:
    """Show a page; to htmx it says which questions came or went since it was `saved_from`."""
    questionnaire, part = filling.response.questionnaire, here.leaf.part
    context = {
        "response": filling.response,
        "questionnaire": questionnaire,
        "whose": questionnaire.cluster,
        "form": form,
        "words": form.words,
        "part": part,
        "heading": title_of_part(part, filling.language),
        "introduction": questionnaire.said(part.introduction, filling.language),
        "step": filled(form.words["step"], number=here.place + 1, count=len(here.leaves)),
        "share": here.place / len(here.leaves),
        "slots": _slots(form, here, saved_from),
        "is_last": here.after is None,
        "language": filling.language,
        "languages": questionnaire.languages,
        "address_to_leave": filling.address_to_leave,
        "more_asked": "more" in request.GET,
        "is_saved": saved_from is not None,
        "complaints": complaints,
    }
    with override(filling.language):
        status = 422 if form.errors else 200
        answer = render(request, filling.template, context, status=status)
    answer["Content-Language"] = filling.language
    return answer


def _slots(form: PageForm, here: Standing, saved_from: Standing | None) -> list[Slot]:
    """Give a place to every question of the page, also to those that are not asked now."""
    asked = {one.question.pk: one for one in form.asked()}
    before = None if saved_from is None else {one.pk for one in saved_from.leaf.questions}
    return [
        Slot(
            number=question.pk,
            asked=asked.get(question.pk),
            has_moved=before is not None and (question.pk in before) != (question.pk in asked),
        )
        for question in here.leaf.part.questions.order_by("place", "pk")
    ]
