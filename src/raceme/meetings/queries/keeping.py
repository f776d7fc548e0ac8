"""What matchmaking keeps on a person, to be handed out to that person."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation.tabular.values import Cell
from raceme.foundation.tabular.writing import Heading, Sheet, Style
from raceme.meetings.models import Profile
from raceme.meetings.queries.asking import requests_visible_to
from raceme.meetings.queries.choices import labels_of_topics, name_of_country
from raceme.meetings.queries.joining import guests_visible_to
from raceme.meetings.queries.meetings import meetings_visible_to
from raceme.meetings.queries.profiles import profiles_visible_to
from raceme.members.models import Person


def sheets_on_person(actor: Actor, person: Person) -> list[Sheet]:
    """Give profiles, requests and meetings; nothing of what there is none."""
    mine = Q(registration__person=person) | Q(registration__person__merged_into=person)
    if person.email:
        mine |= Q(registration__email__iexact=person.email)
    profiles = list(profiles_visible_to(actor).filter(mine))
    numbers = [one.pk for one in profiles]
    sheets = (_profiles(profiles), _requests(actor, numbers), _meetings(actor, numbers))
    return [sheet for sheet in sheets if sheet.rows]


def _profiles(profiles: list[Profile]) -> Sheet:
    rows: list[tuple[Cell, ...]] = [
        (
            str(one.registration.event),
            one.headline,
            one.description,
            ", ".join(labels_of_topics(one.offers)),
            one.offer_text,
            ", ".join(labels_of_topics(one.seeks)),
            one.request_text,
            name_of_country(one.country),
            one.website,
        )
        for one in profiles
    ]
    headings = (
        *(Heading(_("Event")), Heading(_("in one line")), Heading(_("Description"))),
        *(Heading(_("topics offered")), Heading(_("what is offered"))),
        *(Heading(_("topics looked for")), Heading(_("what is looked for"))),
        *(Heading(_("country")), Heading(_("website"))),
    )
    return Sheet(_("Profiles for meetings"), headings, rows)


def _requests(actor: Actor, numbers: list[int]) -> Sheet:
    found = requests_visible_to(actor).filter(Q(asking__in=numbers) | Q(asked__in=numbers))
    rows: list[tuple[Cell, ...]] = [
        (
            timezone.localdate(one.asked_at),
            str(one.matchmaking),
            str(one),
            one.message,
            str(one.get_state_display()),
        )
        for one in found
    ]
    joins = guests_visible_to(actor).filter(profile__in=numbers).order_by("asked_at", "pk")
    rows += [
        (
            timezone.localdate(one.asked_at),
            str(one.request.matchmaking),
            str(one),
            one.message,
            str(one.get_state_display()),
        )
        for one in joins
    ]
    headings = (
        *(Heading(_("Day"), Style.DATE), Heading(_("Event")), Heading(_("Request"))),
        *(Heading(_("Message")), Heading(_("State"))),
    )
    return Sheet(_("Requests for meetings"), headings, rows)


def _meetings(actor: Actor, numbers: list[int]) -> Sheet:
    found = meetings_visible_to(actor).filter(participations__profile__in=numbers).distinct()
    rows: list[tuple[Cell, ...]] = []
    for meeting in found:
        own = [one for one in meeting.participations.all() if one.profile_id in numbers]
        for one in own:
            rows.append(
                (
                    timezone.localdate(meeting.starts_at),
                    str(meeting.matchmaking),
                    str(meeting),
                    str(meeting.get_state_display()),
                    one.rating,
                    one.note,
                )
            )
    headings = (
        *(Heading(_("Day"), Style.DATE), Heading(_("Event")), Heading(_("Meeting"))),
        *(Heading(_("State")), Heading(_("Rating"), Style.WHOLE), Heading(_("own note"))),
    )
    return Sheet(_("Meetings at events"), headings, rows)
