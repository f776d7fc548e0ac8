"""What every document of a plan says about where the plan comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from raceme.cores.planning.values import Limits, Parameters, PlanCase
from raceme.portfolio.folder.values import PlanFolder, ServiceSource


@dataclass(frozen=True, slots=True)
class PlanHeading:
    """Whose plan it is, for which year, within which limits, and from how many answers."""

    cluster: str
    year: int | None
    currency: str
    limits: Limits
    parameters: Parameters
    members: int  # of the cluster
    answering: int  # members with at least one need record
    records: int  # need records
    uses_library: bool  # services of the reference library, not the cluster's own
    made_on: date
    sources: Mapping[str, int] = field(default_factory=dict)  # of need records -> how many
    name: str = ""  # of the scenario; empty for the plan of a folder


def heading_of_folder(folder: PlanFolder, case: PlanCase, *, made_on: date) -> PlanHeading:
    """Say where the plan of a folder comes from; `case` is what was really computed."""
    return PlanHeading(
        cluster=folder.cluster.name,
        year=folder.year,
        currency=folder.cluster.currency,
        limits=case.limits,
        parameters=case.parameters,
        members=len(case.members),
        answering=len({need.member_id for need in case.needs}),
        records=len(case.needs),
        uses_library=folder.service_source == ServiceSource.LIBRARY,
        made_on=made_on,
        sources=dict(sorted(Counter(need.source for need in folder.needs if need.source).items())),
    )
