"""Who signs in, which cluster organisations there are, and who holds which seat in them."""

import hashlib
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **values: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in, known by one e-mail address. Rights come from seats only."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("This e-mail address is already known."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Cluster(models.Model):
    """A cluster organisation: the small team that supports a regional network."""

    slug = models.SlugField(
        _("address"), max_length=50, unique=True, help_text=_("Part of every page's address.")
    )
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, blank=True)
    nuts = models.CharField(_("NUTS region"), max_length=5, blank=True)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="EUR",
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as EUR."))],
    )
    founded_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def cluster_id(self) -> int:
        """Itself: rules and history treat it like all that belongs to it."""
        return self.pk


class Role(models.TextChoices):
    """What a seat lets a person do; each role may do all that the later ones may."""

    MANAGER = "manager", _("manager")
    ADVISER = "adviser", _("adviser")
    BOARD = "board", _("board")
    VIEWER = "viewer", _("viewer")


class Seat(models.Model):
    """A person's role in a cluster organisation, from one day to another."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="seats")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    given_at = models.DateTimeField(_("given"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["cluster", "user", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "cluster"],
                condition=Q(ended_at__isnull=True),
                name="seat_once_at_a_time",
                violation_error_message=_("This person already has a seat here."),
            ),
            models.CheckConstraint(name="seat_role_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="seat_ends_after_it_was_given",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("given_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class Token(models.Model):
    """A key with which a program acts on a person's seat. Only its digest is stored."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def cluster_id(self) -> int:
        return self.seat.cluster_id

    @staticmethod
    def digest_of(secret: str) -> str:
        """Give what is stored of a token: SHA-256, fit for secrets too long to be guessed."""
        return hashlib.sha256(secret.encode()).hexdigest()


class ClusterRecord(models.Model):
    """Something that belongs to one cluster organisation from its first day."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True
