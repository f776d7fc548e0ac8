"""Rows and values of the core, from one into the other: what rows say, its check asks for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from raceme.cores.scheduling.check import faults_of
from raceme.cores.scheduling.values import Limit, Rule, Wish
from raceme.meetings.bridge.board import choices_for
from raceme.meetings.bridge.event import event_of, placed_in, with_locks
from raceme.meetings.models import Preference
from raceme.meetings.queries.board import floor_of, placings_of
from raceme.meetings.verbs.day import close_slot_now, mark_absent
from raceme.meetings.verbs.places import close_place_for_a_while, describe_place, settle_walks
from raceme.meetings.verbs.profiles import be_absent, set_targets, share_timetable
from tests.factories import NOW
from tests.meetings.floor import Fair

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def fair(cluster):
    return Fair(cluster)


def event(fair):
    return event_of(floor_of(fair.matchmaking), now=NOW)


def participant(fair, name):
    pk = str(fair.people[name].pk)
    return next(one for one in event(fair).participants if one.id == pk)


def test_absences_limits_and_wishes_reach_the_core(fair):
    ann, ben = fair.people["Ann"], fair.people["Ben"]
    fair.ask("AB", priority=3)
    slot = fair.slot(2)
    be_absent(ann, [(slot.starts_at, slot.ends_at)], by=fair.system, at=NOW)
    set_targets(ann, least=1, most=2, rest_after=3, by=fair.system, at=NOW)
    facts = {"cluster": fair.cluster, "of": ann, "about": ben, "said_at": NOW}
    Preference.objects.create(**facts, degree="must")

    found, (request,) = participant(fair, "Ann"), event(fair).requests

    assert [(one.starts, one.ends) for one in found.absent] == [(slot.starts_at, slot.ends_at)]
    assert found.limits == (Limit(least=1, most=2),)
    assert found.rest_after == 3
    assert (request.priority, dict(request.wishes)) == (3, {str(ann.pk): Wish.MUST})


def test_colleagues_who_share_a_timetable_are_one_and_gone_only_together(fair):
    ann, ben = fair.people["Ann"], fair.people["Ben"]
    share_timetable(ben, ann, by=fair.system, at=NOW)
    mark_absent(ann, by=fair.system, at=NOW)

    one_left = participant(fair, "Ann")
    mark_absent(ben, by=fair.system, at=NOW)

    assert one_left.delegates == (str(ben.pk),)
    assert one_left.absent == ()
    assert len(participant(fair, "Ann").absent) == 1


def test_hosts_closed_hours_and_ways_are_kept_by_a_computed_schedule(fair):
    fair.ask("AB", "CD", "AC")
    first, second = fair.places
    slot = fair.slot(1)
    describe_place(first, host=fair.people["Ann"], area="North", by=fair.system, at=NOW)
    describe_place(second, area="South", by=fair.system, at=NOW)
    settle_walks(fair.matchmaking, [("North", "South", 10)], by=fair.system, at=NOW)
    times = {"starts_at": slot.starts_at, "ends_at": slot.ends_at}
    close_place_for_a_while(second, **times, by=fair.system, at=NOW)

    rows = placings_of(fair.compute())

    its = {pair: rows[one.pk] for pair, one in fair.requests.items()}
    assert [its[pair].place for pair in ("AB", "AC", "CD")] == [first.pk, first.pk, second.pk]
    assert its["CD"].number > 1
    # Cleo walks ten minutes between her meetings, and a pause is five: not one right after another.
    assert abs(its["AC"].number - its["CD"].number) > 1
    assert faults_of(event(fair), placed_in(event(fair), rows.values())) == ()


def test_a_lock_that_became_impossible_falls_and_the_others_stay(fair):
    fair.ask("AB", "CD")
    rows = placings_of(fair.compute())
    mark_absent(fair.people["Ann"], by=fair.system, at=NOW)

    locked = with_locks(event(fair), rows.values())

    assert [one.request for one in locked.locks] == [str(fair.requests["CD"].pk)]


def test_of_two_locks_in_one_anothers_way_one_stays(fair):
    fair.ask("AB", "AC")
    one = placings_of(fair.compute())[fair.requests["AB"].pk]
    place = next(its.pk for its in fair.places if its.pk != one.place)
    other = replace(one, request=fair.requests["AC"].pk, place=place)

    locked = with_locks(event(fair), [one, other])

    assert len(locked.locks) == 1


def test_a_closed_time_is_closed_for_everybody_even_where_meetings_are(fair):
    fair.ask("AB", "CD")
    rows = placings_of(fair.compute())
    hit = rows[fair.requests["AB"].pk]

    close_slot_now(fair.matchmaking.blocks.get(), hit.number, by=fair.system, at=NOW)

    rules = {one.rule for one in faults_of(event(fair), placed_in(event(fair), rows.values()))}
    assert rules == {Rule.SLOT_CLOSED}


def test_a_cell_is_called_free_exactly_where_the_check_accepts_it(fair):
    fair.ask("AB", "AC", "BC", "CD")
    rows = placings_of(fair.compute())
    request = fair.requests["AB"].pk
    floor, there = floor_of(fair.matchmaking), event(fair)
    others = {pk: one for pk, one in rows.items() if pk != request}

    choices = choices_for(floor, rows, request, now=NOW)

    free = {(one.slot.number, place.pk) for one in choices for place in one.free}
    accepted = set()
    for slot in floor.slots():
        for place in floor.places:
            cell = {"number": slot.number, "place": place.pk}
            here = replace(rows[request], **cell)
            if not faults_of(there, placed_in(there, [*others.values(), here])):
                accepted.add((slot.number, place.pk))
    assert free == accepted
    assert len(choices) == 5


def test_what_has_begun_is_held_where_it_was(fair):
    fair.ask("AB", "CD")
    fair.publish(fair.compute())
    told = floor_of(fair.matchmaking).told
    first = min(told.values(), key=lambda one: one.starts_at)

    late = event_of(floor_of(fair.matchmaking), now=first.starts_at + timedelta(minutes=1))

    assert {one.request for one in late.held} == {
        str(pk) for pk, one in told.items() if one.starts_at == first.starts_at
    }
