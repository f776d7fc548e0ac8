"""What the letters of matchmaking say."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raceme.meetings.models import MeetingLetter

Kind = MeetingLetter.Kind
LINK = _("Everything about your meetings is behind your personal link:\n\n{link}")
GOODBYE = _("Questions? Write to {contact}.\n\n{cluster}")

# What stands in braces in a letter and is filled in for each person.
PLACES = {
    "name", "event", "when", "where", "link", "until", "other", "guest", "message", "reason",
    "number", "meeting", "timetable", "cluster", "contact",
}  # fmt: skip

# Subject, and what is said before the personal link.
LETTERS: dict[str, tuple[Promise, Promise]] = {
    Kind.OPENED: (
        _("{event}: you can ask for meetings now"),
        _(
            "Dear {name},\n\nyou can see now who comes to “{event}” ({when}) and ask others for"
            " meetings until {until}. Say first what you offer and look for: others decide by that."
        ),
    ),
    Kind.ASKED: (
        _("{event}: {other} would like to meet you"),
        _(
            "Dear {name},\n\n{other} would like to meet you at “{event}”.\n\n{message}\n\nPlease"
            " say behind the link whether you want to, until {until}. Until then nothing is booked."
        ),
    ),
    Kind.ACCEPTED: (
        _("{event}: you will meet {other}"),
        _(
            "Dear {name},\n\n{other} and you want to meet at “{event}”. You find the contact"
            " details behind the link, and the time as soon as it is known."
        ),
    ),
    Kind.DECLINED: (
        _("{event}: {other} cannot meet you"),
        _("Dear {name},\n\n{other} thanks for your request, but cannot meet you.\n\n{reason}"),
    ),
    Kind.WITHDRAWN: (
        _("{event}: {other} has withdrawn a request"),
        _("Dear {name},\n\n{other} has withdrawn the request to meet you.\n\n{reason}"),
    ),
    Kind.EXPIRED: (
        _("{event}: no answer from {other}"),
        _(
            "Dear {name},\n\n{other} has not answered your request in time. It does not count any"
            " more; you can ask somebody else."
        ),
    ),
    Kind.TO_ANSWER: (
        _("{event}: {number} requests wait for your answer"),
        _(
            "Dear {name},\n\nother participants of “{event}” would like to meet you and wait for"
            " your answer: {number}. A no is an answer, too: it lets them plan."
        ),
    ),
    Kind.TO_ASK: (
        _("{event}: whom would you like to meet?"),
        _(
            "Dear {name},\n\nyou have not asked anybody for a meeting at “{event}” yet. Look at"
            " who comes and what they offer; you can ask until {until}."
        ),
    ),
    Kind.ARRANGED: (
        _("{event}: your meeting with {other}"),
        _(
            "Dear {name},\n\nyou meet {other} at “{event}”:\n\n{meeting}\n\nThe entry for your"
            " calendar is attached."
        ),
    ),
    Kind.MOVED: (
        _("{event}: new time for your meeting with {other}"),
        _(
            "Dear {name},\n\nyour meeting with {other} has another time or place:\n\n{meeting}\n\n"
            "The new entry for your calendar is attached."
        ),
    ),
    Kind.CANCELLED: (
        _("{event}: your meeting with {other} is cancelled"),
        _("Dear {name},\n\nyour meeting with {other} ({meeting}) does not take place.\n\n{reason}"),
    ),
    Kind.TIMETABLE: (
        _("{event}: your timetable"),
        _(
            "Dear {name},\n\nthese are your meetings at “{event}”:\n\n{timetable}\n\nThe entries"
            " for your calendar are attached."
        ),
    ),
    Kind.CHANGES: (
        _("{event}: your timetable has changed"),
        _(
            "Dear {name},\n\nyour meetings at “{event}” have changed. They are now:\n\n"
            "{timetable}\n\nThe entries for your calendar are attached."
        ),
    ),
    Kind.INVITED: (
        _("{event}: would you like to join a meeting?"),
        _(
            "Dear {name},\n\nyou are asked to join a meeting of {other} at “{event}”.\n\n{message}"
            "\n\nPlease say behind the link whether you want to. Until then nothing is booked."
        ),
    ),
    Kind.JOINED: (
        _("{event}: {guest} joins your meeting"),
        _(
            "Dear {name},\n\n{guest} will join your meeting at “{event}”. Those who meet, besides"
            " you: {other}.\n\n{meeting}"
        ),
    ),
    Kind.NOT_JOINED: (
        _("{event}: {guest} does not join your meeting"),
        _(
            "Dear {name},\n\n{guest} does not join your meeting at “{event}”; it takes place with"
            " {other}.\n\n{reason}"
        ),
    ),
    Kind.CALLED_OFF: (
        _("{event}: you are not needed at a meeting"),
        _(
            "Dear {name},\n\nyou were asked to join a meeting of {other} at “{event}”. You need not"
            " come to it any more.\n\n{reason}"
        ),
    ),
    Kind.OUTCOME: (
        _("{event}: what has come of your meetings?"),
        _(
            "Dear {name},\n\nsome months ago you met others at “{event}”. What has come of it?"
            " Two minutes of yours help us to do the right things next time."
        ),
    ),
}
