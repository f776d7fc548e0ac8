"""Lists for tests, sent in through the verbs, with names nobody could take for real."""

from typing import Any

from raceme.access.actor import Actor, system_of
from raceme.access.models import Cluster
from raceme.intake import verbs
from raceme.intake.models import Upload
from tests.factories import NOW


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def send(
    content: bytes, *, by: Actor, name: str = "list.csv", holds: str = "", **said: Any
) -> Upload:
    """Send a list in and look at what it would change, its columns found by themselves."""
    upload = verbs.take_upload(file_name=name, content=content, holds=holds, by=by, at=NOW)
    targets = said.pop("targets", None)
    return verbs.map_upload(upload, targets=targets, by=by, at=NOW, **said)


def confirm(upload: Upload, by: Actor) -> Upload:
    return verbs.confirm_upload(upload, by=by, at=NOW)


def make_upload(cluster: Cluster, *, name: str = "Sample Works") -> Upload:
    """Send in a list of one new organisation."""
    return send(csv_of("name;city", f"{name};Ulm"), by=system_of(cluster))


def load(upload: Upload) -> Upload:
    return confirm(upload, system_of(upload.cluster))


MEMBERS = csv_of(
    "id;name;city;employees;member since;contact;e-mail;function",
    "A;Alpha;Ulm;5;2015;Ann Sample;ann@a.example;director",
    "A;Alpha;Ulm;5;2015;Bob Sample;bob@a.example;",
    "B;Beta;Bonn;12;1.4.2019;;office@b.example;",
)
