"""Cases to test with: one small enough to work by hand, and random ones for hypothesis."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from raceme.cores.planning.values import (
    Limits,
    Member,
    NeedRecord,
    Objective,
    Parameters,
    PlanCase,
    ServiceOption,
)

OLD, NEW = date(2024, 5, 1), date(2026, 5, 1)


def worked_case(**changes) -> PlanCase:
    """The worked example of docs/algorithms/planning.md."""
    facts = {
        "members": (Member("A"), Member("B"), Member("C", weight=2.0), Member("D")),
        "needs": (
            NeedRecord("A", "funding", 5, 2, NEW),
            NeedRecord("A", "export", 3, None, NEW),
            NeedRecord("B", "funding", 4, 4, NEW),
            NeedRecord("B", "export", 5, 1, OLD),
            NeedRecord("B", "export", 2, 2, NEW),
            NeedRecord("C", "export", 5, 3, NEW),
        ),
        "objectives": (
            Objective("O1", "Innovate", weight=3.0),
            Objective("O2", "Go abroad", weight=1.0, full=1.0),
        ),
        "services": (CLINIC, CLUB, MISSION),
        "limits": Limits(budget_eur=7000.0, person_days=40.0),
        "parameters": Parameters(resamples=40),
    }
    return PlanCase(**{**facts, **changes})


CLINIC = ServiceOption(
    id="S1",
    name="Funding clinic",
    person_days=10.0,
    cost_eur=3000.0,
    income_eur=1000.0,
    reach=1.0,
    max_editions=2,
    answers={"funding": 0.8},
    serves={"O1": 3.0},
)
CLUB = ServiceOption(
    id="S2",
    name="Export club",
    person_days=20.0,
    cost_eur=5000.0,
    income_eur=1000.0,
    reach=10.0,
    is_cross_sectoral=True,
    answers={"export": 0.5, "funding": 0.4},
    serves={"O1": 3.0, "O2": 4.0},
)
MISSION = ServiceOption(
    id="S3",
    name="Trade mission",
    person_days=15.0,
    cost_eur=6000.0,
    income_eur=3000.0,
    reach=1.0,
    answers={"export": 1.0},
    serves={"O2": 2.0},
)

TOPICS = ("t1", "t2", "t3")
CODES = ("O1", "O2")
MEMBERS = ("m1", "m2", "m3", "m4", "m5")


def members() -> st.SearchStrategy:
    weights = st.sampled_from([1.0, 1.0, 1.0, 0.5, 3.0])
    return st.tuples(*(st.builds(Member, id=st.just(id_), weight=weights) for id_ in MEMBERS))


def needs() -> st.SearchStrategy:
    record = st.builds(
        NeedRecord,
        member_id=st.sampled_from(MEMBERS),
        topic=st.sampled_from(TOPICS),
        importance=st.integers(1, 5),
        satisfaction=st.none() | st.integers(1, 5),
        recorded_on=st.sampled_from([OLD, NEW]),
    )
    return st.lists(record, max_size=12).map(tuple)


def crowded_records() -> st.SearchStrategy:
    """Records that often meet: two members, one topic, one or two days."""
    return st.builds(
        NeedRecord,
        member_id=st.sampled_from(MEMBERS[:2]),
        topic=st.just("t1"),
        importance=st.integers(1, 5),
        satisfaction=st.none() | st.integers(1, 5),
        recorded_on=st.sampled_from([OLD, NEW]),
    )


def objectives() -> st.SearchStrategy:
    one = st.tuples(st.sampled_from([0.0, 1.0, 2.0]), st.sampled_from([0.5, 1.0, 3.0]))
    return st.lists(one, max_size=2).map(
        lambda given: tuple(
            Objective(code, code, weight=weight, full=full)
            for code, (weight, full) in zip(CODES, given, strict=False)
        )
    )


@st.composite
def services(draw, codes: tuple[str, ...], most: int = 5) -> tuple[ServiceOption, ...]:
    """Few figures, so that ties, twins and free services are common."""
    count = draw(st.integers(1, most))
    return tuple(
        ServiceOption(
            id=f"S{number}",
            name=f"Service {number}",
            person_days=draw(st.sampled_from([0.0, 1.0, 2.5, 4.0])),
            cost_eur=draw(st.sampled_from([0.0, 100.0, 250.0, 333.33])),
            income_eur=draw(st.sampled_from([0.0, 0.0, 50.0, 100.0, 300.0])),
            reach=draw(st.sampled_from([0.0, 1.0, 1.5, 2.0, 10.0])),
            max_editions=draw(st.sampled_from([1, 1, 2, 3, 0])),
            is_cross_sectoral=draw(st.booleans()),
            answers=draw(
                st.dictionaries(st.sampled_from(TOPICS), st.sampled_from([0.0, 0.3, 0.5, 1.0]))
            ),
            serves=draw(st.dictionaries(st.sampled_from(codes), st.sampled_from([1.0, 2.0, 4.0])))
            if codes
            else {},
        )
        for number in range(1, count + 1)
    )


@st.composite
def cases(draw, most_services: int = 5) -> PlanCase:
    """Small random cases; some of them infeasible."""
    wanted = draw(objectives())
    offered = draw(services(tuple(o.code for o in wanted), most_services))
    ids = st.frozensets(st.sampled_from([s.id for s in offered]), max_size=1)
    limits = Limits(
        budget_eur=draw(st.sampled_from([0.0, 150.0, 400.0, 600.0, 2000.0])),
        person_days=draw(st.sampled_from([0.0, 3.0, 6.5, 20.0])),
        own_income_share_min=draw(st.sampled_from([None, None, 0.2, 0.5, 1.0])),
        cross_sectoral_min=draw(st.sampled_from([0, 0, 0, 1, 2])),
        must=draw(ids),
        must_not=draw(st.just(frozenset()) | ids),
    )
    return PlanCase(
        members=draw(members()),
        needs=draw(needs()),
        objectives=wanted,
        services=offered,
        limits=limits,
        parameters=Parameters(
            alignment_weight=draw(st.sampled_from([0.0, 0.4, 1.0])), resamples=3, frontier_points=4
        ),
    )
