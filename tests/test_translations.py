"""Everything that a person can read has its English, with the same blanks to fill."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from core.i18n import FOLDER, english

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
