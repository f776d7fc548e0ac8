"""What members need, for whoever asks: every word, the latest words, and sums by topic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import (
    Avg,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
    Window,
)
from django.db.models.functions import Coalesce, Greatest, RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme.access.actor import Actor
from raceme.access.queries import changes_visible_to
from raceme.foundation.models import Change
from raceme.members.models import Organisation, Standing
from raceme.members.queries import found_by_words, members_of
from raceme.needs import rules
from raceme.needs.models import Need
from raceme.vocabulary.topics import Module, label_of_topic, topic_named, topics

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Words(TypedDict):
        topics: int
        last_on: date | None

    WithWords = WithAnnotations[Organisation, _Words]

# A member asks for a topic whose importance it puts at this or higher; the same bound as N_t of
# the plan, IMPORTANT_FROM in cores/planning/demand.py.
IMPORTANT_FROM = 3

# How urgent a record is, 0 to 1. The formula is q of cores/planning/demand.py, said to the
# database, because lists are sorted and narrowed there; tests/needs compares the two.
SCORE = ExpressionWrapper(
    (
        F("importance")
        + Greatest(Value(0), F("importance") - Coalesce(F("satisfaction"), F("importance")))
        - Value(1)
    )
    / Value(8.0),
    output_field=FloatField(),
)


@dataclass(frozen=True, slots=True)
class TopicAsked:
    """What the latest words of all members on one topic amount to."""

    topic: str
    responding: int  # members that have a word on it
    asking: int  # of them, those to whom it is important (N_t of the plan)
    importance: float  # mean, 1 to 5
    satisfaction: float | None  # mean over the known ones, 1 to 5
    last_on: date

    @property
    def label(self) -> str:
        return label_of_topic(self.topic)

    @property
    def module(self) -> Module | None:
        """The part of the diagnosis talk it belongs to; None for a topic of the cluster's own."""
        topic = topic_named(self.topic)
        return None if topic is None else topic.module


@dataclass(frozen=True, slots=True)
class Changed:
    """A value that was put right: what it is called, what stood there, what stands there now."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done to a record, in words."""

    label: str | Promise
    author: str
    at: datetime
    changed: tuple[Changed, ...]


ACTS = {
    "record_need": gettext_lazy("recorded"),
    "correct_need": gettext_lazy("corrected"),
    "withdraw_need": gettext_lazy("withdrawn"),
    "restore_need": gettext_lazy("restored"),
}
# The values of a record that people know by name, in the order in which a change shows them.
SHOWN_VALUES = {
    "topic": gettext_lazy("topic"),
    "importance": gettext_lazy("importance"),
    "satisfaction": gettext_lazy("satisfaction"),
    "recorded_on": gettext_lazy("date"),
    "source": gettext_lazy("source"),
    "note": gettext_lazy("note"),
}


def needs_visible_to(actor: Actor) -> QuerySet[Need]:
    """Everything that was ever recorded in the actor's cluster organisation."""
    if not actor.is_seated:
        return Need.objects.none()
    return Need.objects.filter(cluster=actor.cluster).select_related("organisation")


def needs_in_force(actor: Actor) -> QuerySet[Need]:
    """The words that stand: not withdrawn, and of those that are members today."""
    return needs_visible_to(actor).filter(
        withdrawn_at__isnull=True, organisation__standing=Standing.MEMBER
    )


def latest_needs(actor: Actor) -> QuerySet[Need]:
    """The word that counts of each member on each topic, with its `score` (0 to 1).

    The latest day counts; of one day the highest score, of equal scores the higher importance:
    the rule of the plan (`_rank` in cores/planning/demand.py).
    """
    return _latest_among(needs_in_force(actor))


def latest_needs_of(actor: Actor, organisation: Organisation) -> QuerySet[Need]:
    """The words of one member that count, the most urgent first."""
    words = _latest_among(needs_in_force(actor).filter(organisation=organisation))
    return words.order_by(SCORE.desc(), "topic")


def latest_needs_on(actor: Actor, topic: str) -> QuerySet[Need]:
    """The words on one topic that count, the most urgent first."""
    words = _latest_among(needs_in_force(actor).filter(topic=topic))
    return words.order_by(SCORE.desc(), "organisation__name", "pk")


def latest_needs_on_any(actor: Actor, topics: Iterable[str]) -> QuerySet[Need]:
    """The words on some topics that count."""
    return _latest_among(needs_in_force(actor).filter(topic__in=set(topics)))


def organisations_asking_for(
    organisations: QuerySet[Organisation], topic: str, actor: Actor
) -> QuerySet[Organisation]:
    """Narrow down to members whose latest word on a topic says that it is important to them."""
    asking = latest_needs_on(actor, topic).filter(importance__gte=IMPORTANT_FROM)
    return organisations.filter(pk__in=asking.order_by().values("organisation_id"))


def topics_asked_for(actor: Actor) -> list[TopicAsked]:
    """What members said on each topic, summed up; the most asked topics first."""
    return _summed_up(latest_needs(actor))


def topic_asked_for(actor: Actor, topic: str) -> TopicAsked | None:
    """What members said on one topic, summed up; None where nobody has spoken on it."""
    return next(iter(_summed_up(latest_needs_on(actor, topic))), None)


def responding_members(actor: Actor) -> QuerySet[Organisation]:
    """The members that have said anything about their needs: those whom the plan listens to."""
    said = Need.objects.filter(organisation=OuterRef("pk"), withdrawn_at__isnull=True)
    return members_of(actor).filter(Exists(said))


def members_with_words(actor: Actor, *, text: str = "", responded: str = "") -> QuerySet[WithWords]:
    """The members with how many topics they have spoken on (`topics`) and when last (`last_on`).

    `responded` narrows to those that have ("yes") or have not ("no").
    """
    members = found_by_words(members_of(actor), text, actor=actor).order_by("name_folded", "pk")
    stands = Q(needs__withdrawn_at__isnull=True)
    members = members.annotate(
        topics=Count("needs__topic", filter=stands, distinct=True),
        last_on=Max("needs__recorded_on", filter=stands),
    )
    if responded == "yes":
        return members.filter(topics__gt=0)
    if responded == "no":
        return members.filter(topics=0)
    return members


def own_topics(actor: Actor) -> list[str]:
    """The topics of the cluster's own that anybody has spoken on, in the order of the alphabet."""
    known = [topic.code for topic in topics()]
    spoken = needs_visible_to(actor).exclude(topic__in=known).order_by("topic")
    return list(spoken.values_list("topic", flat=True).distinct())


def topics_called(words: str, codes: Iterable[str]) -> list[str]:
    """Those of the topics whose name holds every one of the words."""
    wanted = words.casefold().split()
    return [
        code
        for code in codes
        if all(word in f"{label_of_topic(code)} {code}".casefold() for word in wanted)
    ]


def found_among(
    needs: QuerySet[Need],
    *,
    text: str = "",
    topic: str = "",
    source: str = "",
    importance_min: int | None = None,
    organisation: Organisation | None = None,
    in_notes: bool = False,
) -> QuerySet[Need]:
    """Narrow a list of needs to what somebody looks for, in notes too if they may read them."""
    if topic:
        needs = needs.filter(topic=topic)
    if source:
        needs = needs.filter(source=source)
    if importance_min is not None:
        needs = needs.filter(importance__gte=importance_min)
    if organisation is not None:
        needs = needs.filter(organisation=organisation)
    for word in text.split():
        in_name = Q(organisation__name__icontains=word)
        needs = needs.filter(in_name | Q(note__icontains=word) if in_notes else in_name)
    return needs.order_by("-recorded_on", "-pk")


def acts_on(actor: Actor, need: Need) -> list[Act]:
    """What was done to a record and by whom, newest first; for those who may read history."""
    changes = changes_visible_to(actor).filter(kind=need._meta.label_lower, thing_id=need.pk)
    return [
        Act(
            label=ACTS.get(change.verb, change.verb),
            author=change.author,
            at=change.at,
            changed=tuple(_changed(change, actor)) if change.verb == "correct_need" else (),
        )
        for change in changes
    ]


def _changed(change: Change, actor: Actor) -> Iterator[Changed]:
    for name, label in SHOWN_VALUES.items():
        if name in change.values and (name != "note" or rules.may_read_answers(actor)):
            before, after = change.values[name]
            yield Changed(label, _in_words(name, before), _in_words(name, after))


def _in_words(name: str, value: str | int | None) -> str:
    if value is None:
        return _("unknown")
    if name == "topic":
        return label_of_topic(str(value))
    if name == "source":
        return str(Need.Source(str(value)).label)
    return str(value)


def _latest_among(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Keep the word that counts of each member on each topic; narrow to either beforehand."""
    place = Window(
        RowNumber(),
        partition_by=[F("organisation_id"), F("topic")],
        order_by=[
            F("recorded_on").desc(),
            SCORE.desc(),
            F("importance").desc(),
            F("pk").desc(),
        ],
    )
    first = needs.order_by().annotate(place=place).filter(place=1)
    # Asked anew by number, because a list cut down by window cannot be summed up any further.
    return (
        Need.objects.filter(pk__in=first.values("pk"))
        .select_related("organisation")
        .annotate(score=SCORE)
    )


def _summed_up(latest: QuerySet[Need]) -> list[TopicAsked]:
    rows = (
        latest.order_by()
        .values("topic")
        .annotate(
            responding=Count("organisation"),
            asking=Count("organisation", filter=Q(importance__gte=IMPORTANT_FROM)),
            mean_importance=Avg("importance"),
            mean_satisfaction=Avg("satisfaction"),
            last_on=Max("recorded_on"),
        )
        .order_by("-asking", "-mean_importance", "topic")
    )
    return [
        TopicAsked(
            topic=row["topic"],
            responding=row["responding"],
            asking=row["asking"],
            importance=float(row["mean_importance"]),
            satisfaction=_known(row["mean_satisfaction"]),
            last_on=row["last_on"],
        )
        for row in rows
    ]


def _known(mean: float | None) -> float | None:
    return None if mean is None else float(mean)
