"""The addresses of meetings: who sees what, who may do what."""

from typing import Any

from raceme.access.actor import system_of
from raceme.access.models import Role
from raceme.events.models import Event
from raceme.meetings.models import Matchmaking
from raceme.meetings.verbs.joining import invite_further
from raceme.meetings.verbs.places import close_place_for_a_while
from raceme.meetings.verbs.profiles import hide_profile
from raceme.meetings.verbs.timetables import draft_by_hand
from tests.factories import NOW, make_matchmaking, make_profile, make_request
from tests.meetings.making import LATER, arrange, hold

SEATED = set(Role)
OFFICE = {Role.MANAGER, Role.ADVISER, Role.BOARD}
WORK = {Role.MANAGER, Role.ADVISER}

READ_PAGES = {
    "meetings:board": OFFICE,
    "meetings:day": WORK,
    "meetings:download": OFFICE,
    "meetings:letters": WORK,
    "meetings:matchmaking": SEATED,
    "meetings:papers": OFFICE,
    "meetings:participant": OFFICE,
    "meetings:request": OFFICE,
    "meetings:screen": OFFICE,
    "meetings:setup": SEATED,
    "meetings:show": OFFICE,
    "meetings:statistics": SEATED,
    "meetings:statistics_download": SEATED,
    "meetings:timetable": OFFICE,
    "meetings:versions": OFFICE,
}
FORM_PAGES = {
    "meetings:absences": WORK,
    "meetings:book": WORK,
    "meetings:close_for_a_while": WORK,
    "meetings:close_slots": WORK,
    "meetings:compute": WORK,
    "meetings:desk": WORK,
    "meetings:edit": WORK,
    "meetings:edit_block": WORK,
    "meetings:edit_participant": WORK,
    "meetings:edit_place": WORK,
    "meetings:further": WORK,
    "meetings:letter": WORK,
    "meetings:limits": WORK,
    "meetings:matrix": WORK,
    "meetings:new": WORK,
    "meetings:new_block": WORK,
    "meetings:new_places": WORK,
    "meetings:no_show": WORK,
    "meetings:outcome": WORK,
    "meetings:publish": WORK,
    "meetings:share": WORK,
    "meetings:targets": WORK,
    "meetings:walks": WORK,
}
ACTS = {
    "meetings:act": WORK,
    "meetings:act_on_guest": WORK,
    "meetings:act_on_meeting": WORK,
    "meetings:act_on_participant": WORK,
    "meetings:act_on_place": WORK,
    "meetings:act_on_request": WORK,
    "meetings:board_act": WORK,
    "meetings:columns": OFFICE,
    "meetings:day_act": WORK,
    "meetings:draft_by_hand": WORK,
    "meetings:drop_block": WORK,
    "meetings:end_closing": WORK,
    "meetings:mark": WORK,
    "meetings:request_of_meeting": OFFICE,
}
OF_PARTICIPANT = [
    "participant",
    "edit_participant",
    "targets",
    "share",
    "absences",
    "act_on_participant",
    "timetable",
]
OF_REQUEST = ["request", "act_on_request", "further"]
OF_GUEST = ["act_on_guest"]
OF_MEETING = ["request_of_meeting", "act_on_meeting", "no_show", "outcome", "mark"]
OF_VERSION = ["publish", "board_act"]
OF_BLOCK = ["edit_block", "close_slots", "drop_block"]
OF_PLACE = ["edit_place", "close_for_a_while", "act_on_place"]
# Who asks and meets whom is for team and board.
NOT_EVEN_THERE = {
    (f"meetings:{page}", Role.VIEWER)
    for page in (*OF_PARTICIPANT, *OF_REQUEST, *OF_GUEST, *OF_MEETING, *OF_VERSION)
}
MORE_VALUES: dict[str, dict[str, object]] = {
    "meetings:act": {"act": "close"},
    "meetings:act_on_guest": {"act": "leave-out"},
    "meetings:act_on_meeting": {"act": "reopen"},
    "meetings:act_on_participant": {"act": "show"},
    "meetings:act_on_place": {"act": "close"},
    "meetings:act_on_request": {"act": "withdraw"},
    "meetings:board_act": {"act": "drop"},
    "meetings:day_act": {"act": "repair"},
    "meetings:letter": {"kind": "asked"},
    "meetings:mark": {"what": "reopen"},
    "meetings:papers": {"kind": "timetables"},
    "meetings:columns": {"what": "requests"},
    "meetings:download": {"what": "meetings", "kind": "csv"},
    "meetings:show": {"what": "participants"},
    "meetings:statistics_download": {"what": "sectors", "kind": "csv"},
}
BOOKED = {"asking_id": 0, "asked_id": 0}
WRITES: dict[tuple[str, str], tuple[set[Role], Any]] = {
    ("post", "/meetings/{pk}/requests"): (WORK, BOOKED),
    ("post", "/meetings/request/{pk}/further"): (WORK, {"profile_id": 0}),
    ("post", "/meetings/further/{pk}/answer"): (WORK, {"answer": "accept"}),
    ("post", "/meetings/meeting/{pk}/outcomes"): (WORK, {"months": 3, "kind": "order"}),
}
READS: dict[str, set[Role]] = {
    f"/meetings/{{pk}}/{what}": OFFICE
    for what in ("participants", "requests", "meetings", "outcomes")
}


def rows_of_meetings(event: Event, other: Event) -> dict[str, int]:
    """Hold matchmaking of an event, and give the row that each page is about.

    The other event has none yet: for it matchmaking can be begun.
    """
    matchmaking: Matchmaking = make_matchmaking(event)
    system = system_of(event.cluster)
    ann, ben = (
        make_profile(matchmaking, name, country="AT", sector="C") for name in ("Nora", "Olaf")
    )
    cleo = make_profile(matchmaking, "Zoe", country="SI", sector="J")
    meeting = hold(make_request(ann, ben), 1, at=NOW)
    request = make_request(ann, cleo)
    arrange(request, 2, at=NOW)
    emil = make_profile(matchmaking, "Emil", country="FR", sector="C")
    guest = invite_further(request, emil, message="Join us", by=system, at=NOW)
    hide_profile(cleo, by=system, at=NOW)
    place = matchmaking.places.order_by("rank")[1]
    closing = close_place_for_a_while(
        place, starts_at=event.starts_at, ends_at=LATER, by=system, at=NOW
    )
    block = matchmaking.blocks.get()
    version = draft_by_hand(matchmaking, None, by=system, at=NOW)
    return {
        "meetings": matchmaking.pk,
        "meetings:new": other.pk,
        **{f"meetings:{page}": cleo.pk for page in OF_PARTICIPANT},
        **{f"meetings:{page}": request.pk for page in OF_REQUEST},
        **{f"meetings:{page}": guest.pk for page in OF_GUEST},
        **{f"meetings:{page}": meeting.pk for page in OF_MEETING},
        **{f"meetings:{page}": block.pk for page in OF_BLOCK},
        **{f"meetings:{page}": place.pk for page in OF_PLACE},
        "meetings:end_closing": closing.pk,
        **{f"meetings:{page}": version.pk for page in OF_VERSION},
    }
