"""The activity log of a record on its page; tests/test_translations.py asks for the words."""

import pytest

from core.activity import Filled, sentence
from core.i18n import use_locale
from core.users.models import AuditEntry
from folders import ACTIVITY
from tests.catalogue.desk import Desk, manager_desk


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
    return manager_desk(app, client)


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
