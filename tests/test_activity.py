"""Every verb that the code writes into the activity log has words, in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import ACTIVITY
from core.activity import Filled, sentence
from core.i18n import english, use_locale
from core.users.models import AuditEntry
from tests.catalogue.desk import Desk, furnish, sign_in

PROJECT = Path(__file__).parent.parent
FOLDERS = ("core", "printers", "catalogue", "pos", "demo")


def verbs() -> Iterator[tuple[str, str]]:
    """Yield (place, verb) of every line that the code records; verbs are written out."""
    for folder in FOLDERS:
        for path in sorted((PROJECT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and len(node.args) > 1 and recorder(node.func):
                    place = f"{path.relative_to(PROJECT)}:{node.lineno}"
                    yield from ((place, verb) for verb in texts(node.args[1], place))


def recorder(function: ast.expr) -> bool:
    """Say whether this is core.users.service.record or record_all, by any name of its module."""
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in ("record", "record_all")


def texts(node: ast.expr, place: str) -> list[str]:
    """The verbs an argument may be; one made of parts could not be looked up here."""
    if isinstance(node, ast.IfExp):
        return [*texts(node.body, place), *texts(node.orelse, place)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    passed_on = isinstance(node, ast.Name) and place.startswith("core/users/service.py")
    assert passed_on, f"{place}: write the verb out"
    return []


def test_the_code_records_what_happens_to_things():
    found = {verb for _place, verb in verbs()}

    assert {"maker.registered", "consignment.received", "payout.reversed", "import.tried"} <= found


def test_every_verb_has_words_in_both_languages():
    silent = [
        f"{place}: {verb}" for place, verb in verbs()
        if verb not in ACTIVITY or ACTIVITY[verb] not in english()
    ]  # fmt: skip

    assert not silent, "add these to the folder's activity.py:\n" + "\n".join(silent)


def test_no_words_are_left_of_a_verb_that_nobody_records():
    assert set(ACTIVITY) <= {verb for _place, verb in verbs()}


def test_the_detail_fills_the_blanks_and_what_it_lacks_stays_open():
    entry = AuditEntry(action="payout.reversed", detail={"reason": "100% salah"})

    assert sentence(ACTIVITY, entry) == "Dibatalkan: 100% salah"
    with use_locale("en"):
        assert sentence(ACTIVITY, entry) == "Taken back: 100% salah"
    assert Filled()["anything"] == "…"
    assert sentence(ACTIVITY, AuditEntry(action="payout.reversed")) == "Dibatalkan: …"
    assert sentence(ACTIVITY, AuditEntry(action="100%(odd")) == "100%(odd"


@pytest.fixture
def desk(app, client) -> Desk:
    """A manager in a house with a maker and goods."""
    desk = Desk(app, client, sign_in(app, client, "manager"))
    furnish(desk)
    return desk


def log_on(page: str) -> str:
    """The part of a page that is its record's log."""
    assert page.count('data-testid="activity"') == 1
    return page.split('data-testid="activity"')[1].split("</details>", maxsplit=1)[0]


def test_the_page_of_a_maker_says_who_did_what_and_when(desk: Desk):
    desk.done(f"/manage/makers/{desk.maker_id}/archive")

    log = log_on(desk.get(f"/manage/makers/{desk.maker_id}").text)

    assert "Diarsipkan<small" in log and "Manager" in log and " WIB</span>" in log
    assert log.index("Diarsipkan") < log.index("Didaftarkan")
    assert "otomatis" in log


def test_products_deliveries_and_people_have_their_log(desk: Desk):
    assert "Dicatat" in log_on(desk.get(f"/manage/products/{desk.cloth_id}").text)
    assert "Diterima" in log_on(desk.get("/manage/consignments/1").text)
    assert "Masuk dengan sandi" in log_on(desk.get(f"/manage/users/{desk.user_id}").text)


def test_a_log_is_told_in_english_too(desk: Desk):
    assert "Written down" in log_on(desk.get(f"/manage/products/{desk.cloth_id}?lang=en").text)
