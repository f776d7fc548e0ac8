"""Plans are computed while nobody waits."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation

from raceme import __version__
from raceme.access.actor import system_of
from raceme.cores.errors import BadInput, NoSolution, Stopped
from raceme.foundation import background
from raceme.foundation.background import work
from raceme.portfolio import verbs
from raceme.portfolio.bridge.answer import computed, heading_of
from raceme.portfolio.bridge.case import case_of, digest_of
from raceme.portfolio.bridge.pictures import as_kept, drawn_pictures
from raceme.portfolio.models import Drawing, Scenario
from raceme.portfolio.queries import newest_change_behind_plans

log = logging.getLogger(__name__)
SECONDS_BETWEEN_REPORTS = 1.0


@work("portfolio.compute_plan")
def compute_plan(*, scenario_id: int) -> None:
    """Compute a scenario's plan; asked twice, the second finds nothing waiting."""
    compute(scenario_id)


def compute(scenario_id: int, hear: Callable[[str, float], None] | None = None) -> None:
    """Compute a waiting scenario's plan; `hear` is told stage and share, besides the database."""
    scenario = verbs.begin_computation(scenario_id, at=timezone.now())
    if scenario is None:
        return
    actor = system_of(scenario.cluster)
    tell, is_stopped = _reporter(scenario, hear)
    # Asked before the case is collected: what changes in between makes the plan outdated.
    until = newest_change_behind_plans(actor)
    try:
        case = case_of(scenario, actor)
        digest = digest_of(case)
        if scenario.answer is not None and digest == scenario.answered_for:
            verbs.confirm_plan(scenario, answered_until=until, by=actor, at=timezone.now())
            return
        heading = heading_of(scenario, case, actor, at=timezone.now())
        answer, summary = computed(case, heading, tell=tell, is_stopped=is_stopped)
    except Stopped:
        _give_up(scenario, Scenario.State.STOPPED, "")
    except (BadInput, NoSolution) as trouble:
        _give_up(scenario, Scenario.State.FAILED, str(trouble))
    except Exception:
        # Whoever waits must learn of it, on the page and in the reader's language; the cause is
        # for whoever runs the installation.
        log.exception("computing the plan of scenario %s failed", scenario_id)
        _give_up(scenario, Scenario.State.FAILED, "")
    else:
        verbs.keep_plan(
            scenario,
            answer,
            summary=summary,
            answered_for=digest,
            answered_until=until,
            by=actor,
            at=timezone.now(),
        )


@work("portfolio.draw_pictures")
def draw_pictures(*, scenario_id: int) -> None:
    """Draw the pictures of a plan in every language, so that its page need not."""
    scenario = Scenario.objects.get(pk=scenario_id)
    if scenario.answer is None:
        return
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            pictures = drawn_pictures(scenario, system_of(scenario.cluster))
        verbs.keep_pictures(
            scenario, language=language, pictures=as_kept(pictures), drawn_by=__version__
        )


def draw_missing_pictures() -> int:
    """Ask for the pictures of plans that have none of this release; say how many plans that are."""
    drawn = Drawing.objects.filter(scenario=OuterRef("pk"), drawn_by=__version__)
    lacking = Scenario.objects.filter(answered_at__isnull=False).exclude(Exists(drawn))
    numbers = list(lacking.values_list("pk", flat=True))
    for number in numbers:
        background.start("portfolio.draw_pictures", scenario_id=number)
    return len(numbers)


def _give_up(scenario: Scenario, state: Scenario.State, trouble: str) -> None:
    verbs.give_up_computation(
        scenario,
        state=state,
        trouble=trouble,
        by=system_of(scenario.cluster),
        at=timezone.now(),
    )


def _reporter(
    scenario: Scenario, hear: Callable[[str, float], None] | None
) -> tuple[Callable[[str, float], None], Callable[[], bool]]:
    """Give a teller and a question, which touch the database once a second at most."""
    last = {"at": 0.0, "share": 0.0}
    state = {"stage": "", "goes_on": True}

    def look() -> None:
        now = time.monotonic()
        if now - last["at"] < SECONDS_BETWEEN_REPORTS:
            return
        last["at"] = now
        state["goes_on"] = verbs.report_progress(
            scenario, stage=str(state["stage"]), share=last["share"], at=timezone.now()
        )

    def tell(stage: str, share: float) -> None:
        state["stage"], last["share"] = stage, share
        if hear is not None:
            hear(stage, share)
        look()

    def is_stopped() -> bool:
        look()
        return not state["goes_on"]

    return tell, is_stopped
