"""What one organisation answers to one questionnaire, question by question."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.members.models import Organisation, Person, Visit
from raceme.needs.models.questionnaire import NO, YES, Question, Questionnaire
from raceme.needs.models.round import Invitation

LONGEST = 5000  # signs of a text that somebody types
ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class Response(ClusterRecord):
    """The sheet of answers of one organisation; it counts from when it is submitted.

    Of an interview it also tells when the talk was; how, with whom and how long stands in the
    contact (`visit`). Change a response only through `raceme.needs.verbs`.
    """

    class Mode(models.TextChoices):
        SURVEY = "survey", _("answered by the member")
        INTERVIEW = "interview", _("interview")

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="responses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="responses")
    invitation = models.OneToOneField(
        Invitation, models.PROTECT, related_name="response", null=True, blank=True
    )
    mode = models.CharField(_("way of answering"), max_length=10, choices=Mode)
    language = models.CharField(_("language"), max_length=8, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="responses", null=True, blank=True,
        verbose_name=_("who answered"),
    )  # fmt: skip
    started_at = models.DateTimeField(_("begun"))
    saved_at = models.DateTimeField(_("last saved"))
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("interviewer"),
    )  # fmt: skip
    happened_on = models.DateField(_("day of the talk"), null=True, blank=True)
    visit = models.OneToOneField(
        Visit, models.PROTECT, related_name="response", null=True, blank=True, editable=False,
        verbose_name=_("contact"),
    )  # fmt: skip
    set_aside_at = models.DateTimeField(_("set aside"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-started_at", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "-started_at"], name="response_of_organisation")
        ]
        constraints = [
            models.CheckConstraint(
                name="response_counts_or_is_set_aside",
                condition=Q(set_aside_at__isnull=True) | Q(submitted_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.questionnaire}"

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    @property
    def is_interview(self) -> bool:
        return self.mode == self.Mode.INTERVIEW


class Answer(ClusterRecord):
    """The answer to one question, each kind in a column of its own; unknown is never a number.

    `is_declined`: it does not concern the member, or nobody knows. `counts`: whether the question
    was still asked when all was submitted; an answer that a later change made needless is kept.
    """

    response = models.ForeignKey(Response, models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    importance = models.PositiveSmallIntegerField(
        _("importance"), null=True, blank=True, validators=ONE_TO_FIVE
    )
    satisfaction = models.PositiveSmallIntegerField(
        _("satisfaction"), null=True, blank=True, validators=ONE_TO_FIVE
    )
    degree = models.PositiveSmallIntegerField(
        _("degree"), null=True, blank=True, validators=ONE_TO_FIVE
    )
    is_yes = models.BooleanField(_("yes"), null=True, blank=True)
    chosen = models.JSONField(_("chosen"), default=list, blank=True)
    number = models.DecimalField(
        _("number"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    text = models.TextField(_("text"), blank=True, validators=[MaxLengthValidator(LONGEST)])
    is_declined = models.BooleanField(_("does not concern us, or not known"), default=False)
    note = models.TextField(_("note"), blank=True, validators=[MaxLengthValidator(LONGEST)])
    counts = models.BooleanField(_("counts"), default=False, editable=False)
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        ordering = ["question__part__place", "question__place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question"],
                name="answer_once",
                violation_error_message=_("This question has been answered already."),
            ),
            *(
                models.CheckConstraint(
                    name=f"answer_{name}_1_to_5",
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (1, 5)}),
                    violation_error_message=_("A degree is between 1 and 5, or unknown."),
                )
                for name in ("importance", "satisfaction", "degree")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response.organisation}: {self.question}"

    def clean(self) -> None:
        """Refuse what this kind of question cannot be answered with."""
        question = self.question
        known = set(question.answer_codes) if question.kind in question.CHOICES else set()
        if not set(self.chosen) <= known:
            raise ValidationError({"chosen": _("This choice is not offered.")})
        if question.kind == Question.Kind.ONE and len(self.chosen) > 1:
            raise ValidationError({"chosen": _("Only one choice is possible.")})
        if self.number is not None:
            if question.lowest is not None and self.number < question.lowest:
                raise ValidationError({"number": _("This number is too low.")})
            if question.highest is not None and self.number > question.highest:
                raise ValidationError({"number": _("This number is too high.")})

    @property
    def is_given(self) -> bool:
        """Whether the question was answered; “does not concern us” is an answer, too."""
        return self.is_declined or bool(self.codes) or self.number is not None or bool(self.text)

    @property
    def is_half_given(self) -> bool:
        """Whether somebody said how satisfied it is, and not yet how important that is."""
        return self.satisfaction is not None and self.importance is None and not self.is_declined

    @property
    def codes(self) -> list[str]:
        """The short answers, on which other questions can depend."""
        if self.is_declined:
            return []
        degree = self.importance if self.importance is not None else self.degree
        if degree is not None:
            return [str(degree)]
        if self.is_yes is not None:
            return [YES if self.is_yes else NO]
        return list(self.chosen)

    @property
    def in_short(self) -> str:
        """Write the answer as history keeps it, without words of any language."""
        if self.is_declined:
            return "-"
        said = [*self.codes] if self.number is None else [f"{self.number:f}"]
        if self.importance is not None:
            said.append("?" if self.satisfaction is None else str(self.satisfaction))
        return "; ".join(filter(None, [*said, self.text, self.note]))
