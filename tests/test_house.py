"""The house stands as its plan says: small rooms, one grammar, glass cores."""

import ast
import re
from pathlib import Path
from typing import TypeGuard

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "raceme"
CAPABILITIES = (
    "strategy",
    "members",
    "needs",
    "catalogue",
    "portfolio",
    "intake",
    "region",
    "events",
    "meetings",
    "programmes",
    "collaboration",
    "thread",
)
ALWAYS = {"__init__", "apps", "urls", "views", "api", "queries"}
WITH_TABLES = {"models", "rules", "verbs", "migrations"}
WHERE_NEEDED = {
    "forms", "background", "bridge", "signals", "receivers", "panels", "imports", "admin",
    "templates", "documents", "folder", "reference", "archetypes", "words", "gates", "columns",
    "lists", "templatetags",
}  # fmt: skip
LINES_OF_A_FILE, LINES_OF_A_FUNCTION = 400, 50
OURS = [
    path
    for folder in ("src", "tests", "tools", "bench", "examples")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


VERBS = sorted({*PACKAGE.rglob("verbs.py"), *PACKAGE.glob("*/verbs/*.py")})


def is_function(node: ast.stmt) -> TypeGuard[ast.FunctionDef]:
    return isinstance(node, ast.FunctionDef)


@pytest.mark.parametrize("path", OURS, ids=named)
def test_rooms_are_small(path: Path) -> None:
    source = path.read_text()
    long_functions = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LINES_OF_A_FUNCTION
    ]

    assert len(source.splitlines()) <= LINES_OF_A_FILE
    assert long_functions == []


@pytest.mark.parametrize("path", sorted((PACKAGE / "cores").rglob("*.py")), ids=named)
def test_cores_are_glass(path: Path) -> None:
    tree = ast.parse(path.read_text())
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }

    assert imported.isdisjoint({"django", "socket", "urllib", "requests", "logging", "subprocess"})
    assert called.isdisjoint({"print", "open", "input"})


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_every_capability_has_the_same_grammar(capability: str) -> None:
    folder = PACKAGE / capability
    rooms = {path.stem for path in folder.iterdir() if path.name != "__pycache__"}
    necessary = ALWAYS | (WITH_TABLES if capability != "thread" else set())

    assert necessary - rooms == set()
    assert rooms - necessary - WITH_TABLES - WHERE_NEEDED == set()


def test_no_capability_is_forgotten_here() -> None:
    above_access = {
        path.name
        for path in PACKAGE.iterdir()
        if (path / "urls.py").exists() or (path / "urls").is_dir()
    } - {"config", "access"}

    assert above_access == set(CAPABILITIES)


@pytest.mark.parametrize("path", VERBS, ids=named)
def test_verbs_are_told_who_and_when(path: Path) -> None:
    tree = ast.parse(path.read_text())
    public = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    reads_the_clock = re.search(r"timezone\.now|datetime\.now|date\.today", path.read_text())

    assert public or path.stem == "__init__"
    assert reads_the_clock is None


@pytest.mark.parametrize("path", [path for path in VERBS if path.stem != "__init__"], ids=named)
def test_verbs_ask_whether_whoever_acts_may(path: Path) -> None:
    """A verb that is told `by` asks a rule itself, or leaves all to one of its neighbours."""
    verbs = {node.name: node for node in ast.parse(path.read_text()).body if is_function(node)}
    called = {
        name: {
            node.func.id
            for node in ast.walk(verb)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        for name, verb in verbs.items()
    }
    asking = {name for name, calls in called.items() if "require" in calls}
    told_by_whom = {
        name
        for name, verb in verbs.items()
        if not name.startswith("_") and "by" in {one.arg for one in verb.args.kwonlyargs}
    }

    assert told_by_whom
    assert {name for name in told_by_whom if not {name, *called[name]} & asking} == set()


def test_nothing_is_left_to_do_without_an_issue() -> None:
    left = re.compile(r"TO" + r"DO(?!\(#\d+\))|FIX" + "ME")

    assert [named(path) for path in OURS if left.search(path.read_text())] == []


def test_this_test_sees_the_house() -> None:
    assert len(OURS) > 100
