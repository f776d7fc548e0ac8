"""`raceme key`: a secret for the settings."""

from __future__ import annotations

import argparse
import secrets
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from argparse import _SubParsersAction

BYTES = 48


def add_to(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    subparsers.add_parser(
        "key", description=_("Print a new secret key; keep it, and set RACEME_SECRET_KEY to it.")
    )


def run(arguments: argparse.Namespace) -> int:
    """Print a key that nobody has seen before."""
    print(secrets.token_urlsafe(BYTES))
    return 0
