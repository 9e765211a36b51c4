"""What the documents say is there, and what is there is in the documents."""

import re
import runpy
from functools import cache
from pathlib import Path

import pytest

from commands import titip
from config import PROJECT

PAGES = sorted(
    [
        *PROJECT.glob("*.md"),
        *(page for page in (PROJECT / "docs").rglob("*.md")),
    ]
)
VERBS = sorted(runpy.run_path(str(PROJECT / "titip"))["VERBS"])
LARGEST_PICTURES = 3_000_000


@cache
def everything() -> str:
    """All pages as one text."""
    return "\n".join(page.read_text() for page in PAGES)


@cache
def variables() -> frozenset[str]:
    """The settings that the configuration reads."""
    return frozenset(re.findall(r'"(TITIP_[A-Z_]+)"', (PROJECT / "config.py").read_text()))


def headings(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    lines = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_of_the_launcher_is_in_the_readme(verb: str):
    assert f"./titip {verb}" in (PROJECT / "README.md").read_text()


def test_every_verb_of_the_launcher_exists():
    assert set(VERBS) - {"test"} <= set(titip.commands)  # `test` becomes pytest in the launcher


def test_every_verb_in_the_documents_exists():
    named = set(re.findall(r"\./titip ([a-z][a-z-]+)", everything()))

    assert named <= set(VERBS)


def test_every_option_in_the_documents_exists():
    launcher = (PROJECT / "titip").read_text() + (PROJECT / "commands.py").read_text()
    named = set(re.findall(r"\./titip [^`\n]*?(--[a-z-]+)", everything()))

    assert named
    assert [option for option in named if option not in launcher] == []


@pytest.mark.parametrize("name", sorted(variables()))
def test_every_setting_is_in_the_runbook(name: str):
    assert f"`{name}`" in (PROJECT / "docs" / "runbook.md").read_text()


def test_every_setting_in_the_documents_exists():
    assert set(re.findall(r"TITIP_[A-Z_]+", everything())) - {"TITIP_"} <= variables()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_link_and_picture_leads_somewhere(page: Path):
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        path, _hash, anchor = target.partition("#")
        if "://" in path:
            continue
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), f"{page.name}: {target}"
        assert found.is_relative_to(PROJECT), f"{page.name}: {target}"
        if anchor:
            assert anchor in headings(found), f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_file_named_in_a_page_exists(page: Path):
    inside = (
        r"`((?:core|printers|catalogue|pos|static|tests|docs|bench|translations)/[\w./-]+\.\w+)`"
    )
    for name in re.findall(inside, page.read_text()):
        assert (PROJECT / name).exists(), f"{page.name}: {name}"


def test_every_class_in_the_glossary_exists():
    code = "\n".join(
        path.read_text()
        for folder in ("core", "printers", "catalogue", "pos")
        for path in (PROJECT / folder).rglob("*.py")
    )
    named = set(re.findall(r"`([A-Z][A-Za-z]+)[`.]", (PROJECT / "docs/glossary.md").read_text()))

    assert named
    assert [name for name in sorted(named) if f"class {name}" not in code] == []


def test_every_picture_is_shown_and_small():
    pictures = sorted((PROJECT / "docs" / "images").glob("*.png"))

    assert pictures
    assert [picture.name for picture in pictures if picture.name not in everything()] == []
    assert sum(picture.stat().st_size for picture in pictures) < LARGEST_PICTURES


def test_every_vendored_file_is_listed_with_its_licence():
    listed = (PROJECT / "THIRD_PARTY.md").read_text()

    for file in (PROJECT / "static" / "vendor").iterdir():
        assert file.relative_to(PROJECT).as_posix() in listed
