"""What the letters of an event say until the office writes its own, and what people agree to."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raceme.events.models import EventLetter, Wording

Kind = EventLetter.Kind

DEFAULT_QUOTA = _("Participants")

WORDINGS: dict[str, Promise] = {
    Wording.Kind.PRIVACY: _(
        "{cluster} may use what I say here to prepare and hold this event. It is not passed on."
    ),
    Wording.Kind.NETWORKING: _(
        "Other participants may see my name, function, organisation and what I offer and look"
        " for. My e-mail address and telephone number are shown only to those with whom I have"
        " agreed to meet."
    ),
    Wording.Kind.PHOTO: _(
        "{cluster} may publish photographs of the event on which I can be recognised."
    ),
}

_END = _("Everything about your registration is behind your personal link:\n\n{link}")
_BYE = _("Questions? Write to {contact}.\n\n{cluster}")

# Subject, and what is said before the personal link.
LETTERS: dict[str, tuple[Promise, Promise]] = {
    Kind.RECEIVED: (
        _("{event}: we have your registration"),
        _(
            "Dear {name},\n\nthank you for registering for “{event}” ({when}, {where}). We look"
            " at each registration and write to you again."
        ),
    ),
    Kind.CONFIRMED: (
        _("{event}: your place is confirmed"),
        _(
            "Dear {name},\n\nyour place at “{event}” is confirmed: {when}, {where}. The entry for"
            " your calendar is attached; your ticket is behind the link."
        ),
    ),
    Kind.WAITING: (
        _("{event}: you are on the waiting list"),
        _(
            "Dear {name},\n\n“{event}” ({when}, {where}) is full at the moment. You are number"
            " {position} on the waiting list. As soon as a place becomes free, we write to you."
        ),
    ),
    Kind.OFFERED: (
        _("{event}: a place has become free for you"),
        _(
            "Dear {name},\n\na place at “{event}” ({when}, {where}) has become free. It is kept"
            " for you until {until}; please say behind the link whether you take it."
        ),
    ),
    Kind.LAPSED: (
        _("{event}: the place was passed on"),
        _(
            "Dear {name},\n\nthe place at “{event}” that was kept for you until {until} has gone"
            " to the next on the list. If you still want to come, put yourself on the list again"
            " behind the link."
        ),
    ),
    Kind.PASSED_OVER: (
        _("{event}: there are not enough places for your group yet"),
        _(
            "Dear {name},\n\na place at “{event}” ({when}, {where}) has become free, but your"
            " group needs more, so it went to somebody who comes alone. Your group stays where it"
            " is on the list. If some of you would also come alone, say so behind the link."
        ),
    ),
    Kind.DECLINED: (
        _("{event}: we cannot offer you a place"),
        _(
            "Dear {name},\n\nthank you for your interest in “{event}” ({when}). We are sorry that"
            " we cannot offer you a place.\n\n{reason}"
        ),
    ),
    Kind.WITHDRAWN: (
        _("{event}: your registration is withdrawn"),
        _(
            "Dear {name},\n\nyou do not come to “{event}” ({when}): we have taken note of it. If"
            " it was a mistake, you can register again behind the link."
        ),
    ),
    Kind.CHANGED: (
        _("{event}: time or place has changed"),
        _(
            "Dear {name},\n\ntime or place of “{event}” has changed. It is now: {when}, {where}."
            " The new entry for your calendar is attached."
        ),
    ),
    Kind.CANCELLED: (
        _("{event} is cancelled"),
        _(
            "Dear {name},\n\nwe are sorry: “{event}” ({when}, {where}) does not take"
            " place.\n\n{reason}"
        ),
    ),
    Kind.REMINDER: (
        _("{event}: see you soon"),
        _(
            "Dear {name},\n\nwe look forward to seeing you at “{event}”: {when}, {where}. If you"
            " cannot come, please say so behind the link, so that somebody else can."
        ),
    ),
    Kind.FEEDBACK: (
        _("{event}: how was it?"),
        _(
            "Dear {name},\n\nthank you for coming to “{event}”. What was good, what should be"
            " better? Your answer takes two minutes and decides what we do next time."
        ),
    ),
}
LINK, GOODBYE = _END, _BYE

# What may stand between braces in a letter, and what must.
PLACES = {
    "name", "event", "when", "where", "link", "until", "reason", "position", "number", "cluster",
    "contact", "quota",
}  # fmt: skip
NEEDED_PLACES = {"link"}
