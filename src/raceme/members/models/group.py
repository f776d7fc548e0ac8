"""Working groups, boards and committees of the cluster, and who sits in them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.members.models.organisation import Organisation
from raceme.members.models.people import Person


class WorkingGroup(ClusterRecord):
    """A group of members that meets for a theme, or that a statute asks for.

    Change it only through `raceme.members.verbs`.
    """

    class Kind(models.TextChoices):
        WORKING_GROUP = "working-group", _("working group")
        BOARD = "board", _("board")
        COMMITTEE = "committee", _("committee or jury")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.WORKING_GROUP)
    mandate = models.TextField(_("mandate"), blank=True)
    began_on = models.DateField(_("since"), null=True, blank=True)
    ended_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Leave empty while it meets.")
    )

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "name"],
                condition=Q(ended_on__isnull=True),
                name="group_named_once",
                violation_error_message=_("There is a group of this name already."),
            ),
            models.CheckConstraint(
                name="group_ends_after_it_begins",
                condition=Q(ended_on__isnull=True)
                | Q(began_on__isnull=True)
                | Q(ended_on__gte=F("began_on")),
                violation_error_message=_("A group ends after it has begun."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupSeat(ClusterRecord):
    """The seat of an organisation in a group, and the person who takes it, if that is known."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        DEPUTY = "deputy", _("deputy chair")
        MEMBER = "member", _("ordinary member of the group")
        GUEST = "guest", _("guest")

    group = models.ForeignKey(WorkingGroup, models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="group_seats")
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="group_seats",
        null=True,
        blank=True,
        verbose_name=_("person"),
    )
    role = models.CharField(_("as"), max_length=10, choices=Role, default=Role.MEMBER)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Leave empty while it sits there.")
    )

    class Meta:
        ordering = ["organisation__name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="group_seat_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("A seat ends after it has begun."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.group}"
