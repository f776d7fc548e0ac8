"""Read a plan folder: everything right, or everything that is wrong said at once."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from raceme.catalogue.archetypes import archetypes
from raceme.foundation.tabular.columns import Column, Parsed, Record
from raceme.foundation.tabular.parsing import parse
from raceme.foundation.tabular.reading import SUFFIXES, read_table
from raceme.foundation.tabular.values import Problem, UnreadableTable
from raceme.portfolio.folder import cluster_file, tables
from raceme.portfolio.folder.case import plan_case, with_one_spelling
from raceme.portfolio.folder.cluster_file import ClusterFile
from raceme.portfolio.folder.toml_file import TomlFile, read_toml
from raceme.portfolio.folder.values import BadFolder, FolderService, PlanFolder, ServiceSource
from raceme.vocabulary.helix import role_matching, roles
from raceme.vocabulary.topics import near_topic

_EMPTY = Parsed((), (), ())


def read_plan_folder(path: Path) -> PlanFolder:
    """Read `cluster.toml`, members, needs and services of a folder, and check them together.

    Without a services table the reference library is used. Raises BadFolder with every problem
    of every file.
    """
    _refuse_no_folder(path)
    problems: list[Problem] = []
    file = _cluster_toml(path)
    # A file that could not be read has said so; its sections are not missing besides.
    unreadable = bool(file.problems)
    settings = cluster_file.read_cluster_file(file, is_read=not unreadable)
    members = _table(path, "members", tables.MEMBER_COLUMNS, problems, required=True)
    needs = _table(path, "needs", tables.NEED_COLUMNS, problems, required=True)
    own_services = _table(path, "services", tables.SERVICE_COLUMNS, problems, required=False)
    services = _services(own_services)

    if not unreadable:
        ids = _ids_in(own_services) if own_services else {each.id for each in services}
        # Without any id the column is missing, which is said; each must is not wrong besides.
        if ids:
            cluster_file.refuse_unknown_services(settings, ids)
        cluster_file.note_idle_categories(
            file, settings.objectives, (each.category for each in services)
        )
        problems += _unknown_objectives(path, own_services, settings)
    if members is not None and _ids_in(members):
        problems += _unknown_members(path, members, needs or _EMPTY)
    notes = [
        *file.notes,
        *_role_notes(path, members or _EMPTY),
        *_topic_notes(path, needs or _EMPTY),
    ]
    for parsed in (members, needs, own_services):
        if parsed is not None:
            problems += parsed.problems
            notes += parsed.notes
    problems = [*file.problems, *_in_order(problems)]
    if problems or members is None or needs is None:
        raise BadFolder(tuple(problems))
    has_own = own_services is not None
    return _put_together(settings, members, needs, services, has_own_services=has_own, notes=notes)


def _put_together(
    settings: ClusterFile,
    members: Parsed,
    needs: Parsed,
    services: tuple[FolderService, ...],
    *,
    has_own_services: bool,
    notes: Sequence[Problem],
) -> PlanFolder:
    read = tuple(need for record in needs.rows if (need := tables.need_of(record)) is not None)
    spelled_needs, spelled_services = with_one_spelling(read, services)
    all_members = tuple(tables.member_of(record) for record in members.rows)
    return PlanFolder(
        cluster=settings.cluster,
        year=settings.year,
        members=all_members,
        needs=spelled_needs,
        objectives=settings.objectives,
        services=spelled_services,
        service_source=ServiceSource.OWN if has_own_services else ServiceSource.LIBRARY,
        case=plan_case(settings, all_members, spelled_needs, spelled_services),
        notes=tuple(notes),
    )


def _refuse_no_folder(path: Path) -> None:
    if path.is_dir():
        return
    message = _("This is not a folder.") if path.exists() else _("There is no such folder.")
    remedy = _("Name a folder with cluster.toml, members.csv and needs.csv.")
    raise BadFolder((Problem(str(path), message, remedy),))


def _cluster_toml(folder: Path) -> TomlFile:
    path = folder / cluster_file.FILE
    if path.is_file():
        return read_toml(path)
    missing = Problem(
        file=cluster_file.FILE,
        message=_("The file is missing."),
        remedy=_("Write it into the folder; docs/formats.md shows an example."),
    )
    return TomlFile(cluster_file.FILE, "", {}, [missing])


def _table(
    folder: Path,
    stem: str,
    columns: Sequence[Column],
    problems: list[Problem],
    *,
    required: bool,
) -> Parsed | None:
    """Read the one table with this name; None where there is none or it cannot be read."""
    named = sorted(path for path in folder.iterdir() if path.stem.casefold() == stem)
    found = [path for path in named if path.is_file() and path.suffix.lower() in SUFFIXES]
    if len(found) > 1:
        problems.append(
            Problem(
                file=" + ".join(path.name for path in found),
                message=_("There are several files for the same table."),
                remedy=_("Keep one of them in the folder."),
            )
        )
        return None
    if not found:
        if required or named:
            problems.append(_missing_table(stem, named))
        return None
    try:
        return parse(read_table(found[0], found[0].name), columns)
    except UnreadableTable as error:
        problems.append(error.problem)
        return None


def _missing_table(stem: str, named: Sequence[Path]) -> Problem:
    if named:
        message = _("The file is of a kind that cannot be read as a table.")
        return Problem(named[0].name, message, _("Save it as CSV, XLSX, XLS or ODS."))
    remedy = _("Write %(stem)s.csv, .xlsx, .xls or .ods into the folder.") % {"stem": stem}
    return Problem(f"{stem}.csv", _("The file is missing."), remedy)


def _services(own: Parsed | None) -> tuple[FolderService, ...]:
    if own is None:
        return library_services()
    return tuple(
        service for record in own.rows if (service := tables.service_of(record)) is not None
    )


def library_services() -> tuple[FolderService, ...]:
    """Give the archetypes of the reference library as services that a plan can choose from."""
    return tuple(
        FolderService(
            id=archetype.id,
            name=archetype.name,
            category=cluster_file.category_code(archetype.category),
            description=archetype.description,
            person_days=archetype.effort_days,
            cost_eur=archetype.cost_eur,
            income_eur=archetype.income_eur,
            reach=archetype.reach,
            max_editions=archetype.max_editions,
            is_cross_sectoral=archetype.is_cross_sectoral,
            answers=archetype.answers,
            serves=None,
        )
        for archetype in archetypes()
    )


def _ids_in(table: Parsed) -> set[str]:
    """Collect the ids that a table gives, also of rows in which something else is wrong."""
    return {record.text("id") for record in table.rows} - {""}


def _unknown_members(folder: Path, members: Parsed, needs: Parsed) -> list[Problem]:
    known = _ids_in(members)
    ordered = sorted(known)

    @cache
    def remedy_for(member_id: str) -> str:
        near = difflib.get_close_matches(member_id, ordered, n=1, cutoff=0.7)
        if near:
            return _("Did you mean “%(near)s”? Else add the member.") % {"near": near[0]}
        return _("Add the member to the members table, or correct the id.")

    return [
        Problem(
            file=_file_name(folder, "needs"),
            row=record.row,
            column="member_id",
            value=record.text("member_id"),
            message=_("No member has this id."),
            remedy=remedy_for(record.text("member_id")),
        )
        for record in needs.rows
        if record.text("member_id") and record.text("member_id") not in known
    ]


def _unknown_objectives(
    folder: Path, services: Parsed | None, settings: ClusterFile
) -> list[Problem]:
    known = [objective.code for objective in settings.objectives]
    rows: tuple[Record, ...] = () if services is None else services.rows
    return [
        Problem(
            file=_file_name(folder, "services"),
            row=record.row,
            column="serves",
            value=code,
            message=_("No objective has this code."),
            remedy=_("The objectives are: %(codes)s.") % {"codes": ", ".join(known) or _("none")},
        )
        for record in rows
        for code in (record.weights("serves") or {})
        if code not in known
    ]


def _role_notes(folder: Path, members: Parsed) -> list[Problem]:
    return [
        Problem(
            file=_file_name(folder, "members"),
            row=record.row,
            column="role",
            value=record.text("role"),
            message=_("This role is not known and was left open."),
            remedy=_("Known roles are: %(roles)s.")
            % {"roles": ", ".join(role.code for role in roles())},
        )
        for record in members.rows
        if record.text("role") and role_matching(record.text("role")) is None
    ]


def _topic_notes(folder: Path, needs: Parsed) -> list[Problem]:
    """Name topics that are close to a known one, each once: they may be a slip of the pen."""
    first = {record.text("topic"): record.row for record in reversed(needs.rows)}
    return [
        Problem(
            file=_file_name(folder, "needs"),
            row=row,
            column="topic",
            value=written,
            message=_("“%(written)s” is a topic of your own.") % {"written": written},
            remedy=_("Did you mean “%(label)s” (%(code)s)?")
            % {"label": near.label, "code": near.code},
        )
        for written, row in sorted(first.items(), key=lambda one: one[1] or 0)
        if (near := near_topic(written)) is not None
    ]


def _file_name(folder: Path, stem: str) -> str:
    names = (path.name for path in sorted(folder.iterdir()) if path.stem.casefold() == stem)
    return next((name for name in names if Path(name).suffix.lower() in SUFFIXES), stem)


def _in_order(problems: Sequence[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: (problem.file, problem.row or 0))
