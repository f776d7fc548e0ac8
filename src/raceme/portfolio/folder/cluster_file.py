"""`cluster.toml`: who the cluster is, what it wants, and what it can spend."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from raceme.cores.planning.values import Limits
from raceme.foundation.tabular.values import Problem
from raceme.portfolio.folder.toml_file import Section, TomlFile
from raceme.portfolio.folder.values import FolderCluster, FolderObjective
from raceme.vocabulary.categories import category_matching

FILE = "cluster.toml"
_CURRENCY = re.compile(r"[A-Z]{3}")  # ISO 4217
DEFAULT_CURRENCY = "EUR"
DEFAULT_ALIGNMENT_WEIGHT = 0.4
DEFAULT_FULL = 3.0


@dataclass(frozen=True, slots=True)
class ClusterFile:
    """What stands in the settings file of a plan folder."""

    cluster: FolderCluster
    year: int | None
    limits: Limits
    alignment_weight: float
    objectives: tuple[FolderObjective, ...]
    plan: Section


def read_cluster_file(file: TomlFile, *, is_read: bool = True) -> ClusterFile:
    """Read every section; what is wrong is gathered in the file's problems.

    Of a file that could not be read nothing is missed: its one problem has been said.
    """
    file.refuse_unknown_keys(("cluster", "plan", "objective"), file.content, None)
    cluster = file.section("cluster", required=is_read)
    cluster.knows_only("name", "country", "nuts", "currency")
    plan = file.section("plan", required=is_read)
    plan.knows_only(
        "year",
        "budget_eur",
        "person_days",
        "lambda",
        "own_income_share_min",
        "cross_sectoral_min",
        "must",
        "must_not",
    )
    has_cluster, has_plan = "cluster" in file.content, "plan" in file.content
    weight = plan.number("lambda", default=DEFAULT_ALIGNMENT_WEIGHT, high=1.0)
    return ClusterFile(
        cluster=FolderCluster(
            name=cluster.text("name", default=None if has_cluster else ""),
            country=cluster.text("country", default=""),
            nuts=cluster.text("nuts", default=""),
            currency=_currency(cluster),
        ),
        year=plan.whole("year", low=1900, high=2200),
        limits=_limits(plan, required=has_plan),
        alignment_weight=DEFAULT_ALIGNMENT_WEIGHT if weight is None else weight,
        objectives=_objectives(file),
        plan=plan,
    )


def _currency(cluster: Section) -> str:
    written = cluster.text("currency", default=DEFAULT_CURRENCY)
    if not _CURRENCY.fullmatch(written):
        cluster.complain(
            "currency",
            written,
            _("This is not the code of a currency."),
            _("Write three capital letters, such as EUR."),
        )
    return written


def _limits(plan: Section, *, required: bool) -> Limits:
    return Limits(
        budget_eur=plan.number("budget_eur", required=required) or 0.0,
        person_days=plan.number("person_days", required=required) or 0.0,
        own_income_share_min=plan.number("own_income_share_min", high=1.0),
        cross_sectoral_min=plan.whole("cross_sectoral_min", default=0) or 0,
        must=frozenset(plan.texts("must")),
        must_not=frozenset(plan.texts("must_not")),
    )


def _objectives(file: TomlFile) -> tuple[FolderObjective, ...]:
    found: list[FolderObjective] = []
    seen: set[str] = set()
    for section in file.sections("objective"):
        section.knows_only("code", "name", "weight", "full", "categories")
        code = section.text("code")
        if code and code in seen:
            section.complain(
                "code",
                code,
                _("Another objective has the same code."),
                _("Give each objective a code of its own."),
            )
        seen.add(code)
        weight = section.number("weight", default=1.0)
        full = section.number("full", default=DEFAULT_FULL)
        if full is not None and full <= 0:
            section.complain(
                "full",
                full,
                _("The number must be greater than 0."),
                _("Write how many fully serving services the objective calls for."),
            )
        found.append(
            FolderObjective(
                code=code,
                name=section.text("name", default=code),
                weight=1.0 if weight is None else weight,
                full=full or DEFAULT_FULL,
                categories=tuple(category_code(word) for word in section.texts("categories")),
            )
        )
    _refuse_weightless(file, found)
    return tuple(found)


def _refuse_weightless(file: TomlFile, objectives: list[FolderObjective]) -> None:
    if objectives and not any(objective.weight > 0 for objective in objectives):
        file.complain(
            None,
            "objective.weight",
            None,
            _("No objective has a weight above 0."),
            _("Give at least one objective a weight."),
        )


def category_code(word: str) -> str:
    """Turn a category as written into its code, or leave the folder's own word as it is."""
    known = category_matching(word)
    return word.strip() if known is None else known.code


def refuse_unknown_services(settings: ClusterFile, services: Iterable[str]) -> None:
    """Refuse musts and must-nots that no service of the plan is called."""
    known = sorted(services)
    limits = settings.limits
    for key, wishes in (("must", limits.must), ("must_not", limits.must_not)):
        for wanted in sorted(wishes.difference(known)):
            near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.5)
            if near:
                remedy = _("Services with a similar id: %(near)s.") % {"near": ", ".join(near)}
            else:
                remedy = _("Write the id of a service, or remove it from the list.")
            settings.plan.complain(key, wanted, _("No service has this id."), remedy)


def note_idle_categories(
    file: TomlFile, objectives: Iterable[FolderObjective], used: Iterable[str]
) -> None:
    """Refuse categories that look misspelt; note those that no service belongs to."""
    known = sorted(set(used))
    for at, objective in enumerate(objectives):
        for category in objective.categories:
            if category in known:
                continue
            section = Section(file, "objective", at, {})
            near = difflib.get_close_matches(category, known, n=1, cutoff=0.75)
            if near and category_matching(category) is None:
                section.complain(
                    "categories",
                    category,
                    _("No service belongs to this category."),
                    _("Did you mean “%(near)s”?") % {"near": near[0]},
                )
            else:
                file.notes.append(
                    Problem(
                        file=file.name,
                        row=section.row("categories"),
                        column="objective.categories",
                        value=category,
                        message=_("No service belongs to this category."),
                    )
                )
