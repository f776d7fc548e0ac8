"""What a folder says becomes the case that planning computes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from raceme.cores.planning.values import (
    Member,
    NeedRecord,
    Objective,
    Parameters,
    PlanCase,
    ServiceOption,
)
from raceme.portfolio.folder.cluster_file import ClusterFile
from raceme.portfolio.folder.values import (
    FolderMember,
    FolderNeed,
    FolderObjective,
    FolderService,
)
from raceme.vocabulary.categories import SERVED_BY_CATEGORY
from raceme.vocabulary.topics import topic_matching


def plan_case(
    settings: ClusterFile,
    members: Sequence[FolderMember],
    needs: Sequence[FolderNeed],
    services: Sequence[FolderService],
) -> PlanCase:
    """Give planning the members, needs, objectives, services and limits of the folder."""
    return PlanCase(
        members=tuple(Member(member.id, member.weight) for member in members),
        needs=tuple(
            NeedRecord(
                member_id=need.member_id,
                topic=need.topic,
                importance=need.importance,
                satisfaction=need.satisfaction,
                recorded_on=need.recorded_on,
            )
            for need in needs
        ),
        objectives=tuple(
            Objective(each.code, each.name, each.weight, each.full) for each in settings.objectives
        ),
        services=tuple(service_option(service, settings.objectives) for service in services),
        limits=settings.limits,
        parameters=Parameters(alignment_weight=settings.alignment_weight),
    )


def service_option(service: FolderService, objectives: Sequence[FolderObjective]) -> ServiceOption:
    """Give planning one service; without a word of its own it serves by its category."""
    serves = service.serves
    if serves is None:
        serves = {
            objective.code: SERVED_BY_CATEGORY
            for objective in objectives
            if service.category and service.category in objective.categories
        }
    return ServiceOption(
        id=service.id,
        name=service.name,
        person_days=service.person_days,
        cost_eur=service.cost_eur,
        reach=service.reach,
        income_eur=service.income_eur,
        max_editions=service.max_editions,
        is_cross_sectoral=service.is_cross_sectoral,
        answers=service.answers,
        serves=serves,
    )


def with_one_spelling(
    needs: Sequence[FolderNeed], services: Sequence[FolderService]
) -> tuple[tuple[FolderNeed, ...], tuple[FolderService, ...]]:
    """Let each topic be spelled in one way: code, English and German label are the same topic.

    A topic that the folder spells in one way only keeps that spelling, so that what comes out
    is called as what went in; where spellings differ the code of the vocabulary is taken.
    """
    written = {need.topic for need in needs}
    written |= {topic for service in services for topic in service.answers}
    spellings: dict[str, set[str]] = {}
    for word in written:
        known = topic_matching(word)
        spellings.setdefault(word if known is None else known.code, set()).add(word)
    spelled = {
        word: code if len(words) > 1 else word
        for code, words in spellings.items()
        for word in words
    }
    return (
        tuple(replace(need, topic=spelled[need.topic]) for need in needs),
        tuple(replace(service, answers=_merged(service, spelled)) for service in services),
    )


def _merged(service: FolderService, spelled: dict[str, str]) -> dict[str, float]:
    """Take the strongest answer where a service names the same topic in two spellings."""
    merged: dict[str, float] = {}
    for topic, strength in service.answers.items():
        merged[spelled[topic]] = max(strength, merged.get(spelled[topic], 0.0))
    return merged
