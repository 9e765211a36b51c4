"""The style sheets: nothing in them that no page uses."""

import re
from pathlib import Path

PROJECT = Path(__file__).parents[1]
COMPOSED = re.compile(r"hue-\w+|w\d\d|l\d\dx[\dx]+|htmx-\w+")
"""Classes that a page puts together from words, and those of htmx."""
RULE, CLASS = re.compile(r"([^{}]+)\{"), re.compile(r"\.([A-Za-z][\w-]*)")
CHOSEN = re.compile(r"'([^'\n]{1,40})'"), re.compile(r"""["'`]([^"'`\n]*)["'`]""")


def words_of_pages() -> set[str]:
    """Every word that may stand in a class attribute: written there, chosen by a page, a script, a view."""
    said: list[str] = []
    for page in (PROJECT / "templates").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        said += re.findall(r'class="([^"]*)"', text) + CHOSEN[0].findall(text)
        said += re.findall(r"block \w+_class %}([^{]*)", text)
    for script in (PROJECT / "static" / "js").glob("*.js"):
        said += CHOSEN[1].findall(script.read_text(encoding="utf-8"))
    for folder in ("core", "catalogue", "pos", "printers"):
        for module in (PROJECT / folder).rglob("*.py"):
            text = module.read_text(encoding="utf-8")
            said += re.findall(r'class=\\?"([^"\\]*)', text)
            said += re.findall(r"[\"']([a-z][\w-]{1,20})[\"']", text)
    return {word for some in said for word in re.findall(r"[A-Za-z][\w-]*", some)}


def test_every_class_of_a_style_sheet_is_used_by_a_page() -> None:
    used, dead = words_of_pages(), []
    for sheet in sorted((PROJECT / "static" / "css").glob("*.css")):
        css = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        for selector in RULE.findall(css):
            dead += [
                f"{sheet.name}: .{name}"
                for name in CLASS.findall(selector)
                if name not in used and not COMPOSED.fullmatch(name)
            ]
    assert not dead
