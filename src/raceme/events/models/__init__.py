"""Events: agenda, places, registrations, attendance, letters and evaluation."""

from raceme.events.models.event import Event, Quota, Session, Wording
from raceme.events.models.feedback import Feedback, FeedbackAnswer
from raceme.events.models.letter import EventLetter
from raceme.events.models.question import Question, Said
from raceme.events.models.registration import (
    LAPSED,
    Attendance,
    Consent,
    Registration,
    RegistrationAnswer,
    SessionChoice,
)

__all__ = [
    "LAPSED",
    "Attendance",
    "Consent",
    "Event",
    "EventLetter",
    "Feedback",
    "FeedbackAnswer",
    "Question",
    "Quota",
    "Registration",
    "RegistrationAnswer",
    "Said",
    "Session",
    "SessionChoice",
    "Wording",
]
