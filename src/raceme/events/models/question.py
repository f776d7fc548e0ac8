"""What an event asks by itself: at registration, and afterwards in its evaluation."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.events.models.event import CODE, Event, for_reader
from raceme.needs.words import text_in


class Question(ClusterRecord):
    """One thing that is asked. `options`: for a choice, a list of {"code", "text": {language}}."""

    class Form(models.TextChoices):
        REGISTRATION = "registration", _("registration")
        FEEDBACK = "feedback", _("evaluation")

    class Kind(models.TextChoices):
        TEXT = "text", _("free text")
        ONE = "one", _("choice: one of several")
        SEVERAL = "several", _("choice: any number of several")
        YES_NO = "yes-no", _("yes or no")
        NUMBER = "number", _("number")
        SCALE = "scale", _("scale from 1 to 5")

    CHOICES = (Kind.ONE, Kind.SEVERAL)

    event = models.ForeignKey(Event, models.PROTECT, related_name="questions")
    form = models.CharField(_("asked in"), max_length=12, choices=Form)
    rank = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(_("kind of question"), max_length=10, choices=Kind)
    code = models.CharField(_("short name"), max_length=60, validators=[CODE])
    text = models.JSONField(_("question"), default=dict)
    hint = models.JSONField(_("hint"), default=dict, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)
    options = models.JSONField(_("choices"), default=list, blank=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["form", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "form", "code"],
                name="event_question_code_once",
                violation_error_message=_("Another question of this event is called so."),
            )
        ]

    def __str__(self) -> str:
        return for_reader(self.text) or self.code

    def clean(self) -> None:
        if self.kind in self.CHOICES and len(self.options) < 2:
            raise ValidationError({"options": _("Give at least two choices.")})
        codes = [option["code"] for option in self.options]
        if len(set(codes)) != len(codes):
            raise ValidationError({"options": _("Two choices have the same short name.")})

    def label_of(self, code: str, language: str) -> str:
        """Say a choice in a language."""
        known: dict[str, dict[str, Any]] = {one["code"]: one for one in self.options}
        texts = known.get(code, {}).get("text", {})
        return text_in(texts, [language, *sorted(texts)]) or code


class Said(ClusterRecord):
    """What somebody answered to a question; only what belongs to its kind is filled in."""

    text = models.TextField(_("text"), blank=True)
    chosen = models.JSONField(_("chosen"), default=list, blank=True)
    number = models.DecimalField(
        _("number"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    is_yes = models.BooleanField(_("yes"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_empty(self) -> bool:
        return not self.text and not self.chosen and self.number is None and self.is_yes is None
