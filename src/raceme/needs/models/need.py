"""What members say they need."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.members.models import Organisation
from raceme.vocabulary.topics import label_of_topic


class Need(ClusterRecord):
    """One member's word on one topic on one day: how important it is, and how satisfied it is.

    The latest word on a topic counts. Change a need only through `raceme.needs.verbs`.
    """

    class Source(models.TextChoices):
        SURVEY = "survey", _("survey")
        INTERVIEW = "interview", _("interview")
        VISIT = "visit", _("visit")
        EVENT = "event", _("event")
        REQUEST = "request", _("request of the member")
        PROJECT = "project", _("revealed by projects, not stated by the member")
        OTHER = "other", _("other")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="needs")
    topic = models.CharField(_("topic"), max_length=80)
    importance = models.PositiveSmallIntegerField(
        _("importance"),
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("1 not important … 5 vital"),
    )
    satisfaction = models.PositiveSmallIntegerField(
        _("satisfaction"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("How well it is answered today: 1 not at all … 5 fully. Empty if unknown."),
    )
    recorded_on = models.DateField(_("date"))
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.OTHER)
    note = models.TextField(_("note"), blank=True)
    answer = models.ForeignKey(
        "needs.Answer",
        models.PROTECT,
        related_name="needs",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("answer it comes from"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-recorded_on", "-pk"]
        indexes = [
            models.Index(fields=["cluster", "topic"], name="need_by_topic"),
            # SQLite keeps no statistics: without the cluster in it, it would read by topic instead.
            models.Index(fields=["cluster", "organisation", "topic"], name="need_of_organisation"),
        ]
        constraints = [
            models.CheckConstraint(
                name="need_importance_1_to_5",
                condition=Q(importance__range=(1, 5)),
                violation_error_message=_("Importance is between 1 and 5."),
            ),
            models.CheckConstraint(
                name="need_satisfaction_1_to_5",
                condition=Q(satisfaction__isnull=True) | Q(satisfaction__range=(1, 5)),
                violation_error_message=_("Satisfaction is between 1 and 5, or unknown."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.topic_label}"

    @property
    def topic_label(self) -> str:
        return label_of_topic(self.topic)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
