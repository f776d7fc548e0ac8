"""The history of contacts: who talked with whom, when, about what, and what follows."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.members.models.organisation import Organisation
from raceme.members.models.people import Person


class Visit(ClusterRecord):
    """One contact with an organisation: a visit, an interview, a call.

    Change a visit only through `raceme.members.verbs`.
    """

    class Kind(models.TextChoices):
        VISIT = "visit", _("visit on the spot")
        INTERVIEW = "interview", _("interview")
        MEETING = "meeting", _("meeting elsewhere")
        VIDEO = "video", _("video call")
        CALL = "call", _("telephone call")
        EVENT = "event", _("talk at an event")
        MAIL = "mail", _("exchange of letters or mails")

    # What counts as direct personal contact (ECEI 2.5): mails do not.
    PERSONAL = (Kind.VISIT, Kind.INTERVIEW, Kind.MEETING, Kind.VIDEO, Kind.CALL, Kind.EVENT)

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="visits")
    happened_on = models.DateField(_("date"))
    kind = models.CharField(_("kind of contact"), max_length=10, choices=Kind)
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="visits",
        null=True,
        blank=True,
        verbose_name=_("adviser"),
    )
    minutes = models.PositiveSmallIntegerField(_("duration in minutes"), null=True, blank=True)
    topics = models.JSONField(_("topics"), default=list, blank=True)  # codes of need topics
    note = models.TextField(_("what was said"), blank=True)
    mood = models.PositiveSmallIntegerField(
        _("mood towards the cluster"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("1 annoyed … 5 enthusiastic. Empty if unknown."),
    )
    next_step = models.CharField(_("next step"), max_length=250, blank=True)
    next_on = models.DateField(_("next step until"), null=True, blank=True)
    next_done_at = models.DateTimeField(_("next step done"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-happened_on", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "-happened_on"], name="visit_of_organisation")
        ]
        constraints = [
            models.CheckConstraint(
                name="visit_mood_1_to_5",
                condition=Q(mood__isnull=True) | Q(mood__range=(1, 5)),
                violation_error_message=_("A mood is between 1 and 5, or unknown."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class VisitPerson(models.Model):
    """That a person took part in a contact."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="visits")

    class Meta:
        ordering = ["person__family_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "person"],
                name="person_once_in_a_visit",
                violation_error_message=_("This person stands here twice."),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)
