from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import acts, navigation, panels, timeline

KINDS = {
    "events.event": acts.Kind(
        label=_("event"),
        sentences={
            "draft_event": _("%(who)s began the event %(what)s."),
            "describe_event": _("%(who)s changed the event %(what)s."),
            "publish_event": _("%(who)s published the event %(what)s."),
            "close_event": _("%(who)s closed the event %(what)s."),
            "reopen_event": _("%(who)s opened the event %(what)s again."),
            "cancel_event": _("%(who)s cancelled the event %(what)s."),
            "copy_event": _("%(who)s made the event %(what)s from an earlier one."),
            "write_letter": _("%(who)s changed a letter of the event %(what)s."),
            "write_to": _("%(who)s wrote to participants of the event %(what)s."),
            "remind": _("%(who)s reminded the participants of the event %(what)s."),
            "ask_for_feedback": _("%(who)s asked for evaluations of the event %(what)s."),
        },
        page="events:event",
    ),
    "events.session": acts.Kind(
        label=_("item of an agenda"),
        sentences={
            "add_session": _("%(who)s put %(what)s on the agenda of an event."),
            "describe_session": _("%(who)s changed %(what)s on the agenda of an event."),
            "drop_session": _("%(who)s took %(what)s off the agenda of an event."),
            "restore_session": _("%(who)s put %(what)s back on the agenda of an event."),
            "copy_event": _("%(who)s took %(what)s over from an earlier event."),
        },
    ),
    "events.quota": acts.Kind(
        label=_("kind of participant"),
        sentences={
            "add_quota": _("%(who)s added the kind of participant %(what)s to an event."),
            "describe_quota": _("%(who)s changed the kind of participant %(what)s."),
            "close_quota": _("%(who)s closed the kind of participant %(what)s."),
            "drop_quota": _("%(who)s took the kind of participant %(what)s away."),
            "reopen_quota": _("%(who)s opened the kind of participant %(what)s again."),
            "copy_event": _("%(who)s took %(what)s over from an earlier event."),
        },
    ),
    "events.wording": acts.Kind(
        label=_("wording of a consent"),
        sentences={
            "write_wording": _("%(who)s wrote what people agree to: %(what)s."),
            "copy_event": _("%(who)s took %(what)s over from an earlier event."),
        },
    ),
    "events.question": acts.Kind(
        label=_("question of an event"),
        sentences={
            "add_question": _("%(who)s added the question %(what)s to an event."),
            "describe_question": _("%(who)s changed the question %(what)s of an event."),
            "move_question": _("%(who)s moved the question %(what)s of an event."),
            "drop_question": _("%(who)s took the question %(what)s out of an event."),
            "restore_question": _("%(who)s took the question %(what)s up again."),
            "copy_event": _("%(who)s took %(what)s over from an earlier event."),
        },
    ),
    "events.registration": acts.Kind(
        label=_("registration"),
        sentences={
            "register": _("%(who)s registered %(what)s for an event."),
            "describe_registration": _("%(who)s changed the registration of %(what)s."),
            "approve": _("%(who)s accepted the registration of %(what)s."),
            "give_place": _("%(who)s gave %(what)s a place."),
            "hand_over_place": _("%(who)s passed a free place on to %(what)s."),
            "offer_place": _("%(who)s offered a free place to %(what)s."),
            "accept_offer": _("%(who)s took the place offered: %(what)s."),
            "lapse_offer": _("%(who)s ended the offer of a place: %(what)s."),
            "pass_over": _("%(who)s passed over a group that needs more places: %(what)s."),
            "decline": _("%(who)s declined the registration of %(what)s."),
            "withdraw": _("%(who)s withdrew the registration of %(what)s."),
            "register_again": _("%(who)s took up the registration of %(what)s again."),
            "move_to_quota": _("%(who)s changed as what %(what)s takes part."),
            "leave_party": _("%(who)s separated %(what)s from a group."),
            "check_in": _("%(who)s checked in %(what)s."),
            "undo_check_in": _("%(who)s took back the check-in of %(what)s."),
            "excuse": _("%(who)s noted whether %(what)s is excused."),
            "give_feedback": _("%(who)s sent the evaluation of %(what)s."),
            "send_again": _("%(who)s sent a letter again to %(what)s."),
            "renew_link": _("%(who)s renewed the personal link of %(what)s."),
            "erase_registration": _("%(who)s erased a person: %(what)s."),
        },
        page="events:registration",
    ),
    "events.consent": acts.Kind(
        label=_("consent"),
        sentences={
            "agree": _("%(who)s agreed: %(what)s."),
            "take_back_consent": _("%(who)s took a consent back: %(what)s."),
        },
    ),
    "events.registrationanswer": acts.Kind(
        label=_("answer at registration"),
        sentences={"answer": _("%(who)s answered: %(what)s.")},
    ),
    "events.sessionchoice": acts.Kind(
        label=_("choice of a session"),
        sentences={
            "choose_session": _("%(who)s chose a session: %(what)s."),
            "leave_session": _("%(who)s left a session: %(what)s."),
        },
    ),
    "events.attendance": acts.Kind(
        label=_("attendance"),
        sentences={"note_attendance": _("%(who)s noted attendance: %(what)s.")},
    ),
}


class EventsConfig(AppConfig):
    name = "raceme.events"
    label = "events"

    def ready(self) -> None:
        from raceme.events import (  # noqa: PLC0415 - makes the work known by name, hears news
            background,  # noqa: F401
            receivers,  # noqa: F401
        )
        from raceme.events.panels import (  # noqa: PLC0415 - needs the tables, ready only now
            TIMELINE,
            events_of_organisation,
            events_of_person,
            events_of_service,
        )

        for name, kind in KINDS.items():
            acts.register(name, kind)
        order = navigation.ORDER_ALONG_THE_THREAD["events"]
        entry = navigation.Entry
        navigation.register(entry(_("Events"), "calendar-event", "events:list", order))
        panels.hang("organisation", events_of_organisation)
        panels.hang("person", events_of_person)
        panels.hang("service", events_of_service)
        timeline.register("organisation", TIMELINE)
