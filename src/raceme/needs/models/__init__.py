"""What members say they need, and the questionnaires by which they are asked."""

from raceme.needs.models.need import Need
from raceme.needs.models.questionnaire import Part, Question, Questionnaire
from raceme.needs.models.response import Answer, Response
from raceme.needs.models.round import Invitation, Letter, Round

__all__ = [
    "Answer",
    "Invitation",
    "Letter",
    "Need",
    "Part",
    "Question",
    "Questionnaire",
    "Response",
    "Round",
]
