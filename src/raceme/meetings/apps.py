from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import acts, panels, timeline

KINDS = {
    "meetings.matchmaking": acts.Kind(
        label=_("matchmaking"),
        sentences={
            "prepare_matchmaking": _("%(who)s began matchmaking of %(what)s."),
            "describe_matchmaking": _("%(who)s changed matchmaking of %(what)s."),
            "write_letter": _("%(who)s wrote a letter about meetings anew: %(what)s."),
            "open_matchmaking": _("%(who)s opened matchmaking of %(what)s."),
            "close_matchmaking": _("%(who)s closed matchmaking of %(what)s."),
            "remind_to_answer": _("%(who)s reminded people of %(what)s of open requests."),
            "remind_to_ask": _("%(who)s reminded people of %(what)s who have asked nobody."),
            "ask_for_outcomes": _("%(who)s asked what came of the meetings of %(what)s."),
        },
        page="meetings:matchmaking",
    ),
    "meetings.askrule": acts.Kind(
        label=_("who may ask whom"),
        sentences={
            "allow_asking": _("%(who)s allowed asking: %(what)s."),
            "forbid_asking": _("%(who)s does not allow asking any more: %(what)s."),
        },
    ),
    "meetings.kindlimit": acts.Kind(
        label=_("number of meetings"),
        sentences={
            "add_limit": _("%(who)s said how many meetings %(what)s have."),
            "change_limit": _("%(who)s changed how many meetings %(what)s have."),
            "drop_limit": _("%(who)s took away a limit: %(what)s."),
        },
    ),
    "meetings.meetingblock": acts.Kind(
        label=_("block of meetings"),
        sentences={
            "add_block": _("%(who)s added the block of meetings %(what)s."),
            "describe_block": _("%(who)s changed the block of meetings %(what)s."),
            "close_slots": _("%(who)s changed which slots of %(what)s are closed."),
            "drop_block": _("%(who)s took the block of meetings %(what)s away."),
        },
    ),
    "meetings.place": acts.Kind(
        label=_("place to meet"),
        sentences={
            "add_place": _("%(who)s added the place %(what)s."),
            "describe_place": _("%(who)s changed the place %(what)s."),
            "close_place": _("%(who)s closed the place %(what)s."),
            "reopen_place": _("%(who)s opened the place %(what)s again."),
        },
    ),
    "meetings.placeclosing": acts.Kind(
        label=_("hours in which a place is closed"),
        sentences={
            "close_place_for_a_while": _("%(who)s closed a place for some time: %(what)s."),
            "end_closing": _("%(who)s took back that a place is closed: %(what)s."),
        },
    ),
    "meetings.walk": acts.Kind(
        label=_("way to walk"),
        sentences={
            "add_walk": _("%(who)s said how long the way is: %(what)s."),
            "change_walk": _("%(who)s changed how long the way is: %(what)s."),
            "drop_walk": _("%(who)s took away how long the way is: %(what)s."),
        },
    ),
    "meetings.profile": acts.Kind(
        label=_("profile"),
        sentences={
            "enter_profile": _("%(who)s let %(what)s take part in matchmaking."),
            "write_profile": _("%(who)s changed the profile of %(what)s."),
            "hide_profile": _("%(who)s hid the profile of %(what)s."),
            "show_profile": _("%(who)s showed the profile of %(what)s again."),
            "share_timetable": _("%(who)s changed whose timetable %(what)s shares."),
            "set_targets": _("%(who)s changed how many meetings %(what)s has."),
            "mark_absent": _("%(who)s noted that %(what)s did not come."),
            "mark_present": _("%(who)s noted that %(what)s has come after all."),
            "forget_participant": _("%(who)s erased a person: %(what)s."),
        },
        page="meetings:participant",
    ),
    "meetings.absence": acts.Kind(
        label=_("absence"),
        sentences={
            "be_absent": _("%(who)s cannot meet: %(what)s."),
            "be_back": _("%(who)s can meet after all: %(what)s."),
        },
    ),
    "meetings.preference": acts.Kind(
        label=_("preference"),
        sentences={
            "prefer": _("%(who)s said a preference: %(what)s."),
            "drop_preference": _("%(who)s took back a preference: %(what)s."),
        },
    ),
    "meetings.meetingrequest": acts.Kind(
        label=_("request for a meeting"),
        sentences={
            "ask": _("%(who)s asked for a meeting: %(what)s."),
            "accept": _("%(who)s accepted a request: %(what)s."),
            "decline": _("%(who)s declined a request: %(what)s."),
            "withdraw": _("%(who)s withdrew a request: %(what)s."),
            "expire": _("%(who)s ended a request nobody answered: %(what)s."),
            "book": _("%(who)s arranged a request on behalf: %(what)s."),
            "weigh": _("%(who)s changed the weight of a request: %(what)s."),
            "take_from_preferences": _("%(who)s made a request of preferences: %(what)s."),
        },
        page="meetings:request",
    ),
    "meetings.furtherguest": acts.Kind(
        label=_("further guest"),
        sentences={
            "invite_further": _("%(who)s asked somebody to join: %(what)s."),
            "add_further": _("%(who)s let somebody join on behalf: %(what)s."),
            "agree_to_join": _("%(who)s agreed to join: %(what)s."),
            "decline_to_join": _("%(who)s does not join: %(what)s."),
            "leave_out_further": _("%(who)s took back that somebody joins: %(what)s."),
        },
    ),
    "meetings.alreadymet": acts.Kind(
        label=_("people who have met before"),
        sentences={
            "note_already_met": _("%(who)s noted who has met before: %(what)s."),
            "forget_already_met": _("%(who)s took back who has met before: %(what)s."),
        },
    ),
    "meetings.meeting": acts.Kind(
        label=_("meeting"),
        sentences={
            "arrange_meeting": _("%(who)s arranged a meeting: %(what)s."),
            "pick_time": _("%(who)s arranged a meeting: %(what)s."),
            "move_meeting": _("%(who)s moved a meeting: %(what)s."),
            "cancel_meeting": _("%(who)s cancelled a meeting: %(what)s."),
            "join_meeting": _("%(who)s joined a meeting: %(what)s."),
            "leave_meeting": _("%(who)s left a meeting: %(what)s."),
            "mark_held": _("%(who)s noted that a meeting took place: %(what)s."),
            "mark_no_show": _("%(who)s noted who did not come: %(what)s."),
            "reopen_meeting": _("%(who)s took back what became of a meeting: %(what)s."),
        },
        page="meetings:request_of_meeting",
    ),
    "meetings.participation": acts.Kind(
        label=_("part in a meeting"),
        sentences={
            "join_meeting": _("%(who)s joined a meeting: %(what)s."),
            "leave_meeting": _("%(who)s left a meeting: %(what)s."),
            "rate": _("%(who)s rated a meeting: %(what)s."),
            "mark_no_show": _("%(who)s noted who did not come: %(what)s."),
            "mark_held": _("%(who)s noted who has come: %(what)s."),
        },
        fields={"note": _("own note")},
        may_read=lambda _actor, name: name != "note",
    ),
    "meetings.outcome": acts.Kind(
        label=_("what came of a meeting"),
        sentences={
            "record_outcome": _("%(who)s wrote what came of a meeting: %(what)s."),
        },
    ),
    "meetings.timetable": acts.Kind(
        label=_("version of the schedule"),
        sentences={
            "compute_timetable": _("%(who)s had a schedule computed: %(what)s."),
            "keep_timetable": _("%(who)s kept a computed schedule: %(what)s."),
            "give_up_timetable": _("%(who)s ended a computation without a schedule: %(what)s."),
            "stop_timetable": _("%(who)s stopped a computation: %(what)s."),
            "draft_by_hand": _("%(who)s began a draft by hand: %(what)s."),
            "drop_timetable": _("%(who)s threw a draft away: %(what)s."),
            "restore_timetable": _("%(who)s took a draft up again: %(what)s."),
            "publish_timetable": _("%(who)s published the schedule %(what)s."),
            "replace_timetable": _("%(who)s replaced the schedule %(what)s by a newer one."),
            "place_meeting": _("%(who)s placed a meeting in %(what)s."),
            "swap_meetings": _("%(who)s swapped two meetings in %(what)s."),
            "lift_meeting": _("%(who)s took a meeting off the board of %(what)s."),
            "lock_meeting": _("%(who)s locked a meeting in %(what)s."),
            "unlock_meeting": _("%(who)s unlocked a meeting in %(what)s."),
        },
    ),
    "meetings.placing": acts.Kind(
        label=_("meeting in a draft"),
        sentences={
            "place_meeting": _("%(who)s placed a meeting: %(what)s."),
            "swap_meetings": _("%(who)s swapped a meeting: %(what)s."),
            "lift_meeting": _("%(who)s took a meeting off the board: %(what)s."),
            "lock_meeting": _("%(who)s locked a meeting: %(what)s."),
            "unlock_meeting": _("%(who)s unlocked a meeting: %(what)s."),
            "undo_move": _("%(who)s took a step on the board back: %(what)s."),
        },
    ),
}


class MeetingsConfig(AppConfig):
    name = "raceme.meetings"
    label = "meetings"

    def ready(self) -> None:
        from raceme.meetings import (  # noqa: PLC0415 - makes the work known by name, hears news
            background,  # noqa: F401
            receivers,  # noqa: F401
        )
        from raceme.meetings.panels import (  # noqa: PLC0415 - needs the tables, ready only now
            TIMELINE,
            meetings_of_event,
            meetings_of_registration,
            meetings_of_visit,
            tab_of_board,
            tab_of_event,
        )

        for name, kind in KINDS.items():
            acts.register(name, kind)
        panels.hang("event-tabs", tab_of_event)
        panels.hang("matchmaking-tabs", tab_of_board)
        panels.hang("event", meetings_of_event)
        panels.hang("registration", meetings_of_registration)
        panels.hang("attending", meetings_of_visit)
        timeline.register("organisation", TIMELINE)
