"""`raceme demo`: the example clusters, their plans, and the pages to look at them."""

from __future__ import annotations

import argparse
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from raceme.access.actor import system_of
from raceme.access.models import Cluster, Role, User
from raceme.access.queries import cluster_named
from raceme.access.verbs import found_cluster, give_seat
from raceme.cli.demo_consortia import bring_example_consortia_together
from raceme.cli.demo_events import hold_example_events
from raceme.cli.demo_meetings import hold_example_meetings
from raceme.cli.demo_partners import suggest_example_partners, write_example_notices
from raceme.cli.demo_programme import found_example_programme
from raceme.cli.demo_regions import map_example_regions
from raceme.cli.errors import CommandError
from raceme.cli.plan import print_plan
from raceme.cli.progress import ProgressLine
from raceme.cli.serve import serve
from raceme.cli.store import make_ready
from raceme.cores.planning.values import Progress
from raceme.portfolio.background import compute
from raceme.portfolio.bridge.answer import heading_kept_with, plan_of
from raceme.portfolio.folder.reading import read_plan_folder
from raceme.portfolio.imports import load_folder
from raceme.portfolio.models import Scenario
from raceme.portfolio.queries import newest_change_since
from raceme.portfolio.verbs import compute_plan

if TYPE_CHECKING:
    from argparse import _SubParsersAction

EXAMPLES = ("slovenia", "mustertal")
INVENTED = "mustertal"  # no real organisation gets people that do not exist
MANAGER, VIEWER = "manager@raceme.example", "viewer@raceme.example"
SCENARIO = "Example plan"


@dataclass(frozen=True)
class SignIn:
    """The people of the demonstration, and the password they share."""

    password: str
    manager: User
    viewer: User


def add_to(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command and its options."""
    parser = subparsers.add_parser(
        "demo",
        description=_(
            "Load the example clusters, compute their plans, print them, and serve the pages."
            " A second run takes seconds and loses nothing."
        ),
    )
    parser.add_argument("--no-serve", action="store_true", help=_("end when the plans stand"))
    parser.add_argument("--examples", type=Path, default=settings.CHECKOUT / "examples")
    parser.add_argument("--port", type=int, default=8000, help=_("port (default: 8000)"))


def run(arguments: argparse.Namespace) -> int:
    """Make everything ready, print the plans and the sign-in, and serve."""
    if not settings.IS_DEMO:
        raise CommandError(_("The demonstration runs with RACEME_MODE=demo only."))
    make_ready(print)
    people = _people()
    for slug in EXAMPLES:
        scenario = _example(slug, arguments.examples, people)
        if slug == INVENTED:
            hold_example_events(scenario.cluster, at=timezone.now())
            hold_example_meetings(scenario.cluster, at=timezone.now())
            write_example_notices(scenario.cluster, at=timezone.now())
            bring_example_consortia_together(scenario.cluster, at=timezone.now())
            suggest_example_partners(scenario.cluster, at=timezone.now())
        _map_regions(scenario.cluster, arguments.examples / "europe")
        _plan(scenario)
        scenario.refresh_from_db()
        if scenario.answer is None:
            raise CommandError(scenario.trouble or _("The plan could not be computed."))
        print()
        print_plan(plan_of(scenario), heading_kept_with(scenario))
    clusters = Cluster.objects.filter(slug__in=EXAMPLES)
    found_example_programme(clusters, people.manager, at=timezone.now())
    print(_("Sign in as %(email)s") % {"email": MANAGER})
    print(_("     or as %(email)s (may look only)") % {"email": VIEWER})
    print(_("  password %(password)s") % {"password": people.password})
    if arguments.no_serve:
        return 0
    print(_("at http://127.0.0.1:%(port)s  (stop with Ctrl+C)") % {"port": arguments.port})
    serve(host="127.0.0.1", port=arguments.port)
    return 0


def _people() -> SignIn:
    """Find or make those who sign in; the password is drawn once and kept beside the data."""
    path = settings.HOME / "demo-sign-in.json"
    password = ""
    if path.exists():
        password = json.loads(path.read_text())["password"]
    if not password:
        password = secrets.token_urlsafe(9)
        path.touch(mode=0o600)
        path.write_text(json.dumps({"password": password}))
    return SignIn(password, _person(MANAGER, password), _person(VIEWER, password))


@transaction.atomic
def _person(email: str, password: str) -> User:
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    if not user.check_password(password):
        user.set_password(password)
        user.save()
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": True, "primary": True}
    )
    return user


@transaction.atomic
def _example(slug: str, folder: Path, people: SignIn) -> Scenario:
    """Load an example, unless it stands already: what was changed since is not touched."""
    cluster = cluster_named(slug)
    if cluster is None:
        cluster = _load(slug, folder / slug, people)
    scenario = Scenario.objects.filter(cluster=cluster, name=SCENARIO).first()
    if scenario is None:
        raise CommandError(_("The example's scenario “%(name)s” is gone.") % {"name": SCENARIO})
    return scenario


def _load(slug: str, path: Path, people: SignIn) -> Cluster:
    print(_("Loading the example %(path)s") % {"path": path.name})
    folder, now = read_plan_folder(path), timezone.now()
    cluster = found_cluster(
        slug=slug,
        name=folder.cluster.name,
        country=folder.cluster.country,
        nuts=folder.cluster.nuts,
        currency=folder.cluster.currency,
        manager=people.manager,
        at=now,
    )
    system = system_of(cluster)
    give_seat(cluster, email=people.viewer.email, name="", role=Role.VIEWER, by=system, at=now)
    load_folder(
        folder,
        scenario_name=SCENARIO,
        strategy_title=_("Example strategy"),
        by=system,
        at=now,
    )
    return cluster


def _plan(scenario: Scenario) -> None:
    """Compute the plan, unless it stands and nothing has changed since."""
    actor = system_of(scenario.cluster)
    if scenario.answer and not scenario.is_outdated(newest_change_since(actor, [scenario])):
        return
    print(_("Computing the plan of %(cluster)s") % {"cluster": scenario.cluster.name})
    scenario = compute_plan(scenario, by=actor, at=timezone.now())
    line = ProgressLine()
    try:
        compute(scenario.pk, hear=_hearing(line))
    finally:
        line.end()


def _map_regions(cluster: Cluster, folder: Path) -> None:
    run = map_example_regions(cluster, folder, at=timezone.now())
    if run is not None:
        print(_("Measured the regions of Europe for %(cluster)s") % {"cluster": cluster.name})


def _hearing(line: ProgressLine) -> Callable[[str, float], None]:
    return lambda stage, share: line.tell(Progress(stage, share))
