"""Who takes part in matchmaking: what they offer and look for, and when they are there."""

from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.events.models import Registration
from raceme.meetings.models.setup import Matchmaking

LONG = [MaxLengthValidator(3000)]


class Profile(ClusterRecord):
    """What a participant shows of itself, and how it takes part in matchmaking.

    Whether others see it follows from the consent to networking that `events` keeps: it is not
    stored a second time. Delegates have the `timetable_of` a colleague: together they are in one
    meeting at a time. `offers` and `seeks` are codes of topics, `sectors` sections of NACE,
    `countries` two letters each. Change it only through `raceme.meetings.verbs`.
    """

    class Attends(models.TextChoices):
        ON_SITE = "on_site", _("on site")
        ONLINE = "online", _("online")
        BOTH = "both", _("on site or online")

    matchmaking = models.ForeignKey(Matchmaking, models.PROTECT, related_name="profiles")
    registration = models.OneToOneField(
        Registration, models.PROTECT, related_name="profile", verbose_name=_("participant")
    )
    headline = models.CharField(_("in one line"), max_length=160, blank=True)
    description = models.TextField(_("who we are"), blank=True, validators=LONG)
    country = models.CharField(_("country"), max_length=2, blank=True)
    sector = models.CharField(_("sector"), max_length=1, blank=True)
    offers = models.JSONField(_("we offer"), default=list, blank=True)
    offer_text = models.TextField(_("what we offer"), blank=True, validators=LONG)
    seeks = models.JSONField(_("we look for"), default=list, blank=True)
    request_text = models.TextField(_("what we look for"), blank=True, validators=LONG)
    countries = models.JSONField(_("partners from"), default=list, blank=True)
    sectors = models.JSONField(_("partners in"), default=list, blank=True)
    website = models.URLField(_("website"), blank=True)
    attends = models.CharField(_("takes part"), max_length=10, choices=Attends, default="both")
    timetable_of = models.ForeignKey(
        "self", models.PROTECT, related_name="delegates", null=True, blank=True, editable=False,
        verbose_name=_("shares the timetable of"),
    )  # fmt: skip
    least = models.PositiveSmallIntegerField(_("meetings at least"), null=True, blank=True)
    most = models.PositiveSmallIntegerField(
        _("meetings at most"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    rest_after = models.PositiveSmallIntegerField(
        _("a break after so many meetings in a row"), null=True, blank=True,
        validators=[MinValueValidator(1)],
    )  # fmt: skip
    hidden_at = models.DateTimeField(_("hidden by the office"), null=True, blank=True)
    absent_at = models.DateTimeField(_("did not come"), null=True, blank=True)
    written_at = models.DateTimeField(_("written"), null=True, blank=True)

    class Meta:
        ordering = ["registration__family_name", "registration__given_name", "pk"]
        indexes = [models.Index(fields=["matchmaking", "country"], name="profile_by_country")]
        constraints = [
            models.CheckConstraint(
                name="profile_least_not_above_most",
                condition=Q(most__isnull=True) | Q(least__isnull=True) | Q(least__lte=F("most")),
                violation_error_message=_("At least cannot be more than at most."),
            ),
            models.CheckConstraint(
                name="profile_shares_with_another",
                condition=Q(timetable_of__isnull=True) | ~Q(timetable_of=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.registration)

    @property
    def organisation_name(self) -> str:
        """The name of the organisation as the participant wrote it."""
        return self.registration.organisation_name

    @property
    def owner_id(self) -> int:
        """Whose timetable it is: a colleague's, or its own."""
        return self.timetable_of_id or self.pk

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_absent(self) -> bool:
        return self.absent_at is not None

    @property
    def is_written(self) -> bool:
        """Whether there is something that others can read."""
        return bool(self.headline or self.description or self.offers or self.seeks)


class Absence(ClusterRecord):
    """A stretch of time in which somebody cannot meet; at all other times they can."""

    profile = models.ForeignKey(Profile, models.PROTECT, related_name="absences")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("It ends after it begins."),
            )
        ]

    def __str__(self) -> str:
        return str(self.profile)
