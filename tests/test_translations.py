"""Everything that a person can read has its English, with the same blanks to fill."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from core.i18n import FOLDER, english
from folders import ACTIVITY

PROJECT = FOLDER.parent
FOLDERS = ("core", "printers", "catalogue", "pos", "templates", "demo")
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
BLANK = re.compile(r"%\((\w+)\)[sd]")


def source_texts() -> dict[str, str]:
    """Return every source text and the first place it stands at."""
    found: dict[str, str] = {}
    places = [(folder, PROJECT / folder) for folder in FOLDERS]
    for folder, path in places:
        for name, line, text, *_rest in extract_from_dir(path, METHODS, keywords={"_": None}):
            if isinstance(text, str) and text:
                found.setdefault(text, f"{folder}/{name}:{line}")
    return found


def verbs() -> Iterator[tuple[str, str]]:
    """Yield (place, pattern of the verb) of every line that the code writes into the activity log."""
    for folder in FOLDERS:
        for path in sorted((PROJECT / folder).rglob("*.py")):
            place = str(path.relative_to(PROJECT))
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and len(node.args) > 1 and is_recorder(node.func):
                    yield from ((f"{place}:{node.lineno}", v) for v in patterns(node.args[1]))


def is_recorder(function: ast.expr) -> bool:
    """Say whether this records: core.users.service.record or record_all, or what a file makes of them."""
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name.lstrip("_") in ("record", "record_all", "record_below")


def patterns(node: ast.expr) -> list[str]:
    """The verbs that an argument may be, each as a pattern; a part worked out may be any word.

    A function that only hands its `action` on is called with the verb elsewhere.
    """
    if isinstance(node, ast.IfExp):
        return [p for one in (node.body, node.orelse) for p in patterns(one)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(
            re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z_]+"
            for part in node.values
        )]  # fmt: skip
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [re.escape(node.value)]
    assert ast.unparse(node) == "action", f"write the verb out: {ast.unparse(node)}"
    return []


def test_there_are_source_texts_in_code_and_in_templates() -> None:
    places = source_texts().values()

    assert any(place.endswith(".html") or ".html:" in place for place in places)
    assert any(".py:" in place for place in places)


def test_every_text_has_its_english() -> None:
    missing = {text: place for text, place in source_texts().items() if text not in english()}

    assert not missing, "\n".join(f"{place}: {text}" for text, place in sorted(missing.items()))


def test_the_english_fills_the_same_blanks() -> None:
    wrong = [
        text
        for text in source_texts()
        if set(BLANK.findall(text)) != set(BLANK.findall(english().get(text, text)))
    ]

    assert not wrong


@pytest.mark.parametrize("path", sorted((FOLDER / "en").glob("*.po")), ids=lambda path: path.name)
def test_a_text_is_said_one_way_in_all_files(path: Path) -> None:
    for message in read_po(BytesIO(path.read_bytes()), locale="en"):
        if message.id:
            assert english()[str(message.id)] == message.string


def test_every_verb_of_the_activity_log_has_its_words() -> None:
    found = list(verbs())
    silent = [
        f"{place}: {verb}" for place, verb in found
        if not any(re.fullmatch(verb, known) for known in ACTIVITY)
    ]  # fmt: skip

    assert not silent, (
        "add words to the folder's activity.py (core/activity.py says how):\n" + "\n".join(silent)
    )
    assert {re.escape("maker.registered"), re.escape("payout.reversed")} <= {v for _p, v in found}


def test_no_words_are_left_of_a_verb_that_nobody_records() -> None:
    found = [verb for _place, verb in verbs()]

    assert not [known for known in ACTIVITY if not any(re.fullmatch(v, known) for v in found)]
