"""`raceme programme`: a programme over several cluster organisations, and who looks at it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from raceme.access.actor import SYSTEM
from raceme.access.models import User
from raceme.access.queries import cluster_named
from raceme.cli.errors import CommandError
from raceme.cli.store import make_ready
from raceme.programmes.models import Agreement, Officer, Programme
from raceme.programmes.verbs import ask_cluster, found_programme, name_officer

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_to(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command and its options."""
    parser = subparsers.add_parser(
        "programme",
        description=_(
            "Open a programme of an agency or ministry, name its officers, and ask cluster"
            " organisations to take part. Their managers agree on a page of their own; before that"
            " nothing of them counts. Called again, it adds officers and clusters."
        ),
    )
    parser.add_argument("name", help=_("name of the programme"))
    parser.add_argument("--agency", default="", help=_("whose programme it is"))
    parser.add_argument("--slug", help=_("part of every page's address (default: from the name)"))
    parser.add_argument(
        "--officer", action="append", default=[], metavar="EMAIL", help=_("who may look at it")
    )
    parser.add_argument(
        "--cluster",
        action="append",
        default=[],
        metavar="SLUG",
        help=_("who is asked"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Found the programme, or add to it, and say where it is."""
    make_ready(lambda _said: None)
    try:
        programme = _founded(arguments)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    print(
        _("%(programme)s: /programme/%(slug)s/")
        % {"programme": programme.name, "slug": programme.slug}
    )
    return 0


@transaction.atomic
def _founded(arguments: argparse.Namespace) -> Programme:
    slug, now = arguments.slug or slugify(arguments.name)[:50], timezone.now()
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        programme = found_programme(
            slug=slug,
            name=arguments.name,
            agency=arguments.agency or arguments.name,
            by=SYSTEM,
            at=now,
        )
    for email in arguments.officer:
        validate_email(email)
        user = User.objects.filter(email__iexact=email).first()
        user = user or User.objects.create_user(email)
        if not Officer.objects.filter(programme=programme, user=user, ended_at=None).exists():
            name_officer(programme, user, by=SYSTEM, at=now)
    for name in arguments.cluster:
        cluster = cluster_named(name)
        if cluster is None:
            raise CommandError(_("There is no cluster organisation “%(slug)s”.") % {"slug": name})
        if not Agreement.objects.filter(programme=programme, cluster=cluster).exists():
            ask_cluster(programme, cluster, by=SYSTEM, at=now)
    return programme
