"""`raceme check`: where the thread of a cluster organisation is broken; as on its home page."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from raceme.access.actor import system_of
from raceme.access.models import Cluster
from raceme.cli.store import make_ready, the_cluster
from raceme.thread.queries import Break, Look, breaks_of

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_to(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command and its options."""
    parser = subparsers.add_parser(
        "check",
        description=_(
            "Say where the thread from objectives and needs to services is broken, row by row,"
            " with the page that mends it."
        ),
    )
    parser.add_argument("--cluster", help=_("name or address (default: all of them)"))
    parser.add_argument("--json", action="store_true", help=_("print the breaks as JSON"))
    parser.add_argument("--language", choices=["en", "de"], default="en", help=_("language"))


def run(arguments: argparse.Namespace) -> int:
    """Find and print the breaks; a broken thread is an answer, not a failure."""
    make_ready(lambda _said: None)
    clusters = (
        [the_cluster(arguments.cluster)] if arguments.cluster else list(Cluster.objects.all())
    )
    with translation.override(arguments.language):
        today = timezone.localdate()
        found = [(one, breaks_of(Look(system_of(one), today))) for one in clusters]
        if arguments.json:
            print(json.dumps([_plain(*one) for one in found], ensure_ascii=False, indent=2))
            return 0
        if not clusters:
            print(_("There is no cluster organisation yet. Found one with: raceme found"))
        for cluster, breaks in found:
            _print(cluster, breaks)
    return 0


def _print(cluster: Cluster, breaks: list[Break]) -> None:
    print(cluster.name)
    if not breaks:
        print("  " + _("The thread is whole."))
    for one in breaks:
        print(f"  {one.title}: {len(one.rows)} ({one.urgency.label})")
        print(f"    {one.remedy}")
        for row in one.rows:
            print(f"    - {row.label} ({row.detail})  {settings.PUBLIC_ADDRESS}{row.address}")


def _plain(cluster: Cluster, breaks: list[Break]) -> dict[str, object]:
    return {
        "cluster": cluster.slug,
        "breaks": [
            {
                "code": one.code,
                "title": str(one.title),
                "remedy": str(one.remedy),
                "part": one.part,
                "urgency": int(one.urgency),
                "rows": [
                    {
                        "label": row.label,
                        "detail": row.detail,
                        "address": settings.PUBLIC_ADDRESS + row.address,
                    }
                    for row in one.rows
                ],
            }
            for one in breaks
        ],
    }
