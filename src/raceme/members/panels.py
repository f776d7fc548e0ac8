"""What members tell on the line of time of an organisation."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.actor import Actor
from raceme.foundation.figures import money
from raceme.foundation.panels import Panel
from raceme.foundation.timeline import Entry, Source
from raceme.members import rules
from raceme.members.models import (
    LeavingReason,
    Membership,
    Organisation,
    Person,
    Post,
    Standing,
    Visit,
)
from raceme.members.queries import group_seats_of, posts_at, visits_with
from raceme.members.queries.lookalikes import merged_into_it, note_of
from raceme.members.words import BECAME, figures_in_words, reason_in_words, relation_in_words

LONGEST_NOTE = 400  # characters; the page of the contact shows all


def tell_periods(actor: Actor, organisation: Organisation) -> Iterator[Entry]:
    """Where it stood in the cluster, from one day to another."""
    shows_fees = rules.may_see_fees(actor, organisation)
    for period in organisation.memberships.all():
        text = str(BECAME[Standing(period.standing)])
        if period.starts_on is None:
            text = _("%(what)s, nobody knows when") % {"what": text}
        yield Entry(period.starts_on, text, note=_note_of_period(period, shows_fees))


def tell_visits(actor: Actor, organisation: Organisation) -> Iterator[Entry]:
    """Who talked with it and about what; that somebody did is no secret."""
    may_read = rules.may_see_people(actor, organisation)
    for visit in visits_with(organisation):
        kind = _first_large(visit.get_kind_display())
        if not may_read:
            yield Entry(visit.happened_on, kind)
            continue
        people = ", ".join(str(one.person) for one in visit.people.all())
        text = _("%(kind)s with %(people)s") % {"kind": kind, "people": people} if people else kind
        yield Entry(visit.happened_on, text, _note_of(visit), "members:visit", {"pk": visit.pk})


def tell_posts(actor: Actor, organisation: Organisation) -> Iterator[Entry]:
    """Who began and who ended to work there."""
    for post in posts_at(actor, organisation):
        to_person = ("members:person", {"pk": post.person_id})
        if post.starts_on is not None:
            yield Entry(post.starts_on, _post_begins(post), "", *to_person)
        if post.ended_on is not None:
            text = _("%(person)s works here no longer") % {"person": post.person}
            yield Entry(post.ended_on, text, "", *to_person)


def tell_figures(actor: Actor, organisation: Organisation) -> Iterator[Entry]:
    """Its figures, at the end of the year they are about."""
    currency = actor.cluster.currency if actor.cluster else "EUR"
    for figures in organisation.figures.all():
        text = _("Figures of %(year)s") % {"year": figures.year}
        yield Entry(date(figures.year, 12, 31), text, note=figures_in_words(figures, currency))


def tell_relations(actor: Actor, organisation: Organisation) -> Iterator[Entry]:
    """How it became tied to others."""
    ties = [
        *organisation.relations.select_related("organisation", "other"),
        *organisation.relations_to_it.select_related("organisation", "other"),
    ]
    for tie in ties:
        if tie.since is not None:
            text = _first_large(relation_in_words(tie, organisation))
            other = tie.other_id if tie.organisation_id == organisation.pk else tie.organisation_id
            yield Entry(tie.since, text, tie.note, "members:detail", {"pk": other})


def merged_records(request: HttpRequest, organisation: Organisation) -> Panel | None:
    """Records that turned out to mean the same organisation, with the way to their history."""
    merged = [(one, note_of(one)) for one in merged_into_it(organisation)]
    return _of_merged(merged, "members:merged")


def merged_people(request: HttpRequest, person: Person) -> Panel | None:
    """Records that turned out to mean the same person, with the way to their history."""
    merged = [(one, one.email) for one in merged_into_it(person)]
    return None if person.is_erased else _of_merged(merged, "members:merged_person")


def _of_merged(merged: Sequence[tuple[object, str]], page: str) -> Panel | None:
    context = {"merged": merged, "page": page}
    return Panel("members/parts/merged_records.html", context) if merged else None


def tell_groups(actor: Actor, organisation: Organisation) -> Iterator[Entry]:
    """When it took a seat in a group or a committee, and when it left it."""
    for seat in group_seats_of(actor, organisation):
        to_group = ("members:group", {"pk": seat.group_id})
        if seat.since is not None:
            text = _("Took a seat in %(group)s") % {"group": seat.group}
            yield Entry(seat.since, text, str(seat.get_role_display()), *to_group)
        if seat.until is not None:
            text = _("Left %(group)s") % {"group": seat.group}
            yield Entry(seat.until, text, "", *to_group)


TIMELINE = (
    Source("membership", gettext_lazy("Membership"), "users", tell_periods),
    Source("contact", gettext_lazy("Contacts"), "messages", tell_visits, is_taking_part=True),
    Source("people", gettext_lazy("People"), "address-book", tell_posts),
    Source("group", gettext_lazy("Groups and committees"), "users-group", tell_groups),
    Source("figures", gettext_lazy("Figures"), "chart-bar", tell_figures),
    Source("relation", gettext_lazy("Relations"), "arrows-exchange", tell_relations),
)


def _note_of_period(period: Membership, shows_fees: bool) -> str:
    parts = [period.note]
    if period.reason in LeavingReason.values:
        parts.insert(0, _("Reason: %(reason)s") % {"reason": reason_in_words(period.reason)})
    if shows_fees and period.fee_eur is not None:
        parts.append(_("Yearly fee: %(money)s") % {"money": money(period.fee_eur)})
    return ". ".join(filter(None, parts))


def _note_of(visit: Visit) -> str:
    note = visit.note
    if len(note) > LONGEST_NOTE:
        note = f"{note[:LONGEST_NOTE].rsplit(' ', 1)[0]} …"
    if not visit.next_step:
        return note
    words = _("Next step: %(step)s") if visit.next_done_at is None else _("Done: %(step)s")
    return "\n".join(filter(None, [note, words % {"step": visit.next_step}]))


def _post_begins(post: Post) -> str:
    if not post.function:
        return _("%(person)s works here") % {"person": post.person}
    return _("%(person)s works here as %(function)s") % {
        "person": post.person,
        "function": post.function,
    }


def _first_large(text: str) -> str:
    return text[:1].upper() + text[1:]
