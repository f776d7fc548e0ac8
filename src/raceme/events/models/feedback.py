"""What people thought of an event."""

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.events.models.event import Event
from raceme.events.models.question import Question, Said
from raceme.events.models.registration import Registration


class Feedback(ClusterRecord):
    """One evaluation sheet. Without names, nothing leads from it to whoever filled it in."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="feedback")
    registration = models.OneToOneField(
        Registration, models.PROTECT, related_name="feedback", null=True, blank=True
    )
    rating = models.PositiveSmallIntegerField(
        _("rating"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    comment = models.TextField(_("remarks"), blank=True, validators=[MaxLengthValidator(5000)])
    given_on = models.DateField(_("date"))

    class Meta:
        # Not in the order in which they came: that would tell who wrote which.
        ordering = ["event", "-rating", "comment", "pk"]
        constraints = [
            models.CheckConstraint(name="feedback_rating_1_to_5", condition=Q(rating__range=(1, 5)))
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.rating}"


class FeedbackAnswer(Said):
    """What somebody answered to a question of the evaluation."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="feedback_answers")

    class Meta:
        ordering = ["question__rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["feedback", "question"], name="feedback_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.feedback}: {self.question}"
