"""The pages about people and their posts."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import require
from raceme.foundation.paging import page_of
from raceme.foundation.tabular.writing import workbook
from raceme.members import queries, rules, verbs
from raceme.members.forms import (
    EndPostForm,
    EraseForm,
    NewPersonForm,
    NewPostForm,
    PeopleSearchForm,
    PersonForm,
    PostForm,
)
from raceme.members.models import Person
from raceme.members.queries.keeping import as_plain_values, sheets_about
from raceme.members.views.answering import answer, plain_form
from raceme.vocabulary.topics import label_of_topic

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def show_people(request: Request) -> HttpResponse:
    """List the people in the books, searched."""
    require(rules.may_see_people, request.actor)
    search = PeopleSearchForm(request.GET)
    search.is_valid()
    context = {
        "search": search,
        "page": page_of(request, queries.people_found(request.actor, **search.cleaned_data)),
        "has_any": queries.people_visible_to(request.actor).exists(),
        "may_edit": rules.may_edit(request.actor),
    }
    return render(request, "members/people.html", context)


@require_safe
def show_person(request: Request, pk: int) -> HttpResponse:
    """Show everything known about one person; of a merged record, the one that stays."""
    require(rules.may_see_people, request.actor)
    person = queries.person_numbered(request.actor, pk)
    if person is None:
        raise Http404
    if person.pk != pk:
        return go_to(request, "members:person", pk=person.pk)
    context = {
        "person": person,
        "topics": [label_of_topic(topic) for topic in person.topics],
        "posts": queries.posts_of(request.actor, person),
        "page": page_of(request, queries.parts_of(request.actor, person)),
        "may_edit": rules.may_edit(request.actor, person) and not person.is_erased,
        "may_erase": rules.may_erase(request.actor, person) and not person.is_erased,
    }
    return render(request, "members/person.html", context)


@require_http_methods(["GET", "POST"])
def enter_person(request: Request) -> HttpResponse:
    """Let the team enter somebody who belongs to no organisation in the books."""
    require(rules.may_edit, request.actor)
    form = PersonForm(request.POST or None)
    return answer(
        request,
        form,
        lambda: verbs.enter_person(**form.cleaned_data, by=request.actor, at=timezone.now()),
        then=lambda entered: go_to(request, "members:person", pk=entered.pk),
        context={},
        template="members/edit_person.html",
    )


@require_http_methods(["GET", "POST"])
def introduce_person(request: Request, pk: int) -> HttpResponse:
    """Let the team enter somebody who works in an organisation."""
    organisation = get_object_or_404(queries.organisations_visible_to(request.actor), pk=pk)
    require(rules.may_edit, request.actor, organisation)
    form = NewPersonForm(request.POST or None)
    return answer(
        request,
        form,
        lambda: verbs.introduce_person(
            organisation, post=form.post(), **form.person(), by=request.actor, at=timezone.now()
        ),
        then=lambda _entered: go_to(request, "members:detail", pk=pk),
        context={"organisation": organisation},
        template="members/edit_person.html",
    )


@require_http_methods(["GET", "POST"])
def describe_person(request: Request, pk: int) -> HttpResponse:
    """Let the team change what is known about a person."""
    person = _person(request, pk)
    require(rules.may_edit, request.actor, person)
    form = PersonForm(request.POST or None, instance=person)
    return answer(
        request,
        form,
        lambda: verbs.describe_person(
            person, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        then=lambda _described: go_to(request, "members:person", pk=pk),
        context={"person": person},
        template="members/edit_person.html",
    )


@require_http_methods(["GET", "POST"])
def erase_person(request: Request, pk: int) -> HttpResponse:
    """Let a manager forget who a person is, after showing what that means."""
    person = _person(request, pk)
    require(rules.may_erase, request.actor, person)
    form = EraseForm(request.POST or None, initial={"words": person.family_name})
    return answer(
        request,
        form,
        lambda: verbs.erase_person(
            person, also=form.cleaned_data["words"], by=request.actor, at=timezone.now()
        ),
        then=lambda _erased: go_to(request, "members:people", said=_("The person is erased.")),
        context={
            "person": person,
            "posts": queries.posts_of(request.actor, person),
            "contacts": queries.parts_of(request.actor, person).count(),
        },
        template="members/erase_person.html",
    )


@require_safe
def hand_out_person(request: Request, pk: int, kind: str) -> HttpResponse:
    """Hand out all that is kept on a person, as the law lets the person ask."""
    person = _person(request, pk)
    require(rules.may_edit, request.actor, person)
    sheets = sheets_about(request.actor, person)
    if kind == "json":
        answer_as_json = JsonResponse(
            as_plain_values(sheets), json_dumps_params={"indent": 2, "ensure_ascii": False}
        )
        return _named(answer_as_json, pk, kind)
    if kind == "xlsx":
        content = workbook(sheets, title=str(person), made_on=timezone.localdate())
        return _named(HttpResponse(content, content_type=XLSX), pk, kind)
    raise Http404


@require_http_methods(["GET", "POST"])
def give_post(request: Request, pk: int) -> HttpResponse:
    """Let the team write down what a person does in an organisation."""
    person = _person(request, pk)
    require(rules.may_edit, request.actor, person)
    form = NewPostForm(request.POST or None, actor=request.actor)
    return answer(
        request,
        form,
        lambda: verbs.give_post(person, **form.cleaned_data, by=request.actor, at=timezone.now()),
        then=lambda _given: go_to(request, "members:person", pk=pk),
        context=plain_form(
            _("Add a post"), over=str(person), back=("members:person", pk), request=request
        ),
    )


@require_http_methods(["GET", "POST"])
def describe_post(request: Request, pk: int) -> HttpResponse:
    """Let the team change what is known about a post."""
    post = get_object_or_404(queries.posts_visible_to(request.actor), pk=pk)
    require(rules.may_edit, request.actor, post)
    form = PostForm(request.POST or None, instance=post)
    return answer(
        request,
        form,
        lambda: verbs.describe_post(post, **form.cleaned_data, by=request.actor, at=timezone.now()),
        then=lambda _described: go_to(request, "members:person", pk=post.person_id),
        context=plain_form(
            _("Edit a post"),
            over=f"{post.person} · {post.organisation}",
            back=("members:person", post.person_id),
            request=request,
        ),
    )


@require_http_methods(["GET", "POST"])
def end_post(request: Request, pk: int) -> HttpResponse:
    """Let the team write down that a person has left a post."""
    post = get_object_or_404(queries.posts_visible_to(request.actor), pk=pk)
    require(rules.may_edit, request.actor, post)
    form = EndPostForm(request.POST or None, initial={"ended_on": timezone.localdate()})
    return answer(
        request,
        form,
        lambda: verbs.end_post(post, **form.cleaned_data, by=request.actor, at=timezone.now()),
        then=lambda _ended: go_to(request, "members:person", pk=post.person_id),
        context=plain_form(
            _("End a post"),
            over=f"{post.person} · {post.organisation}",
            back=("members:person", post.person_id),
            request=request,
            note=_("It stays in the history of the person and of the organisation."),
            button=_("End the post"),
        ),
    )


def _person(request: Request, pk: int) -> Person:
    """Find a person; for whoever may not see people, none is hidden behind a “not found”."""
    require(rules.may_see_people, request.actor)
    return get_object_or_404(queries.people_visible_to(request.actor), pk=pk)


def _named(response: HttpResponse, pk: int, kind: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="person-{pk}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response
