"""`raceme found`: a new cluster organisation, and who manages it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from raceme.access.models import Cluster, User
from raceme.access.queries import cluster_named
from raceme.access.verbs import found_cluster
from raceme.cli.errors import CommandError
from raceme.cli.store import make_ready
from raceme.foundation import background

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_to(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command and its options."""
    parser = subparsers.add_parser(
        "found",
        description=_(
            "Open the books of a new cluster organisation. Its manager receives a letter with a"
            " link to choose a password; without a mail server the letter is printed here."
        ),
    )
    parser.add_argument("name", help=_("name of the cluster organisation"))
    parser.add_argument("--manager", required=True, help=_("e-mail address of who manages it"))
    parser.add_argument("--slug", help=_("part of every page's address (default: from the name)"))
    parser.add_argument("--country", default="", help=_("two letters, such as SI"))
    parser.add_argument("--nuts", default="", help=_("NUTS region, such as SI0"))
    parser.add_argument("--currency", default="EUR", help=_("three letters (default: EUR)"))


def run(arguments: argparse.Namespace) -> int:
    """Found the cluster organisation, and invite its manager."""
    make_ready(lambda _said: None)
    slug = arguments.slug or slugify(arguments.name)[:50]
    if not slug:
        raise CommandError(
            _("The name holds no Latin letter or digit for an address. Choose one: --slug …")
        )
    if cluster_named(slug) is not None:
        raise CommandError(
            _("There is already a cluster organisation with the address “%(slug)s”.")
            % {"slug": slug}
        )
    try:
        validate_email(arguments.manager)
        cluster = _found(arguments, slug)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    print(
        _("%(cluster)s is founded: /c/%(slug)s/") % {"cluster": cluster.name, "slug": cluster.slug}
    )
    return 0


@transaction.atomic
def _found(arguments: argparse.Namespace, slug: str) -> Cluster:
    email = arguments.manager.lower()
    manager = User.objects.filter(email__iexact=email).first()
    is_new = manager is None
    cluster = found_cluster(
        slug=slug,
        name=arguments.name,
        manager=manager or User.objects.create_user(email),
        country=arguments.country.upper(),
        nuts=arguments.nuts.upper(),
        currency=arguments.currency.upper(),
        at=timezone.now(),
    )
    if is_new:
        user = User.objects.get(email=email)
        background.start("access.invite", user_id=user.pk, cluster_id=cluster.pk)
    return cluster
