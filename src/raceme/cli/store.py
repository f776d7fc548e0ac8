"""What several commands do with the installation's own database."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _

from raceme.access.models import Cluster
from raceme.access.queries import cluster_named
from raceme.cli.errors import CommandError


def make_ready(say: Callable[[str], None]) -> None:
    """Bring the database to today's form; what it holds stays."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    say(_("Preparing the database"))
    call_command("migrate", interactive=False, verbosity=0)


def the_cluster(name: str) -> Cluster:
    """Find a cluster organisation by its name or address, or say which there are."""
    cluster = cluster_named(name)
    if cluster is not None:
        return cluster
    known = ", ".join(one.slug for one in Cluster.objects.all()) or _("none")
    raise CommandError(
        _("There is no cluster organisation called “%(name)s”. Known are: %(known)s.")
        % {"name": name, "known": known}
    )
