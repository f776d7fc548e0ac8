"""The addresses of events: who sees what, who may do what."""

from typing import Any

from raceme.access.actor import system_of
from raceme.access.models import Cluster, Role
from raceme.events.models import Registration
from raceme.events.verbs.attending import check_in
from raceme.events.verbs.details import Answered
from raceme.events.verbs.registrations import Wish
from tests.events.making import come, make_open, make_question, make_quota, make_session
from tests.factories import NOW

SEATED = set(Role)
OFFICE = {Role.MANAGER, Role.ADVISER, Role.BOARD}
WORK = {Role.MANAGER, Role.ADVISER}

READ_PAGES = {
    "events:agenda": SEATED,
    "events:attendance_download": OFFICE,
    "events:badges": OFFICE,
    "events:desk": WORK,
    "events:event": SEATED,
    "events:feedback": SEATED,
    "events:feedback_download": OFFICE,
    "events:letters": WORK,
    "events:list": SEATED,
    "events:list_download": OFFICE,
    "events:questions": SEATED,
    "events:quotas": SEATED,
    "events:registration": OFFICE,
    "events:registrations": OFFICE,
    "events:registrations_download": OFFICE,
}
FORM_PAGES = {
    "events:attendance": WORK,
    "events:cancel": WORK,
    "events:certificates": OFFICE,
    "events:check_in": WORK,
    "events:copy": WORK,
    "events:decline": WORK,
    "events:edit": WORK,
    "events:edit_question": WORK,
    "events:edit_quota": WORK,
    "events:edit_registration": WORK,
    "events:edit_session": WORK,
    "events:erase": {Role.MANAGER},
    "events:letter": WORK,
    "events:new": WORK,
    "events:new_question": WORK,
    "events:new_quota": WORK,
    "events:new_session": WORK,
    "events:register": WORK,
    "events:walk_in": WORK,
    "events:wordings": WORK,
    "events:write_to": WORK,
}
ACTS = {
    "events:act": WORK,
    "events:ask_for_feedback": WORK,
    "events:check_in_here": WORK,
    "events:close": WORK,
    "events:columns": OFFICE,
    "events:decide": WORK,
    "events:drop_question": WORK,
    "events:drop_quota": WORK,
    "events:drop_session": WORK,
    "events:move_question": WORK,
    "events:move_to_quota": WORK,
    "events:pass_on": WORK,
    "events:publish": WORK,
    "events:remind": WORK,
    "events:reopen": WORK,
    "events:reopen_quota": WORK,
    "events:restore_question": WORK,
    "events:restore_session": WORK,
    "events:send_waiting": WORK,
}
# Who comes is for team and board.
OF_REGISTRATION = [
    "registration",
    "edit_registration",
    "decline",
    "erase",
    "move_to_quota",
    "check_in_here",
    "act",
]
NOT_EVEN_THERE = {(f"events:{page}", Role.VIEWER) for page in OF_REGISTRATION}
OF_SESSION = [
    "edit_session",
    "drop_session",
    "restore_session",
    "attendance",
    "attendance_download",
]
OF_QUOTA = ["edit_quota", "drop_quota", "reopen_quota"]
OF_QUESTION = ["edit_question", "move_question", "drop_question", "restore_question"]
MORE_VALUES: dict[str, dict[str, object]] = {
    "events:act": {"act": "excuse"},
    "events:attendance_download": {"kind": "csv"},
    "events:feedback_download": {"kind": "csv"},
    "events:letter": {"kind": "confirmed"},
    "events:list_download": {"kind": "xlsx"},
    "events:new_question": {"form": "registration", "kind": "one"},
    "events:registrations_download": {"kind": "csv"},
}
REGISTRATION = {"quota_id": 0, "family_name": "Sample"}
WRITES: dict[tuple[str, str], tuple[set[Role], Any]] = {
    ("post", "/events/{pk}/registrations"): (WORK, REGISTRATION),
    ("post", "/events/registrations/{pk}/check-in"): (WORK, None),
    ("post", "/events/registrations/{pk}/check-in/undo"): (WORK, None),
}
READS = {"/events/{pk}/registrations": OFFICE}


def rows_of_events(cluster: Cluster) -> tuple[dict[str, int], Registration]:
    """Hold an event to which somebody comes, and give the row that each page is about."""
    event = make_open(cluster, capacity=20, code="address-forum")
    question = make_question(event, "meal", kind="text")
    session = make_session(event)
    wish = Wish({question: Answered(text="Soup.")}, ("data",), [session])
    (registration,) = come(event, "Ann", wish=wish)
    quota = make_quota(event, "Speakers")
    check_in(registration, by=system_of(cluster), at=NOW)
    rows = {
        "events": event.pk,
        **{f"events:{page}": registration.pk for page in OF_REGISTRATION},
        **{f"events:{page}": session.pk for page in OF_SESSION},
        **{f"events:{page}": quota.pk for page in OF_QUOTA},
        **{f"events:{page}": question.pk for page in OF_QUESTION},
    }
    return rows, registration
