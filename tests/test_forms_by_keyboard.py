"""Every form of the office can be filled without a mouse: labels, a cursor, Enter, and errors told.

The pages are read as HTML; tests/browser/walks/test_intake_by_keyboard.py walks one with keys.
"""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from core.dispatch import TitipFlask
from tests.catalogue.desk import Desk, manager_desk

ABOUT_A_FORM = (
    "/new",
    "/edit",
    "/access",
    "/private",
    "/import",
    "/text",
    "/opening",
    "/correction",
)
"""Pages that are there for their form end so: the cursor stands in its first field."""
NUMBERS = {
    "maker_id": "1", "product_id": "2", "consignment_id": "1", "outlet_id": "1", "person_id": "1",
    "printer_id": "1", "contract_id": "1", "category_id": "1", "certificate_id": "1",
    "transfer_id": "1", "batch_id": "1", "bazar_id": "1", "departure_id": "1", "doubt_id": "1",
}  # fmt: skip
UNSEEN = {"hidden", "submit", "button", "reset", "image"}


@dataclass
class Form:
    """One form of a page: how it is sent, its fields and its submitting buttons in order."""

    method: str
    fields: list[dict[str, str]] = field(default_factory=list)
    buttons: list[dict[str, str]] = field(default_factory=list)

    @property
    def enter(self) -> str:
        """What is wrong with the button that Enter presses: the first one of the form."""
        if not self.buttons:
            return "Enter does not send it"
        chosen = self.buttons[0]
        choice = chosen.get("name") or chosen.get("formaction")
        if self.fields[0].get("name") == "q" and (choice or "").endswith("/scan"):
            return ""  # a list with its scan box: a scanner's Enter adds, and keeps what was typed
        return f"Enter chooses {choice}" if choice and "disabled" not in chosen else ""


class Page(HTMLParser):
    """What a page says of its forms."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.fields: list[dict[str, str]] = []
        self.ids: Counter[str] = Counter()
        self.labels: set[str] = set()
        self.mentioned: set[str] = set()
        self._open: Form | None = None
        self._inside_label = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids.update([found["id"]] if "id" in found else [])
        self.mentioned.update(found.get("aria-describedby", "").split())
        if tag == "form":
            self._open = Form(found.get("method", "get").lower())
            self.forms.append(self._open)
        elif tag == "label":
            self._inside_label += 1
            self.labels.add(found.get("for", ""))
        elif tag == "button" and self._open:
            self._open.buttons += [found] if found.get("type", "submit") == "submit" else []
        elif tag in ("input", "select", "textarea") and found.get("type", "") not in UNSEEN:
            found["labelled"] = "yes" if self._inside_label or "aria-label" in found else ""
            self.fields.append(found)
            if self._open:
                self._open.fields.append(found)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "label":
            self._inside_label -= 1

    def faults(self, *, about_a_form: bool) -> list[str]:
        """What keeps somebody with a keyboard or a screen reader from filling this page."""
        cursors = [one for one in self.fields if "autofocus" in one]
        found = [
            f"no label: {one.get('name') or one.get('id')}" for one in self.fields
            if not one["labelled"] and one.get("id") not in self.labels
        ]  # fmt: skip
        found += [f"id twice: {name}" for name, count in self.ids.items() if count > 1]
        found += [f"describes nothing: {name}" for name in self.mentioned - set(self.ids)]
        found += [f"{form.fields[0].get('name')}: {form.enter}" for form in self.forms
                  if form.fields and form.enter]  # fmt: skip
        found += [f"{len(cursors)} cursors" for _once in "x" if len(cursors) > 1]
        posts = [form for form in self.forms if form.method == "post" and form.fields]
        firsts = [form.fields[0] for form in self.forms if form.fields]
        if about_a_form and posts and not any(first in cursors for first in firsts):
            found.append("no cursor in the first field")
        return found


@pytest.fixture
def desk(app: TitipFlask, client) -> Desk:
    """A manager in a furnished house, with drafts of a delivery and of a transfer."""
    desk = manager_desk(app, client)
    desk.done("/manage/consignments/new", maker=desk.maker_id, outlet=1)
    desk.done("/manage/consignments/2/scan", q="2000000000022")
    desk.done("/manage/transfers/new", origin=1, destination=2)
    desk.done("/manage/transfers/1/scan", q="2000000000022")
    return desk


def addresses(app: TitipFlask) -> list[str]:
    """Every page of the office that can be opened with the numbers of what is there."""
    found = ["/manage/consignments/2"]
    rules = [
        rule for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and rule.rule.startswith("/manage") and "." not in rule.rule
        and set(rule.arguments) <= set(NUMBERS)
    ]  # fmt: skip
    with app.test_request_context():
        for rule in rules:
            numbers = {name: NUMBERS[name] for name in rule.arguments}
            found.append(app.url_for(rule.endpoint, **numbers))
    return sorted(set(found))


@pytest.mark.parametrize("engine_kind", ["sqlite"])  # what a page looks like does not depend on it
def test_every_page_can_be_filled_by_keyboard(desk: Desk):
    faults, seen = [], 0
    for path in addresses(desk.app):
        answer = desk.get(path)
        if answer.status_code == 200 and "<form" in answer.text:
            seen += 1
            found = Page(answer.text).faults(about_a_form=path.endswith(ABOUT_A_FORM))
            faults += [f"{path}: {fault}" for fault in found]

    assert not faults, "\n".join(faults)
    assert seen > 25


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_the_cursor_stands_in_the_first_wrong_field(desk: Desk):
    page = Page(desk.refused("/manage/makers/new", name="Umpama", sentra="Tapis", phone="12"))

    assert [one["name"] for one in page.fields if "autofocus" in one] == ["phone"]
    [phone] = [one for one in page.fields if one.get("name") == "phone"]
    assert (phone["aria-invalid"], phone["aria-describedby"]) == ("true", "phone-salah")
    assert not page.faults(about_a_form=False)
