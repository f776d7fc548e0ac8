"""What the core says in codes, in whole sentences: why not, what would help, what goals mean."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from raceme.cores.scheduling.values import Fault, Reason, Rule
from raceme.events.documents.times import clock, local
from raceme.meetings.models import Timetable
from raceme.meetings.queries.board import Floor, is_coming
from raceme.meetings.queries.slots import Slot

SHOWN = 5  # times named in a sentence; a list of thirty tells nobody anything

GOALS = {
    "cancelled": gettext_lazy("Meetings cancelled"),
    "moved": gettext_lazy("Meetings at another time"),
    "targets": gettext_lazy("Meetings missing to the least number"),
    "meetings": gettext_lazy("Meetings"),
    "wishes": gettext_lazy("Weight of the meetings"),
    "fairness": gettext_lazy("Fairness"),
    "gaps": gettext_lazy("Free slots between two meetings"),
    "table_changes": gettext_lazy("Changes of place"),
}
STAGES = {
    "": gettext_lazy("Waiting for its turn"),
    "bound": gettext_lazy("Asking how good a schedule can be"),
    "place": gettext_lazy("Placing the meetings"),
    "improve": gettext_lazy("Improving, goal by goal"),
    "seat": gettext_lazy("Choosing the tables"),
    "explain": gettext_lazy("Collecting the reasons"),
    "relief": gettext_lazy("Trying one more table and one more slot"),
}
ENDED = {
    "proved": gettext_lazy("It is proved that no schedule is better."),
    "work": gettext_lazy("The search did all the work that its time allows."),
    "clock": gettext_lazy("The time was over before the search had ended."),
    "stopped": gettext_lazy("It was stopped; this is the best schedule found until then."),
}


class Words:
    """The names and times of one event, for sentences about it."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.event = floor.matchmaking.event

    @cached_property
    def slots(self) -> Mapping[str, Slot]:
        return {one.code: one for one in self.floor.slots()}

    @cached_property
    def places(self) -> Mapping[int, str]:
        return {one.pk: one.name for one in self.floor.places}

    @cached_property
    def has_days(self) -> bool:
        """Whether the event has meetings on several days, so that times need theirs."""
        return len({local(one.starts_at, self.event).date() for one in self.floor.blocks}) > 1

    def time(self, code: str) -> str:
        """Say when a slot begins."""
        slot = self.slots.get(code)
        if slot is None:
            return "?"
        begins = clock(slot.starts_at, self.event)
        if not self.has_days:
            return begins
        return f"{date_format(local(slot.starts_at, self.event), 'D')} {begins}"

    def times(self, codes: Iterable[str]) -> str:
        known = [self.slots[one] for one in codes if one in self.slots]
        known.sort(key=lambda one: one.starts_at)
        said = ", ".join(self.time(one.code) for one in known[:SHOWN])
        if len(known) <= SHOWN:
            return said
        more = {"times": said, "number": len(known) - SHOWN}
        return _("%(times)s and %(number)d more") % more

    def names(self, request: int) -> str:
        asked = self.floor.requests[request]
        return ", ".join(self.floor.name(one) for one in asked.people)

    def why_unplaced(self, facts: Iterable[Mapping[str, Any]], *, has_searched: bool) -> list[str]:
        """Say why a request has no meeting, a sentence for each fact.

        `has_searched`: a computation has left it over, and did not merely come before it.
        """
        return [self._fact(fact, has_searched=has_searched) for fact in facts]

    def _fact(self, fact: Mapping[str, Any], *, has_searched: bool) -> str:
        code, who = fact["code"], fact.get("participant")
        values = {
            "name": self.floor.name(who) if who is not None and who in self.floor.profiles else "",
            "times": self.times(fact.get("slots", ())),
            "amount": fact.get("amount") or 0,
            "limit": fact.get("limit") or 0,
            "other": self._names_of(fact.get("request")),
        }
        if code == Reason.FULL and self._is_gone(who):
            return _("%(name)s does not come.") % values
        if code == Reason.NOT_CHOSEN and not has_searched:
            return _("It would fit at %(times)s.") % values
        return str(REASONS[code]) % values

    def _is_gone(self, who: int | None) -> bool:
        profile = self.floor.profiles.get(who) if who is not None else None
        return profile is not None and not is_coming(profile)

    def _names_of(self, request: int | None) -> str:
        return self.names(request) if request in self.floor.requests and request else ""

    def why_not(self, fault: Fault) -> str:
        """Say why a meeting cannot be in a slot or at a place."""
        who = int(fault.participant) if fault.participant else None
        values = {
            "name": self.floor.name(who) if who in self.floor.profiles and who else "",
            "other": self._names_of(int(fault.other) if fault.other else None),
            "place": self.places.get(int(fault.place) if fault.place else 0, ""),
            "time": self.time(fault.slot) if fault.slot else "",
        }
        if fault.rule == Rule.ABSENT and self._is_gone(who):
            return _("%(name)s does not come.") % values
        return str(FAULTS[fault.rule]) % values

    def relief(self, one: Mapping[str, Any]) -> str:
        """Say what one more place, or one more slot, would bring."""
        values = {"more": one["more"], "at_most": one["at_most"], "what": self._like(one)}
        if one["more"] == one["at_most"]:
            said = ngettext(
                "%(what)s: room for %(more)d more meeting.",
                "%(what)s: room for %(more)d more meetings.",
                one["more"],
            )
        else:
            said = ngettext(
                "%(what)s: room for %(more)d more meeting at least, and %(at_most)d at most.",
                "%(what)s: room for %(more)d more meetings at least, and %(at_most)d at most.",
                one["more"],
            )
        return said % values

    def _like(self, one: Mapping[str, Any]) -> str:
        if one["means"] == "slot":
            names = {block.pk: block.name for block in self.floor.blocks}
            return _("One more slot in %(block)s") % {"block": names.get(one["like"], "")}
        name = self.places.get(one["like"], "")
        return _("One more place like %(place)s") % {"place": name}


REASONS = {
    Reason.NOT_WANTED: gettext_lazy("One of them does not want this meeting."),
    Reason.ALREADY_MET: gettext_lazy("They have met before, and nobody asked for meeting again."),
    Reason.DUPLICATE: gettext_lazy("The same people meet already: %(other)s."),
    Reason.NEVER_TOGETHER: gettext_lazy("They are never there at the same time."),
    Reason.NO_PLACE: gettext_lazy("There is no place at which they could meet."),
    Reason.FULL: gettext_lazy("%(name)s has a meeting at every time: %(amount)d."),
    Reason.LIMIT: gettext_lazy("%(name)s has as many meetings as allowed: %(limit)d."),
    Reason.NO_COMMON_SLOT: gettext_lazy("%(name)s is free at %(times)s only."),
    Reason.PLACES_TAKEN: gettext_lazy("All are free at %(times)s, but every place is taken."),
    Reason.NEEDS_REST: gettext_lazy("%(name)s would have no break at %(times)s."),
    Reason.TOO_FAR: gettext_lazy("%(name)s could not walk there in time at %(times)s."),
    Reason.NOT_CHOSEN: gettext_lazy("It would fit at %(times)s; the search had no time for it."),
}
FAULTS = {
    Rule.UNKNOWN_REQUEST: gettext_lazy("This request does not count any more."),
    Rule.UNKNOWN_SLOT: gettext_lazy("There is no such time any more."),
    Rule.UNKNOWN_PLACE: gettext_lazy("There is no such place any more."),
    Rule.PLACED_TWICE: gettext_lazy("It is there twice."),
    Rule.HELD: gettext_lazy("It has taken place elsewhere."),
    Rule.LOCK: gettext_lazy("It is locked elsewhere."),
    Rule.NOT_WANTED: gettext_lazy("One of them does not want this meeting."),
    Rule.ALREADY_MET: gettext_lazy("They have met before, and nobody asked for meeting again."),
    Rule.DUPLICATE: gettext_lazy("The same people have another meeting."),
    Rule.WRONG_BLOCK: gettext_lazy("This meeting is not for this block."),
    Rule.WRONG_TYPE: gettext_lazy("This block is not for %(name)s."),
    Rule.SLOT_CLOSED: gettext_lazy("This time is closed."),
    Rule.SLOT_OVER: gettext_lazy("This time is over."),
    Rule.ABSENT: gettext_lazy("%(name)s is not there then."),
    Rule.TWO_AT_ONCE: gettext_lazy("%(name)s has a meeting then: %(other)s."),
    Rule.LIMIT: gettext_lazy("%(name)s has as many meetings as allowed."),
    Rule.REST: gettext_lazy("%(name)s would have no break."),
    Rule.WALK: gettext_lazy("%(name)s could not walk there in time: %(other)s."),
    Rule.PLACE_NOT_IN_BLOCK: gettext_lazy("%(place)s is not used in this block."),
    Rule.PLACE_CLOSED: gettext_lazy("%(place)s is closed then."),
    Rule.PLACE_FULL: gettext_lazy("%(place)s is taken: %(other)s."),
    Rule.SEATS: gettext_lazy("%(place)s has too few seats."),
    Rule.HOST: gettext_lazy("%(place)s is for other meetings: of its host, or of those without."),
    Rule.ATTENDANCE: gettext_lazy("One of them comes in person, or online, only."),
}


def trouble_of(timetable: Timetable) -> str:
    """Say why a computation gave no schedule; what the core wrote stands for itself."""
    known = {
        "infeasible": _("The locked meetings leave no room for a schedule. Unlock some."),
        "unknown": _("No schedule was found in time that keeps all locks. Give it more seconds."),
        "stopped": _("It was stopped before it began."),
        "cut off": _("It was cut off, for instance by a restart. Nothing is lost: ask again."),
        "": _(
            "The schedule could not be computed, for a reason that nobody foresaw. Whoever runs"
            " this installation finds it in the log."
        ),
    }
    return known.get(timetable.trouble, timetable.trouble)


def quality_of(timetable: Timetable) -> str:
    """Say how good a computed version is."""
    if timetable.status == "optimal":
        return pgettext("schedule", "proved to be the best")
    return pgettext("schedule", "valid") if timetable.status else ""
