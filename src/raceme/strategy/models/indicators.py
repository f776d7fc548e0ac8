"""How one will know: indicators with their definitions, targets and the values measured.

An indicator is stated anew in every version of the strategy; what it measures goes on. So its code
and its values hang on a series, which stays the same, and what exactly is measured on a definition:
when it changes a new one begins, and values measured before keep the one they were measured by.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.strategy.models.fields import FieldOfAction
from raceme.strategy.models.strategies import Objective
from raceme.vocabulary.units import label_of_unit


class Series(ClusterRecord):
    """What is measured through the years, whichever version of the strategy asks for it."""

    code = models.CharField(_("code"), max_length=20)

    class Meta:
        ordering = [Length("code"), "code", "pk"]
        verbose_name_plural = "series"
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "code"],
                name="indicator_code_once",
                violation_error_message=_("Another indicator has this code."),
            )
        ]

    def __str__(self) -> str:
        return self.code


class Definition(models.Model):
    """What exactly is measured. Once values were measured by it, a definition stays as it is."""

    class AddsUp(models.TextChoices):
        SUM = "sum", _("sum: each value is what came since the value before")
        DISTINCT = "distinct", _("distinct firms: each value is how many different ones so far")
        MEAN = "mean", _("weighted mean: values of one year, weighted by how many were asked")
        LAST = "last", _("last value: each value is the state on its day")

    class Evidence(models.TextChoices):
        COUNTED = "counted", _("counted: from your own records")
        REPORTED = "reported", _("self-reported: members say so")
        CAUSAL = "causal", _("causal: compared with what would have happened otherwise")

    series = models.ForeignKey(Series, models.PROTECT, related_name="definitions")
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    text = models.TextField(_("definition"), blank=True)
    unit = models.CharField(_("unit"), max_length=40)
    adds_up = models.CharField(_("adds up"), max_length=10, choices=AddsUp, default=AddsUp.LAST)
    evidence = models.CharField(_("kind of evidence"), max_length=10, choices=Evidence, blank=True)
    # None: from the beginning.
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    why = models.TextField(_("why it was changed"), blank=True)

    class Meta:
        ordering = ["series", "number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="definition_number_once"),
            models.CheckConstraint(
                name="definition_later_ones_have_a_day",
                condition=Q(number=1) | Q(valid_from__isnull=False),
                violation_error_message=_("A new definition has a day from which it is valid."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("definition %(number)s") % {"number": self.number}

    @property
    def unit_label(self) -> str:
        return label_of_unit(self.unit)


class Indicator(ClusterRecord):
    """What is measured to know whether an objective is reached: its reference sheet.

    Change an indicator only through `raceme.strategy.verbs`.
    """

    class Direction(models.TextChoices):
        INCREASE = "increase", _("increase")
        DECREASE = "decrease", _("decrease")
        KEEP = "keep", _("keep")

    class Level(models.TextChoices):
        INPUT = "input", _("input: what is put in")
        ACTIVITY = "activity", _("activity: what is done")
        OUTPUT = "output", _("output: what comes of it at once")
        OUTCOME = "outcome", _("outcome: what people and firms do differently")
        RESULT = "result", _("result: how firms perform")
        IMPACT = "impact", _("impact: what changes in the region")

    class Frequency(models.TextChoices):
        MONTH = "month", _("every month")
        QUARTER = "quarter", _("every quarter")
        HALF_YEAR = "half_year", _("every half year")
        YEAR = "year", _("every year")
        TWO_YEARS = "two_years", _("every two years")
        ONCE = "once", _("once")

    objective = models.ForeignKey(Objective, models.PROTECT, related_name="indicators")
    field = models.ForeignKey(
        FieldOfAction,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("field of action"),
        help_text=_("If it tells of one field of action only."),
    )
    definition = models.ForeignKey(
        Definition,
        models.PROTECT,
        related_name="indicators",
        editable=False,
        verbose_name=_("definition in use"),
    )
    name = models.CharField(_("name"), max_length=250)
    direction = models.CharField(
        _("direction"), max_length=10, choices=Direction, default=Direction.INCREASE
    )
    level = models.CharField(_("level"), max_length=10, choices=Level, blank=True)
    source = models.CharField(
        _("source"),
        max_length=250,
        blank=True,
        help_text=_("Where the figures come from, and where one can check them."),
    )
    frequency = models.CharField(
        _("how often"), max_length=10, choices=Frequency, default=Frequency.YEAR
    )
    responsible = models.CharField(
        _("responsible"), max_length=150, blank=True, help_text=_("Who brings the figures.")
    )
    assumption = models.TextField(
        _("assumption"),
        blank=True,
        help_text=_("What must hold true, so that the figure tells something about the objective."),
    )
    baseline = models.DecimalField(
        _("baseline"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    baseline_on = models.DateField(_("date of the baseline"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["objective__code", Length("definition__series__code"), "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        return self.definition.series.code

    @property
    def unit_label(self) -> str:
        return self.definition.unit_label


class Target(ClusterRecord):
    """A value that an indicator shall reach by a day: an operational objective."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    value = models.DecimalField(_("target"), max_digits=16, decimal_places=2)
    # None: nobody has said by when.
    due_on = models.DateField(_("to be reached by"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "due_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="target_once_a_day",
                violation_error_message=_("There is already a target for this day."),
            ),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(withdrawn_at__isnull=True, due_on__isnull=True),
                name="target_without_day_once",
                violation_error_message=_("There is already a target without a day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value.normalize():f}"


class Observation(ClusterRecord):
    """A value that was measured on a day, with where it comes from and who says so."""

    definition = models.ForeignKey(
        Definition, models.PROTECT, related_name="observations", editable=False
    )
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=2)
    weight = models.DecimalField(
        _("counted from"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("How many were asked or counted; a weighted mean needs it."),
    )
    observed_on = models.DateField(_("date"))
    source = models.CharField(
        _("evidence"),
        max_length=500,
        blank=True,
        help_text=_("What shows it: a survey, a list, an address that begins with https://."),
    )
    told_by = models.CharField(
        _("who says so"), max_length=200, blank=True, help_text=_("Empty: you.")
    )
    note = models.TextField(_("note"), blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-observed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "observed_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="observation_once_a_day",
                violation_error_message=_(
                    "There is already a value for this day. Correct it instead."
                ),
            ),
            models.CheckConstraint(
                name="observation_weight_not_negative",
                condition=Q(weight__isnull=True) | Q(weight__gte=0),
                violation_error_message=_("How many were counted is 0 or more."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition.series} {self.observed_on}: {self.value.normalize():f}"

    @property
    def link(self) -> str:
        """The evidence, if it is an address that a browser may open."""
        return self.source if self.source.startswith(("https://", "http://")) else ""
