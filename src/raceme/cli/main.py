"""The command `raceme`: one word for each thing it does, each in a module of its own."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from types import ModuleType

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raceme import __version__
from raceme.cli.errors import CommandError


@dataclass(frozen=True, slots=True)
class Command:
    """A word of the command line: its module has `add_to(subparsers)` and `run(arguments)`.

    `needs_installation` says whether it works on database and accounts, or on files alone.
    """

    module: str
    summary: Promise
    needs_installation: bool = True
    environment: Mapping[str, str] = field(default_factory=dict)  # unless the person set it


# Background work is left to a worker, which these commands are or start.
WITH_WORKER = {"RACEME_WORKER": "1"}

COMMANDS: dict[str, Command] = {
    "plan": Command(
        "raceme.cli.plan",
        gettext_lazy("compute a service plan from a folder of tables"),
        needs_installation=False,
    ),
    "schedule": Command(
        "raceme.cli.schedule",
        gettext_lazy("schedule the meetings of a day with as few breaks as possible"),
        needs_installation=False,
    ),
    "map": Command(
        "raceme.cli.mapping",
        gettext_lazy("measure specialisation, relatedness and change of regions from a panel"),
        needs_installation=False,
    ),
    "match": Command(
        "raceme.cli.match",
        gettext_lazy("propose partners, learnt from who worked with whom"),
        needs_installation=False,
    ),
    "demo": Command(
        "raceme.cli.demo",
        gettext_lazy("load the examples, compute their plans, and serve them"),
        environment={"RACEME_MODE": "demo", **WITH_WORKER},
    ),
    "found": Command("raceme.cli.found", gettext_lazy("open a new cluster organisation")),
    "programme": Command(
        "raceme.cli.programme", gettext_lazy("open a programme over several cluster organisations")
    ),
    "import": Command(
        "raceme.cli.importing",
        gettext_lazy("load a list, or a folder of tables, into a cluster organisation"),
    ),
    "check": Command("raceme.cli.check", gettext_lazy("say where the thread is broken")),
    "serve": Command(
        "raceme.cli.serve",
        gettext_lazy("serve the pages and the API"),
        environment=WITH_WORKER,
    ),
    "worker": Command(
        "raceme.cli.worker",
        gettext_lazy("do the work that pages have asked for"),
        environment=WITH_WORKER,
    ),
    "key": Command(
        "raceme.cli.key",
        gettext_lazy("print a new secret key for RACEME_SECRET_KEY"),
        needs_installation=False,
    ),
}

HELP = {"-h", "--help"}
HARMLESS = {*HELP, "--dry-run"}  # whoever says one of these wants nothing done
WENT_WELL, WENT_WRONG, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 went well, 1 went wrong, 2 was called wrongly, 130 was interrupted."""
    words = list(sys.argv[1:] if argv is None else argv)
    named = next((word for word in words if word in COMMANDS), None)
    try:
        _prepare(None if named is None else COMMANDS[named], is_harmless=_is_harmless(words))
        # Only now: a module that knows tables cannot be imported before Django is ready.
        module = None if named is None else import_module(COMMANDS[named].module)
        arguments = _parser(module).parse_args(words)
        return 0 if module is None else int(module.run(arguments))
    except SystemExit as leaving:  # how argparse ends: after --help, or because of wrong usage
        return leaving.code if isinstance(leaving.code, int) else WRONG_USAGE
    except (CommandError, ImproperlyConfigured) as error:
        print(f"raceme: {error}", file=sys.stderr)
        return WENT_WRONG
    except KeyboardInterrupt:
        print(_("Interrupted; nothing was written."), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output (head, less) has closed it: no reason to complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WENT_WRONG


def _is_harmless(words: Sequence[str]) -> bool:
    """Tell whether nothing will be done, only said; after "--" a word is only a word."""
    return not HARMLESS.isdisjoint(takewhile(lambda word: word != "--", words))


def _prepare(command: Command | None, *, is_harmless: bool) -> None:
    """Make Django ready: all of it, or for translations only, which needs no secret key."""
    if settings.configured:
        return
    if command is not None and command.needs_installation:
        for name, value in command.environment.items():
            os.environ.setdefault(name, value)
        if is_harmless:
            # Asked for before there is a secret key. It touches no data and serves nobody.
            os.environ.setdefault("RACEME_MODE", "demo")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raceme.config.settings")
    else:
        locale = Path(__file__).resolve().parent.parent / "locale"
        settings.configure(
            USE_I18N=True,
            USE_TZ=True,
            LANGUAGE_CODE="en",
            LANGUAGES=[("en", "English"), ("de", "Deutsch")],
            LOCALE_PATHS=[locale],
        )
    django.setup()


def _parser(module: ModuleType | None) -> argparse.ArgumentParser:
    """Understand the command named; without one, list them all."""
    parser = argparse.ArgumentParser(
        prog="raceme",
        description=_("The open workbench for cluster organisations."),
    )
    parser.add_argument("--version", action="version", version=f"raceme {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar=_("command"))
    if module is not None:
        module.add_to(subparsers)
        return parser
    for name, command in COMMANDS.items():
        subparsers.add_parser(name, help=str(command.summary))
    return parser


if __name__ == "__main__":
    sys.exit(main())
