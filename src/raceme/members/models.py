"""The organisations a cluster organisation works with."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.vocabulary import helix

WEIGHT_MAX = 1_000_000.0  # more is a slip of the fingers, and would drown everybody else


def _role_choices() -> list[tuple[str, str]]:
    return [(role.code, role.label) for role in helix.roles()]


class Organisation(ClusterRecord):
    """A firm, research organisation or public body that takes part in the cluster.

    Change an organisation only through `raceme.members.verbs`.
    """

    code = models.CharField(
        _("id"),
        max_length=40,
        help_text=_("Your own number for it; spreadsheets find the organisation by it again."),
    )
    name = models.CharField(_("name"), max_length=250)
    role = models.CharField(
        _("kind of organisation"), max_length=20, choices=_role_choices, blank=True
    )
    employees = models.PositiveIntegerField(
        _("employees"), null=True, blank=True, help_text=_("Leave empty if unknown.")
    )
    nace = models.CharField(_("main activity (NACE Rev. 2)"), max_length=10, blank=True)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Za-z]{2}$", _("Two letters, such as SI."))],
        help_text=_("Two letters, such as SI."),
    )
    nuts = models.CharField(
        _("NUTS region"),
        max_length=5,
        blank=True,
        validators=[
            RegexValidator(r"^[A-Z]{2}[A-Z0-9]{0,3}$", _("A code of NUTS, such as SI041."))
        ],
        help_text=_("A code of NUTS, such as SI041."),
    )
    city = models.CharField(_("town"), max_length=120, blank=True)
    website = models.CharField(_("website"), max_length=250, blank=True)
    weight = models.FloatField(
        _("weight"),
        default=1.0,
        validators=[MinValueValidator(0.0), MaxValueValidator(WEIGHT_MAX)],
        help_text=_("How much its needs count in the plan; 1 is usual."),
    )
    joined_on = models.DateField(_("member since"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["cluster", "name"], name="organisation_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "code"],
                name="organisation_code_once",
                violation_error_message=_("Another organisation has this id."),
            ),
            models.CheckConstraint(
                name="organisation_weight_not_negative",
                condition=Q(weight__gte=0),
                violation_error_message=_("A weight is 0 or more."),
            ),
            models.CheckConstraint(
                name="organisation_left_after_it_joined",
                condition=Q(left_on__isnull=True)
                | Q(joined_on__isnull=True)
                | Q(left_on__gte=models.F("joined_on")),
                violation_error_message=_("A member leaves after it has joined."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_member(self) -> bool:
        return self.left_on is None

    @property
    def size_class(self) -> helix.SizeClass | None:
        return helix.size_class(self.employees)
