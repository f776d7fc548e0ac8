"""Matchmaking of events: set-up, profiles, requests, timetables, meetings and what came of them."""

from raceme.meetings.models.outcome import MeetingLetter, Outcome
from raceme.meetings.models.profile import Absence, Profile
from raceme.meetings.models.request import (
    AlreadyMet,
    FurtherGuest,
    MeetingRequest,
    Preference,
    ProposedTime,
)
from raceme.meetings.models.setup import (
    AskRule,
    Goal,
    KindLimit,
    Matchmaking,
    MeetingBlock,
    Place,
    PlaceClosing,
    Walk,
)
from raceme.meetings.models.timetable import (
    SILENCE,
    Meeting,
    Participation,
    Placing,
    Timetable,
)

__all__ = [
    "SILENCE",
    "Absence",
    "AlreadyMet",
    "AskRule",
    "FurtherGuest",
    "Goal",
    "KindLimit",
    "Matchmaking",
    "Meeting",
    "MeetingBlock",
    "MeetingLetter",
    "MeetingRequest",
    "Outcome",
    "Participation",
    "Place",
    "PlaceClosing",
    "Placing",
    "Preference",
    "Profile",
    "ProposedTime",
    "Timetable",
    "Walk",
]
