"""How the objectives are to be reached: fields of action and their measures."""

from django.db.models import Prefetch, Q, QuerySet

from raceme.access.actor import Actor
from raceme.strategy.models import FieldOfAction, Measure, Objective, Strategy
from raceme.strategy.queries.strategies import strategy_in_force


def fields_visible_to(actor: Actor) -> QuerySet[FieldOfAction]:
    """All fields of action of all versions, those that have ended included."""
    if not actor.is_seated:
        return FieldOfAction.objects.none()
    return FieldOfAction.objects.filter(cluster=actor.cluster).select_related("strategy")


def fields_of(actor: Actor, strategy: Strategy) -> QuerySet[FieldOfAction]:
    """The open fields of one version, each with its measures and the objectives it serves.

    They are its `live_measures` (without those that were dropped) and its `open_objectives`.
    """
    measures = Measure.objects.exclude(status=Measure.Status.DROPPED)
    objectives = Objective.objects.filter(ended_at__isnull=True)
    return (
        fields_visible_to(actor)
        .filter(strategy=strategy, ended_at__isnull=True)
        .prefetch_related(
            Prefetch("measures", measures, to_attr="live_measures"),
            Prefetch("objectives", objectives, to_attr="open_objectives"),
        )
    )


def fields_in_force(actor: Actor) -> QuerySet[FieldOfAction]:
    """The open fields of action of the version in force."""
    strategy = strategy_in_force(actor)
    if strategy is None:
        return FieldOfAction.objects.none()
    return fields_of(actor, strategy)


def measures_visible_to(actor: Actor) -> QuerySet[Measure]:
    """All measures of all fields of all versions, dropped ones included."""
    if not actor.is_seated:
        return Measure.objects.none()
    return Measure.objects.filter(cluster=actor.cluster).select_related("field__strategy")


def measures_of(actor: Actor, strategy: Strategy) -> QuerySet[Measure]:
    """The measures of the open fields of one version, field by field, dropped ones included."""
    return measures_visible_to(actor).filter(field__strategy=strategy, field__ended_at__isnull=True)


def measures_among(
    actor: Actor, strategy: Strategy, *, text: str = "", status: str = ""
) -> QuerySet[Measure]:
    """Narrow the measures of a version down; dropped ones only where they are asked for."""
    found = measures_of(actor, strategy)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(responsible__icontains=text))
    if status:
        return found.filter(status=status)
    return found.exclude(status=Measure.Status.DROPPED)


def next_field_code(actor: Actor) -> str:
    """The first code of the row F1, F2, F3 … that the version in force has not used yet."""
    strategy = strategy_in_force(actor)
    used = FieldOfAction.objects.filter(strategy=strategy).values_list("code", flat=True)
    return _first_free("F", set(used))


def next_measure_code(field: FieldOfAction) -> str:
    """The first code of the row F1.1, F1.2 … that the field has not used yet."""
    return _first_free(f"{field.code}.", set(field.measures.values_list("code", flat=True)))


def _first_free(prefix: str, used: set[str]) -> str:
    number = 1
    while f"{prefix}{number}" in used:
        number += 1
    return f"{prefix}{number}"
