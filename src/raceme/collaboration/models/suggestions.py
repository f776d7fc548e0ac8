"""Who could work with whom: computed, released by a person, agreed to by both, followed up."""

from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raceme.access.models import ClusterRecord
from raceme.catalogue.models import Service
from raceme.collaboration.models.notices import Notice
from raceme.collaboration.models.searches import PartnerSearch
from raceme.members.models import Organisation

SHORT = [MaxLengthValidator(2000)]


class Side(models.TextChoices):
    """Which of the two: the one for whom partners were looked for, or the other."""

    ONE = "one", _("for whom partners were looked for")
    OTHER = "other", _("the partner suggested")

    @property
    def opposite(self) -> "Side":
        return Side.OTHER if self == Side.ONE else Side.ONE


class Because(models.TextChoices):
    """Why nothing comes of a suggestion: each teaches something else (`bridge/finding.py`)."""

    COMPETITOR = "competitor", _("they compete")
    TOPIC = "topic", _("the topic does not fit")
    KNOWN = "known", _("they know each other already")
    TIME = "time", _("no time at the moment")
    PLACE = "place", _("too far away")
    SIZE = "size", _("too large or too small")
    NEVER = "never", _("does not want to work with this partner")
    OTHER = "other", _("another reason")


class Suggestion(ClusterRecord):
    """That two members could work together, why, and what has become of it.

    Names are exchanged only once both have agreed: `introduced_at` says since when. A pair has one
    suggestion at a time that is under way. Change it only through `raceme.collaboration.verbs`.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        RELEASED = "released", _("both are asked")
        ONE_AGREED = "one-agreed", _("one has agreed")
        INTRODUCED = "introduced", _("introduced")
        MET = "met", _("have met")
        FOLLOW_UP = "follow-up", _("go on talking")
        COOPERATION = "cooperation", _("work together")
        RESULT = "result", _("have a result")
        DECLINED = "declined", pgettext_lazy("suggestion", "declined")
        DROPPED = "dropped", _("not released")
        ENDED = "ended", _("ended without cooperation")

    ASKING = (State.RELEASED, State.ONE_AGREED)
    KNOWN = (State.INTRODUCED, State.MET, State.FOLLOW_UP, State.COOPERATION, State.RESULT)
    OPEN = (State.PROPOSED, *ASKING, *KNOWN)
    OVER = (State.DECLINED, State.DROPPED, State.ENDED)

    one = models.ForeignKey(
        Organisation, models.PROTECT, related_name="suggestions", verbose_name=_("for")
    )
    other = models.ForeignKey(
        Organisation, models.PROTECT, related_name="suggested_to", verbose_name=_("partner")
    )
    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="suggestions", null=True, blank=True,
        verbose_name=_("because of"),
    )  # fmt: skip
    search = models.ForeignKey(
        PartnerSearch, models.PROTECT, related_name="suggestions", null=True, blank=True
    )
    service = models.ForeignKey(
        Service, models.PROTECT, related_name="suggestions", null=True, blank=True,
        verbose_name=_("as part of the service"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PROPOSED)
    score = models.FloatField(_("score"), null=True, blank=True)
    parts = models.JSONField(_("parts of the score"), default=dict, blank=True)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    is_cross_sector = models.BooleanField(_("across sectors"), null=True, blank=True)
    word = models.TextField(
        _("a word of yours to both"), blank=True, validators=SHORT,
        help_text=_("Stands in the letter above the reasons. Name nobody here."),
    )  # fmt: skip
    because = models.CharField(
        _("why it was not released"), max_length=12, choices=Because, blank=True
    )
    proposed_at = models.DateTimeField(_("proposed"))
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    introduced_at = models.DateTimeField(_("introduced"), null=True, blank=True)
    followed_at = models.DateTimeField(_("last asked what came of it"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["cluster", "state"], name="suggestion_by_state")]
        constraints = [
            models.UniqueConstraint(
                Least("one", "other"),
                Greatest("one", "other"),
                condition=~Q(state__in=["declined", "dropped", "ended"]),
                name="suggestion_once_at_a_time",
                violation_error_message=_("These two are suggested to each other already."),
            ),
            models.CheckConstraint(
                name="suggestion_of_two",
                condition=~Q(one=F("other")),
                violation_error_message=_("Nobody is a partner of itself."),
            ),
            models.CheckConstraint(
                name="suggestion_introduced_after_release",
                condition=Q(introduced_at__isnull=True) | Q(released_at__isnull=False),
                violation_error_message=_("Nobody is introduced before somebody has released it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"

    @property
    def is_proposed(self) -> bool:
        return self.state == self.State.PROPOSED

    @property
    def is_asking(self) -> bool:
        """Whether answers of the two are waited for."""
        return self.state in self.ASKING

    @property
    def is_over(self) -> bool:
        return self.state in self.OVER

    @property
    def is_introduced(self) -> bool:
        """Whether the two know each other's names. Nothing else may decide on showing them."""
        return self.introduced_at is not None

    def organisation_on(self, side: str) -> Organisation:
        return self.one if side == Side.ONE else self.other

    def side_of(self, organisation_id: int) -> Side:
        return Side.ONE if organisation_id == self.one_id else Side.OTHER


class Consent(ClusterRecord):
    """What one of the two said to a suggestion: yes, no, or nothing yet."""

    class Answer(models.TextChoices):
        OPEN = "open", _("no answer yet")
        YES = "yes", _("agrees")
        NO = "no", _("does not want to")

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="consents")
    side = models.CharField(_("which of the two"), max_length=5, choices=Side)
    answer = models.CharField(_("answer"), max_length=5, choices=Answer, default=Answer.OPEN)
    because = models.CharField(_("reason"), max_length=12, choices=Because, blank=True)
    note = models.TextField(_("in own words"), blank=True, validators=SHORT)
    asked_at = models.DateTimeField(_("asked"))
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=200, blank=True)

    class Meta:
        ordering = ["suggestion", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "side"], name="consent_once_a_side"),
            models.CheckConstraint(
                name="consent_refused_says_why",
                condition=~Q(answer="no") | ~Q(because=""),
                violation_error_message=_("Whoever does not want to says why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion}: {self.get_answer_display()}"

    @property
    def is_open(self) -> bool:
        return self.answer == self.Answer.OPEN

    @property
    def is_yes(self) -> bool:
        return self.answer == self.Answer.YES


class Step(ClusterRecord):
    """What two members that were introduced have come to, on which day, and who says so."""

    class Kind(models.TextChoices):
        """What a cooperation or a result is."""

        AGREEMENT = "agreement", _("agreement")
        ORDER = "order", _("order")
        PROJECT = "project", _("joint project")
        PRODUCT = "product", _("new product or process")
        OTHER = "other", _("something else")

    State = Suggestion.State
    # In the order in which it goes; the last one ends it.
    WAY = (State.MET, State.FOLLOW_UP, State.COOPERATION, State.RESULT, State.ENDED)

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="steps")
    state = models.CharField(
        _("what they have come to"),
        max_length=12,
        choices=[(one.value, one.label) for one in WAY],
    )
    happened_on = models.DateField(_("day"))
    kind = models.CharField(_("what it is"), max_length=10, choices=Kind, blank=True)
    value_eur = models.DecimalField(
        _("value in euros"), max_digits=12, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)], help_text=_("Leave empty if unknown."),
    )  # fmt: skip
    note = models.TextField(_("note"), blank=True, validators=SHORT)
    said_by = models.CharField(_("said by"), max_length=200, blank=True)
    said_at = models.DateTimeField(_("written"))

    class Meta:
        ordering = ["suggestion", "happened_on", "pk"]

    def __str__(self) -> str:
        return f"{self.suggestion}: {self.get_state_display()}"
