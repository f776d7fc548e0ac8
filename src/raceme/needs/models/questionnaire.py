"""A questionnaire: its parts, its questions, and what they say in several languages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raceme.access.models import ClusterRecord
from raceme.needs.words import Texts, text_in
from raceme.vocabulary.topics import Topic, label_of_topic, topic_named

CODE = RegexValidator(
    r"^[a-z0-9][a-z0-9-]*$", _("Small letters, digits and hyphens, such as use-of-services.")
)
DEGREES = ("1", "2", "3", "4", "5")
YES, NO = "yes", "no"


def spoken_languages() -> list[str]:
    """Languages of a questionnaire that is new."""
    return ["en"]


class Questionnaire(ClusterRecord):
    """What members are asked, in a fixed order. Once it has been sent, its structure stays.

    `languages`: the codes of its languages; the first one stands in where another lacks a text.
    `words`: what buttons and scales say in languages that the product does not speak itself.
    Change a questionnaire, its parts and its questions only through `raceme.needs.verbs`.
    """

    code = models.CharField(_("short name"), max_length=60, validators=[CODE])
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    title = models.JSONField(_("title"), default=dict)
    introduction = models.JSONField(_("introduction"), default=dict, blank=True)
    privacy = models.JSONField(_("on data protection"), default=dict, blank=True)
    closing = models.JSONField(_("thanks at the end"), default=dict, blank=True)
    languages = models.JSONField(_("languages"), default=spoken_languages)
    words = models.JSONField(_("words of buttons and scales"), default=dict, blank=True)
    earlier = models.ForeignKey(
        "self", models.PROTECT, related_name="later", null=True, blank=True, editable=False,
        verbose_name=_("made from"),
    )  # fmt: skip
    frozen_at = models.DateTimeField(_("fixed"), null=True, blank=True, editable=False)
    put_away_at = models.DateTimeField(_("put away"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["code", "-version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "code", "version"],
                name="questionnaire_version_once",
                violation_error_message=_("Another questionnaire has this short name."),
            ),
        ]

    def __str__(self) -> str:
        title = text_in(self.title, self.languages)
        return title if self.version == 1 else f"{title} ({self.version})"

    def clean(self) -> None:
        if not self.languages or len(set(self.languages)) != len(self.languages):
            raise ValidationError({"languages": _("Choose at least one language, each once.")})
        if not text_in(self.title, self.languages[:1]):
            raise ValidationError({"title": _("Give it a title in its first language.")})

    @property
    def is_frozen(self) -> bool:
        """Whether somebody was asked with it already, so that its structure must stay."""
        return self.frozen_at is not None

    @property
    def is_put_away(self) -> bool:
        return self.put_away_at is not None

    @property
    def language(self) -> str:
        """The first language, which stands in where another lacks a text."""
        return str(self.languages[0])

    def said(self, texts: Texts, language: str = "") -> str:
        """Give a text in this language, or in the next one that has it."""
        return text_in(texts, [language, *self.languages])


class Part(ClusterRecord):
    """A page of a questionnaire: questions that belong together, such as a diagnosis module."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="parts")
    place = models.PositiveSmallIntegerField(_("place"))
    module = models.CharField(_("diagnosis module"), max_length=40, blank=True)
    title = models.JSONField(_("title"), default=dict, blank=True)
    introduction = models.JSONField(_("introduction"), default=dict, blank=True)
    condition_on = models.ForeignKey(
        "Question", models.PROTECT, related_name="parts_shown", null=True, blank=True,
        verbose_name=_("shown only after the question"),
    )  # fmt: skip
    condition_values = models.JSONField(_("and the answer"), default=list, blank=True)

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return self.questionnaire.said(self.title) or self.module or f"#{self.place}"


class Question(ClusterRecord):
    """One thing that is asked: a topic of need, or a question of the office's own.

    `code` stays the same over the years: by it last year's answer is found. Of a topic it is the
    code of the topic. `options`: for a choice, a list of {"code": …, "text": {language: …}}.
    """

    class Kind(models.TextChoices):
        TOPIC = "topic", _("topic: how important, how satisfied")
        SCALE = "scale", _("scale from 1 to 5")
        YES_NO = "yes-no", _("yes or no")
        ONE = "one", _("choice: one of several")
        SEVERAL = "several", _("choice: any number of several")
        NUMBER = "number", _("number")
        TEXT = "text", _("free text")

    class Unit(models.TextChoices):
        """What a number counts: a list, so that answers can be added up."""

        MONEY = "money", _("money, in the currency of the cluster")
        THOUSANDS = "thousands", _("thousands, in the currency of the cluster")
        PERCENT = "percent", _("per cent")
        PEOPLE = "people", _("people")
        FULL_TIME = "full-time", _("full-time posts")
        DAYS = "days", _("days")
        HOURS = "hours", _("hours")
        PIECES = "pieces", _("pieces")
        KILOWATT_HOURS = "kwh", _("kilowatt hours")
        TONNES = "tonnes", _("tonnes")

    CHOICES = (Kind.ONE, Kind.SEVERAL)
    # What another question or part can depend on: kinds whose answers are a short list.
    DECIDING = (Kind.TOPIC, Kind.SCALE, Kind.YES_NO, Kind.ONE, Kind.SEVERAL)

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="questions")
    part = models.ForeignKey(Part, models.PROTECT, related_name="questions")
    place = models.PositiveSmallIntegerField(_("place"))
    kind = models.CharField(_("kind of question"), max_length=10, choices=Kind)
    code = models.CharField(_("short name"), max_length=80)
    text = models.JSONField(_("question"), default=dict, blank=True)
    hint = models.JSONField(_("hint"), default=dict, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)
    options = models.JSONField(_("choices"), default=list, blank=True)
    low_label = models.JSONField(_("what 1 means"), default=dict, blank=True)
    high_label = models.JSONField(_("what 5 means"), default=dict, blank=True)
    unit = models.CharField(_("unit"), max_length=12, choices=Unit, blank=True)
    lowest = models.DecimalField(
        _("lowest number"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    highest = models.DecimalField(
        _("highest number"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    condition_on = models.ForeignKey(
        "self", models.PROTECT, related_name="questions_shown", null=True, blank=True,
        verbose_name=_("shown only after the question"),
    )  # fmt: skip
    condition_values = models.JSONField(_("and the answer"), default=list, blank=True)

    class Meta:
        ordering = ["part__place", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "code"],
                name="question_code_once",
                violation_error_message=_("Another question of this questionnaire is called so."),
            ),
            models.CheckConstraint(
                name="question_numbers_in_order",
                condition=Q(lowest__isnull=True)
                | Q(highest__isnull=True)
                | Q(lowest__lte=models.F("highest")),
                violation_error_message=_("The lowest number is above the highest."),
            ),
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.TOPIC:
            return label_of_topic(self.code)
        return self.questionnaire.said(self.text) or self.code

    def clean(self) -> None:
        if self.kind == self.Kind.TOPIC:
            return
        CODE(self.code)
        if self.kind in self.CHOICES and len(self.options) < 2:
            raise ValidationError({"options": _("Give at least two choices.")})
        codes = [option["code"] for option in self.options]
        if len(set(codes)) != len(codes):
            raise ValidationError({"options": _("Two choices have the same short name.")})

    @property
    def topic(self) -> Topic | None:
        """The topic of the vocabulary it asks about, if it does."""
        return topic_named(self.code) if self.kind == self.Kind.TOPIC else None

    @property
    def is_topic(self) -> bool:
        return self.kind == self.Kind.TOPIC

    @property
    def answer_codes(self) -> list[str]:
        """The short answers on which another question can depend."""
        if self.kind in {self.Kind.TOPIC, self.Kind.SCALE}:
            return list(DEGREES)
        if self.kind == self.Kind.YES_NO:
            return [YES, NO]
        return [option["code"] for option in self.options]


def option_named(question: Question, code: str) -> dict[str, Any] | None:
    """Find a choice of a question by its short name."""
    return next((one for one in question.options if one["code"] == code), None)
