"""The pages of matchmaking behind a personal link: who comes, and who one is."""

from collections.abc import Callable, Mapping
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, saved
from raceme.events.views.attending import Visit, by_link, page_of_visit
from raceme.foundation.errors import REFUSALS, sentences_of
from raceme.foundation.filters import chips_of
from raceme.foundation.paging import page_of
from raceme.meetings.documents.calendar import calendar_of_meetings
from raceme.meetings.forms.participants import AbsencesForm, AskForm, PeopleSearch, ProfileForm
from raceme.meetings.models import Preference, Profile
from raceme.meetings.queries.asking import (
    have_met,
    profiles_shown_to,
    request_between,
    why_not_to_ask,
)
from raceme.meetings.queries.choices import labels_of_topics
from raceme.meetings.queries.joining import waiting_count
from raceme.meetings.queries.meetings import meetings_of
from raceme.meetings.queries.preferences import preferences_of
from raceme.meetings.queries.profiles import have_agreed, is_seen, profile_of, read_contact
from raceme.meetings.queries.searching import profiles_found, what_fits
from raceme.meetings.queries.slots import blocks_of, slots_in
from raceme.meetings.queries.times import FreeTime, free_times
from raceme.meetings.verbs import preferences, profiles, requests

View = Callable[..., HttpResponse]


def as_participant(view: View) -> View:
    """Find the profile of whoever came by a link; without matchmaking there is no such page."""

    @wraps(view)
    @by_link
    def with_profile(request: Request, visit: Visit, **values: object) -> HttpResponse:
        profile = profile_of(visit.registration)
        if profile is None:
            raise Http404
        return view(request, visit, profile, **values)

    return with_profile


def address_in(visit: Visit, page: str, **values: object) -> str:
    """Give the address of another page of matchmaking behind the same link."""
    return reverse(f"meeting:{page}", kwargs={"secret": visit.secret, **values})


def page_of_profile(
    request: Request,
    visit: Visit,
    profile: Profile,
    template: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    """Show a page of matchmaking, with what all of them show: what waits, whether one is seen."""
    shared = {
        "profile": profile,
        "matchmaking": profile.matchmaking,
        "is_seen": is_seen(profile),
        "waiting": waiting_count(profile),
        "takes_requests": profile.matchmaking.takes_requests(timezone.now()),
    }
    return page_of_visit(request, visit, template, {**shared, **context}, status=status)


@require_safe
@as_participant
def show_people(request: Request, visit: Visit, profile: Profile) -> HttpResponse:
    """List who comes and wants to be seen, with what fits."""
    quotas = profile.matchmaking.event.quotas.all()
    search = PeopleSearch(request.GET, kinds=[(one.pk, str(one)) for one in quotas])
    everybody = profiles_shown_to(profile)
    rows = page_of(request, profiles_found(everybody, search.wanted(), for_whom=profile), size=30)
    said = preferences_of(profile)
    context = {
        "search": search,
        "page": rows,
        "rows": [(one, what_fits(profile, one), said.get(one.pk, "")) for one in rows],
        "chips": chips_of(search, request.GET) if search.is_valid() else [],
        "has_any": everybody.exists(),
        "tab": "people",
    }
    return page_of_profile(request, visit, profile, "meeting/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@as_participant
def show_person(request: Request, visit: Visit, profile: Profile, pk: int) -> HttpResponse:
    """Show what somebody offers and looks for, and ask for a meeting."""
    other = _person(profile, pk)
    standing = request_between(profile, other)
    why_not = None if standing is not None else why_not_to_ask(profile, other)
    free = _free(profile, other) if why_not is None and standing is None else []
    fits = what_fits(profile, other)
    topics = list(dict.fromkeys([*other.offers, *other.seeks]))
    form = AskForm(
        request.POST if request.method == "POST" else None,
        topics=list(zip(topics, labels_of_topics(topics), strict=True)),
        free=free,
        have_met=have_met(profile, other),
    )

    def act() -> None:
        requests.ask(profile, other, **form.values(), by=visit.actor, at=timezone.now())

    if request.method == "POST" and saved(form, act):
        messages.success(request, _("Asked. We write to you as soon as there is an answer."))
        return redirect(address_in(visit, "inbox"))
    context = {
        "other": other,
        "form": form,
        "fits": fits,
        "standing": standing,
        "why_not": why_not,
        "contact": read_contact(profile, other),
        "preference": preferences_of(profile).get(other.pk, ""),
        "degrees": Preference.Degree.choices,
        "tab": "people",
    }
    status = 422 if form.errors else 200
    return page_of_profile(request, visit, profile, "meeting/person.html", context, status=status)


@require_POST
@as_participant
def prefer(request: Request, visit: Visit, profile: Profile, pk: int) -> HttpResponse:
    """Say how much one wants to meet somebody, or take it back."""
    degree = request.POST.get("degree", "")
    if degree and degree not in Preference.Degree.values:
        raise Http404
    other = _person(profile, pk)
    try:
        preferences.prefer(profile, other, degree or None, by=visit.actor, at=timezone.now())
    except REFUSALS as refusal:
        for sentence in sentences_of(refusal):
            messages.error(request, sentence)
    else:
        messages.success(request, _("Saved."))
    return redirect(address_in(visit, "person", pk=pk))


@require_POST
@as_participant
def note_already_met(request: Request, visit: Visit, profile: Profile, pk: int) -> HttpResponse:
    """Say that one knows somebody already, so that no schedule brings them together."""
    other = _person(profile, pk)
    preferences.note_already_met(profile, other, by=visit.actor, at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect(address_in(visit, "person", pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
@as_participant
def write_profile(request: Request, visit: Visit, profile: Profile) -> HttpResponse:
    """Let somebody say what they offer and look for."""
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=profile)

    def act() -> None:
        profiles.write_profile(profile, **form.cleaned_data, by=visit.actor, at=timezone.now())

    if saved(form, act):
        messages.success(request, _("Saved."))
        return redirect(address_in(visit, "people"))
    context = {"form": form, "tab": "profile"}
    status = 422 if form.errors else 200
    return page_of_profile(request, visit, profile, "meeting/profile.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@as_participant
def say_absences(request: Request, visit: Visit, profile: Profile) -> HttpResponse:
    """Let somebody say in which slots they cannot meet."""
    form = AbsencesForm(
        request.POST if request.method == "POST" else None,
        slots=slots_in(blocks_of(profile.matchmaking)),
        absences=profile.absences.all(),
    )

    def act() -> None:
        profiles.be_absent(profile, form.spans(), by=visit.actor, at=timezone.now())

    if saved(form, act):
        messages.success(request, _("Saved."))
        return redirect(address_in(visit, "timetable"))
    context = {"form": form, "tab": "timetable"}
    status = 422 if form.errors else 200
    return page_of_profile(request, visit, profile, "meeting/absences.html", context, status=status)


@require_safe
@as_participant
def calendar(_request: Request, _visit: Visit, profile: Profile) -> HttpResponse:
    """Hand out the meetings of somebody for a calendar: a file, or a feed that is asked again."""
    content = calendar_of_meetings(profile, meetings_of(profile), made_at=timezone.now())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    name = f"{profile.matchmaking.event.code}-meetings.ics"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _person(profile: Profile, pk: int) -> Profile:
    """Find somebody whom a participant sees, or has agreed to meet."""
    seen = profiles_shown_to(profile).filter(pk=pk).first()
    if seen is not None:
        return seen
    other = get_object_or_404(
        Profile.objects.select_related("matchmaking", "registration__event__cluster"),
        pk=pk,
        matchmaking=profile.matchmaking_id,
    )
    if not have_agreed(profile, other):
        raise Http404
    return other


def _free(profile: Profile, other: Profile) -> list[FreeTime]:
    """Where people pick times: when both are free."""
    if not profile.matchmaking.is_picked:
        return []
    return free_times([profile, other], at=timezone.now())
