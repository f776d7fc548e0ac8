"""Who could work with whom: computed, released by a person, agreed to by both, followed up."""

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raceme.access.models import ClusterRecord
from raceme.catalogue.models import Service
from raceme.collaboration.models.notices import Notice
from raceme.members.models import Organisation

SHORT = [MaxLengthValidator(2000)]
SHARE = [MinValueValidator(0.0), MaxValueValidator(1.0)]


class PartnerSearch(ClusterRecord):
    """One computation of suggestions, by whom it was asked for and with which controls."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be computed")
        RUNNING = "running", _("being computed")
        DONE = "done", _("computed")
        FAILED = "failed", _("failed")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="partner_searches", null=True, blank=True,
        verbose_name=_("for whom"),
    )  # fmt: skip
    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="partner_searches", null=True, blank=True,
        verbose_name=_("answers to"),
    )  # fmt: skip
    service = models.ForeignKey(
        Service, models.PROTECT, related_name="partner_searches", null=True, blank=True,
        verbose_name=_("as part of the service"),
    )  # fmt: skip
    number = models.PositiveSmallIntegerField(
        _("suggestions for each"), default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    cross_sector = models.FloatField(_("from another sector"), default=0.5, validators=SHARE)
    diversity = models.FloatField(_("how different from each other"), default=0.3, validators=SHARE)
    with_known = models.BooleanField(_("earlier partners, too"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(_("asked for"))
    asked_by = models.CharField(_("asked for by"), max_length=200, blank=True)
    done_at = models.DateTimeField(_("computed"), null=True, blank=True)
    found = models.PositiveIntegerField(_("suggestions found"), null=True, blank=True)
    weights = models.JSONField(_("weights"), default=dict, blank=True)
    trouble = models.TextField(_("why it failed"), blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return str(self.notice or self.organisation or _("all members"))

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED}


class Suggestion(ClusterRecord):
    """That two members could work together, why, and what has become of it.

    Names are exchanged only once both have agreed. A pair has one suggestion at a time that is
    under way. Change it only through `raceme.collaboration.verbs`.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        RELEASED = "released", _("both are asked")
        ONE_AGREED = "one-agreed", _("one has agreed")
        INTRODUCED = "introduced", _("introduced")
        MET = "met", _("have met")
        FOLLOW_UP = "follow-up", _("go on talking")
        COOPERATION = "cooperation", _("cooperate")
        RESULT = "result", _("with a result")
        DECLINED = "declined", pgettext_lazy("suggestion", "declined")
        DROPPED = "dropped", _("not released")
        ENDED = "ended", _("ended without cooperation")

    class Source(models.TextChoices):
        COMPUTED = "computed", _("computed")
        REQUEST = "request", _("answer to a request")
        INTEREST = "interest", _("a member is interested")
        OFFICE = "office", _("by the office")

    ASKING = (State.RELEASED, State.ONE_AGREED)
    KNOWN = (State.INTRODUCED, State.MET, State.FOLLOW_UP, State.COOPERATION, State.RESULT)
    OPEN = (State.PROPOSED, *ASKING, *KNOWN)
    OVER = (State.DECLINED, State.DROPPED, State.ENDED)

    number = models.PositiveIntegerField(_("number"), editable=False)
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
    source = models.CharField(_("how it came about"), max_length=10, choices=Source)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PROPOSED)
    score = models.FloatField(_("score"), null=True, blank=True)
    parts = models.JSONField(_("parts of the score"), default=dict, blank=True)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    is_cross_sector = models.BooleanField(_("across sectors"), null=True, blank=True)
    word = models.TextField(
        _("a word of the office to both"), blank=True, validators=SHORT,
        help_text=_("Stands in the letter above the reasons. Name nobody here."),
    )  # fmt: skip
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
                fields=["cluster", "number"], name="suggestion_number_once"
            ),
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
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_proposed(self) -> bool:
        return self.state == self.State.PROPOSED

    @property
    def is_asking(self) -> bool:
        """Whether answers of the two are waited for."""
        return self.state in self.ASKING

    @property
    def is_introduced(self) -> bool:
        """Whether the two know each other's names."""
        return self.state in self.KNOWN

    def partner_of(self, organisation_id: int) -> Organisation:
        """The other one of the two."""
        return self.other if organisation_id == self.one_id else self.one


class Consent(ClusterRecord):
    """What one of the two said to a suggestion: yes, no, or nothing yet."""

    class Answer(models.TextChoices):
        OPEN = "open", _("no answer yet")
        YES = "yes", _("agrees")
        NO = "no", _("does not want to")

    class Because(models.TextChoices):
        """Why somebody does not want to: each teaches something else."""

        COMPETITOR = "competitor", _("too close to a competitor")
        TOPIC = "topic", _("the topic does not fit")
        KNOWN = "known", _("we know each other already")
        TIME = "time", _("no time at the moment")
        PLACE = "place", _("too far away")
        SIZE = "size", _("too large or too small")
        NEVER = "never", _("not with this partner")
        OTHER = "other", _("another reason")

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="consents")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="consents", verbose_name=_("member")
    )
    answer = models.CharField(_("answer"), max_length=5, choices=Answer, default=Answer.OPEN)
    because = models.CharField(_("reason"), max_length=12, choices=Because, blank=True)
    note = models.TextField(_("in own words"), blank=True, validators=SHORT)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    reminded_at = models.DateTimeField(_("last reminded"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=200, blank=True)

    class Meta:
        ordering = ["suggestion", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "organisation"], name="consent_once_a_side"
            ),
            models.CheckConstraint(
                name="consent_refused_says_why", condition=~Q(answer="no") | ~Q(because="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_answer_display()}"

    @property
    def is_open(self) -> bool:
        return self.answer == self.Answer.OPEN


class Step(ClusterRecord):
    """What two members that were introduced have come to, on which day, and who says so."""

    class Kind(models.TextChoices):
        """What a cooperation is, where it is one."""

        AGREEMENT = "agreement", _("agreement")
        ORDER = "order", _("order")
        PROJECT = "project", _("joint project")
        PRODUCT = "product", _("new product or process")
        OTHER = "other", _("something else")

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="steps")
    state = models.CharField(_("they"), max_length=12, choices=Suggestion.State)
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


class Exclusion(ClusterRecord):
    """That two organisations are never, or not before a day, suggested to each other."""

    class Because(models.TextChoices):
        COMPETITORS = "competitors", _("competitors")
        NO_THANKS = "no-thanks", _("one of them does not want to")
        KNOWN = "known", _("they know each other already")
        NOT_NOW = "not-now", _("not at the moment")
        OTHER = "other", _("another reason")

    one = models.ForeignKey(
        Organisation, models.PROTECT, related_name="exclusions", verbose_name=_("one")
    )
    other = models.ForeignKey(
        Organisation, models.PROTECT, related_name="excluded_by", verbose_name=_("the other")
    )
    because = models.CharField(_("reason"), max_length=12, choices=Because)
    until = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)
    suggestion = models.ForeignKey(
        Suggestion, models.PROTECT, related_name="exclusions", null=True, blank=True
    )
    made_at = models.DateTimeField(_("written"))
    ended_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="exclusion_of_two",
                condition=~Q(one=F("other")),
                violation_error_message=_("Nobody excludes itself."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"
