"""The pages about needs: by topic, record by record, and member by member."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import REFUSALS, Refused, require, show_refusal
from raceme.foundation.exporting import KINDS, download
from raceme.foundation.paging import PAGE_SIZE, page_of
from raceme.foundation.tabular.writing import Sheet
from raceme.members.queries import members_of, organisations_visible_to
from raceme.needs import queries, rules, verbs
from raceme.needs.documents.tables import (
    sheet_of_members,
    sheet_of_needs,
    sheet_of_topics,
)
from raceme.needs.forms.needs import (
    MemberSearchForm,
    NeedForm,
    SearchForm,
    SheetForm,
    TopicSearchForm,
)
from raceme.needs.models import Need
from raceme.needs.queries import TopicAsked
from raceme.vocabulary.topics import code_of_topic, label_of_topic, topic_named, topics

# How the overview is sorted. What is unknown comes last.
SORTS: dict[str, Callable[[TopicAsked], tuple[float, ...]]] = {
    "asking": lambda asked: (-asked.asking, -asked.importance),
    "importance": lambda asked: (-asked.importance, -asked.asking),
    "satisfaction": lambda asked: (
        float("inf") if asked.satisfaction is None else asked.satisfaction,
        -asked.importance,
    ),
    "module": lambda asked: (
        float("inf") if asked.module is None else asked.module.number,
        -asked.asking,
    ),
}


@require_safe
def show_topics(request: Request) -> HttpResponse:
    """Show what members need, topic by topic."""
    search = TopicSearchForm(request.GET)
    search.is_valid()
    everything = queries.topics_asked_for(request.actor)
    found = _topics_found(everything, **search.cleaned_data)
    context = {
        "search": search,
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "has_any": bool(everything),
        "topics_asked": sum(asked.asking > 0 for asked in everything),
        "responding": queries.responding_members(request.actor).count(),
        "members": members_of(request.actor).count(),
        "words": queries.needs_in_force(request.actor).count(),
        "important_from": queries.IMPORTANT_FROM,
        "may_record": rules.may_record(request.actor),
    }
    return render(request, "needs/topics.html", context)


@require_safe
def show_topic(request: Request, topic: str) -> HttpResponse:
    """Show who asks for one topic, the most urgent first."""
    if topic_named(topic) is None:
        spoken_on = queries.needs_visible_to(request.actor).filter(topic=topic)
        if not spoken_on.exists():
            raise Http404
    context = {
        "topic": topic,
        "label": label_of_topic(topic),
        "known": topic_named(topic),
        "asked": queries.topic_asked_for(request.actor, topic),
        "page": page_of(request, queries.latest_needs_on(request.actor, topic)),
        "important_from": queries.IMPORTANT_FROM,
        "may_record": rules.may_record(request.actor),
    }
    return render(request, "needs/topic.html", context)


@require_safe
def show_needs(request: Request) -> HttpResponse:
    """List the records, one word of one member a row."""
    search, found = _needs_found(request)
    context = {
        "search": search,
        "page": page_of(request, found),
        "has_any": queries.needs_visible_to(request.actor).exists(),
        "organisation": search.cleaned_data.get("organisation"),
        "suggested": _suggested(request),
        "may_record": rules.may_record(request.actor),
    }
    return render(request, "needs/list.html", context)


@require_safe
def download_topics(request: Request, kind: str) -> HttpResponse:
    """Hand out what members ask for as it is shown, as a file."""
    search = TopicSearchForm(request.GET)
    search.is_valid()
    found = _topics_found(queries.topics_asked_for(request.actor), **search.cleaned_data)
    return _file(sheet_of_topics(found), kind, "needs-by-topic")


@require_safe
def download_needs(request: Request, kind: str) -> HttpResponse:
    """Hand out the records as the list shows them, as a file."""
    _search, found = _needs_found(request)
    with_notes = rules.may_read_answers(request.actor)
    return _file(sheet_of_needs(found, with_notes=with_notes), kind, "needs")


@require_safe
def download_members(request: Request, kind: str) -> HttpResponse:
    """Hand out who has said what it needs as the list shows it, as a file."""
    search = MemberSearchForm(request.GET)
    search.is_valid()
    found = queries.members_with_words(request.actor, **search.cleaned_data)
    return _file(sheet_of_members(found), kind, "needs-by-member")


@require_safe
def show_members(request: Request) -> HttpResponse:
    """List the members and whether they have said what they need."""
    search = MemberSearchForm(request.GET)
    search.is_valid()
    found = queries.members_with_words(request.actor, **search.cleaned_data)
    context = {
        "search": search,
        "page": page_of(request, found),
        "has_any": members_of(request.actor).exists(),
        "may_record": rules.may_record(request.actor),
    }
    return render(request, "needs/members.html", context)


@require_safe
def show_need(request: Request, pk: int) -> HttpResponse:
    """Show one record and what was done to it."""
    need = get_object_or_404(queries.needs_visible_to(request.actor), pk=pk)
    context = {
        "need": need,
        "acts": queries.acts_on(request.actor, need),
        "may_record": rules.may_record(request.actor, need),
        "may_read_answers": rules.may_read_answers(request.actor, need),
    }
    return render(request, "needs/detail.html", context)


@require_http_methods(["GET", "POST"])
def record_need(request: Request) -> HttpResponse:
    """Let the team record one need of one member."""
    require(rules.may_record, request.actor)
    initial = {
        "recorded_on": timezone.localdate(),
        "organisation": request.GET.get("organisation"),
        "topic": request.GET.get("topic", ""),
    }
    own = queries.own_topics(request.actor)
    form = NeedForm(
        request.POST or None, members=members_of(request.actor), own=own, initial=initial
    )
    if form.is_valid():
        try:
            need = verbs.record_need(**form.values(), by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "needs:detail", pk=need.pk)
    context = {"form": form, "suggested": _suggested(request)}
    return render(request, "needs/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def correct_need(request: Request, pk: int) -> HttpResponse:
    """Let the team put right what was recorded wrongly."""
    need = get_object_or_404(queries.needs_visible_to(request.actor), pk=pk)
    require(rules.may_record, request.actor, need)
    members = members_of(request.actor) | organisations_visible_to(request.actor).filter(
        pk=need.organisation_id
    )
    own = queries.own_topics(request.actor)
    form = NeedForm(request.POST or None, instance=need, members=members, own=own)
    if form.is_valid():
        try:
            verbs.correct_need(need, **form.values(), by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "needs:detail", pk=pk)
    context = {"form": form, "need": need, "suggested": _suggested(request)}
    return render(request, "needs/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def record_needs(request: Request, pk: int) -> HttpResponse:
    """Let the team record all needs of one member on one sheet."""
    organisation = get_object_or_404(organisations_visible_to(request.actor), pk=pk)
    require(rules.may_record, request.actor, organisation)
    last = list(queries.latest_needs_of(request.actor, organisation))
    initial = {"recorded_on": timezone.localdate(), "source": Need.Source.INTERVIEW}
    used = queries.own_topics(request.actor)
    form = SheetForm(request.POST or None, last=last, used=used, initial=initial)
    if form.is_valid():
        words = [
            verbs.Word(
                organisation=organisation,
                topic=answer.topic,
                importance=answer.importance,
                satisfaction=answer.satisfaction,
                recorded_on=form.cleaned_data["recorded_on"],
                source=form.cleaned_data["source"],
            )
            for answer in form.answers()
        ]
        try:
            recorded = verbs.record_needs(words, by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            said = ngettext(
                "%(number)s need is recorded.", "%(number)s needs are recorded.", len(recorded)
            )
            messages.success(request, said % {"number": len(recorded)})
            return go_to(request, "members:detail", pk=pk)
    context = {"form": form, "organisation": organisation, "suggested": _suggested(request)}
    return render(request, "needs/sheet.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw_need(request: Request, pk: int) -> HttpResponse:
    """Let a record count no longer."""
    need = get_object_or_404(queries.needs_visible_to(request.actor), pk=pk)
    try:
        verbs.withdraw_need(need, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "needs:detail", pk=pk)


@require_POST
def restore_need(request: Request, pk: int) -> HttpResponse:
    """Let a withdrawn record count again."""
    need = get_object_or_404(queries.needs_visible_to(request.actor), pk=pk)
    verbs.restore_need(need, by=request.actor, at=timezone.now())
    return go_to(request, "needs:detail", pk=pk)


def _topics_found(
    everything: list[TopicAsked], *, text: str = "", module: str = "", sort: str = ""
) -> list[TopicAsked]:
    called = set(queries.topics_called(text, (asked.topic for asked in everything)))
    found = [
        asked
        for asked in everything
        if asked.topic in called
        and (not module or (asked.module is not None and asked.module.code == module))
    ]
    return sorted(found, key=SORTS.get(sort, SORTS["asking"]))


def _needs_found(request: Request) -> tuple[SearchForm, QuerySet[Need]]:
    """Give the records that the address asks for."""
    search = SearchForm(request.GET, organisations=organisations_visible_to(request.actor))
    search.is_valid()
    wanted = dict(search.cleaned_data)
    rows = {
        "latest": queries.latest_needs,
        "everything": queries.needs_visible_to,
    }.get(wanted.pop("show", ""), queries.needs_in_force)
    wanted["topic"] = code_of_topic(wanted.get("topic", ""))
    in_notes = rules.may_read_answers(request.actor)
    return search, queries.found_among(rows(request.actor), in_notes=in_notes, **wanted)


def _file(sheet: Sheet, kind: str, name: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    today = timezone.localdate()
    return download(sheet, kind, file_name=name, title=sheet.name, made_on=today)


def _suggested(request: Request) -> list[str]:
    """Give the topics that a field suggests: those of the vocabulary, then our own."""
    return [*(topic.label for topic in topics()), *queries.own_topics(request.actor)]
