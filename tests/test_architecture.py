"""The house rules that a machine can hold: layers, who may know Flask, who may ask the time."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PACKAGES = ("core", "printers", "catalogue", "pos")
ON_TOP = {"app", "commands", "config", "demo", "migrations", "server", "tests"}
WEB = {"flask", "werkzeug", "jinja2", "core.web"}


def modules(*packages: str) -> list[Path]:
    """The Python files of some packages, relative to the project."""
    files = [path for name in packages for path in sorted((PROJECT / name).rglob("*.py"))]
    return [path.relative_to(PROJECT) for path in files]


def tree(path: Path) -> ast.AST:
    """The syntax tree of a file of the project."""
    return ast.parse((PROJECT / path).read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, anywhere in it, with what it takes from it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run one of the environment's own tools on the project."""
    tool = Path(sys.executable).parent / command[0]
    return subprocess.run(
        [str(tool), *command[1:]], cwd=PROJECT, capture_output=True, text=True, check=False
    )


def test_imports_only_go_down():
    done = run("lint-imports", "--no-cache")

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_linter_finds_nothing():
    done = run("ruff", "check", "--output-format=concise", ".")

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_file_is_formatted():
    done = run("ruff", "format", "--check", ".")

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_types_agree():
    done = run("mypy", "--no-error-summary")

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", modules(*PACKAGES), ids=str)
def test_a_package_does_not_know_the_modules_above_it(path: Path):
    known = {name.partition(".")[0] for name in imports(path)}

    assert not known & ON_TOP


def dotted(path: Path) -> str:
    """The module's name as others import it."""
    return ".".join(path.with_suffix("").parts)


def knows_the_web(path: Path) -> bool:
    """Whether a file itself imports Flask or what belongs to it."""
    return any(name in WEB or name.partition(".")[0] in WEB for name in imports(path))


BUSINESS = modules("printers", "catalogue", "pos")
WEB_MODULES = {dotted(path) for path in BUSINESS if knows_the_web(path)}


@pytest.mark.parametrize("path", [p for p in BUSINESS if not knows_the_web(p)], ids=str)
def test_nothing_below_the_views_knows_the_web(path: Path):
    assert not WEB_MODULES & set(imports(path))


@pytest.mark.parametrize(
    "path", [p for p in BUSINESS if p.name in ("models.py", "service.py", "queries.py")], ids=str
)
def test_models_verbs_and_reads_do_not_know_the_web(path: Path):
    assert not knows_the_web(path)


@pytest.mark.parametrize("path", modules("printers", "catalogue", "pos"), ids=str)
def test_a_rule_is_told_the_time_and_does_not_ask(path: Path):
    asked = [
        ast.unparse(node)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func)
        in {"datetime.now", "datetime.utcnow", "datetime.datetime.now", "date.today", "time.time"}
    ]

    assert not asked


@pytest.mark.parametrize("path", modules("printers", "catalogue", "pos"), ids=str)
def test_nothing_above_core_commits(path: Path):
    commits = [
        ast.unparse(node)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"}
        and ast.unparse(node.func.value).endswith("session")  # a savepoint may be taken back
    ]

    assert not commits
