"""The house rules that a machine can hold: layers, who may know Flask, who may ask the time."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).parent.parent
PACKAGES = ("core", "printers", "catalogue", "pos")
ON_TOP = {"app", "commands", "config", "demo", "migrations", "server", "tests"}
WEB = {"flask", "werkzeug", "jinja2", "core.web"}
CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.datetime.now", "date.today", "time.time",
}  # fmt: skip


def modules(*packages: str) -> list[Path]:
    """The Python files of some packages, relative to the project."""
    files = [path for name in packages for path in sorted((PROJECT / name).rglob("*.py"))]
    return [path.relative_to(PROJECT) for path in files]


BUSINESS = modules("printers", "catalogue", "pos")


@dataclass(frozen=True)
class Facts:
    """What a file imports, anywhere in it, whom it asks the time, and what it commits."""

    imports: frozenset[str]
    asked: tuple[str, ...]
    commits: tuple[str, ...]

    @property
    def knows_the_web(self) -> bool:
        """Whether the file itself imports Flask or what belongs to it."""
        return any(name in WEB or name.partition(".")[0] in WEB for name in self.imports)


@cache
def facts(path: Path) -> Facts:
    """Read a file of the project."""
    nodes = list(ast.walk(ast.parse((PROJECT / path).read_text(encoding="utf-8"))))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    return Facts(
        imports=frozenset(name for node in nodes for name in imported(node)),
        asked=tuple(ast.unparse(call) for call in calls if ast.unparse(call.func) in CLOCKS),
        commits=tuple(
            ast.unparse(call)
            for call in calls
            if isinstance(call.func, ast.Attribute)
            and call.func.attr in {"commit", "rollback"}
            and ast.unparse(call.func.value).endswith("session")  # a savepoint may be taken back
        ),
    )


def imported(node: ast.AST) -> Iterator[str]:
    """Every module a node imports, with what it takes from it."""
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


def test_a_package_does_not_know_the_modules_above_it():
    found = {
        str(path): known
        for path in modules(*PACKAGES)
        if (known := {name.partition(".")[0] for name in facts(path).imports} & ON_TOP)
    }

    assert not found


def test_nothing_below_the_views_knows_the_web():
    web = {".".join(path.with_suffix("").parts) for path in BUSINESS if facts(path).knows_the_web}
    found = {
        str(path): known
        for path in BUSINESS
        if not facts(path).knows_the_web and (known := web & facts(path).imports)
    }

    assert web
    assert not found


def test_models_verbs_and_reads_do_not_know_the_web():
    below = [path for path in BUSINESS if path.name in ("models.py", "service.py", "queries.py")]

    assert below
    assert [str(path) for path in below if facts(path).knows_the_web] == []


def test_a_rule_is_told_the_time_and_does_not_ask():
    assert {str(path): facts(path).asked for path in BUSINESS if facts(path).asked} == {}


def test_nothing_above_core_commits():
    assert {str(path): facts(path).commits for path in BUSINESS if facts(path).commits} == {}
