"""A phone becomes the second till: the QR at the counter, its own camera, and a night in between."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from core.clock import ZONES
from core.db import Database
from core.users.models import WebSession
from tests.browser import steps
from tests.browser.conftest import PHONE, one_engine
from tests.browser.film import film
from tests.browser.steps import Photograph
from tests.server import OPENS_AT, Server
from tests.tools.reading import scan

LONG_IN_VIEW = 100
"""Frames at 30 a second: the camera looks at each tag about 25 times."""


@one_engine
@pytest.mark.parametrize("surroundings", [{"TITIP_PUBLIC_URL": "https://galeri.example.org"}])
def test_a_phone_becomes_a_till_and_scans_with_its_camera(
    counter: Page,
    server: Server,
    browser_seeing: Callable[[Path], Browser],
    tmp_path: Path,
    photograph: Photograph,
):
    steps.stand_at_the_till(counter, server)
    path = shown_at_the_counter(counter, tmp_path)
    photograph(counter, "phone-qr")
    first, second, third, *_rest = steps.goods_of(server, at_least=4)
    seeing = browser_seeing(film([first, second], tmp_path / "tags.mjpeg", tag_frames=LONG_IN_VIEW))
    troubles: list[str] = []
    context = seeing.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, locale="id-ID", permissions=["camera"]
    )
    phone = context.new_page()
    phone.on("pageerror", lambda error: troubles.append(str(error)))
    phone.on("console", lambda m: troubles.append(m.text) if "Content Security" in m.text else None)

    phone.goto(server.url + path)
    photograph(phone, "phone-join")
    phone.get_by_test_id("phone-join").tap()
    steps.enter_by_pin(phone)
    steps.open_shift(phone, 0)
    phone.get_by_test_id("camera").tap()

    for goods in (first, second):  # each once, however long it was in view
        expect(steps.line_of(phone, goods.code)).to_be_visible(timeout=20_000)
    for goods in (first, second):
        steps.expect_line(phone, goods, 1)
    photograph(phone, "phone-camera")
    phone.get_by_test_id("camera").tap()  # closes it
    phone.wait_for_url("**/pos")
    steps.scanner_is_heard(phone)

    a_night_passes(server)
    steps.wedge(phone, third.code)
    phone.wait_for_url(re.compile("/pos/enter"))
    steps.enter_by_pin(phone)
    for goods in (first, second, third):  # the same ticket, and what was scanned at closed eyes
        steps.expect_line(phone, goods, 1)
    phone.get_by_test_id("pay-cash").tap()
    expect(phone.get_by_test_id("cash-received")).to_be_visible()
    phone.locator(".notes button").first.tap()
    phone.get_by_test_id("complete-sale").tap()
    assert steps.sale_number(phone) == "G1H1000001"
    assert not troubles


def shown_at_the_counter(counter: Page, folder: Path) -> str:
    """Have the manager let a phone in; return the path that the QR on the screen leads to."""
    counter.keyboard.press("F7")
    counter.get_by_test_id("phone-till").click()
    counter.get_by_test_id("approver-pin").fill("1379")
    counter.get_by_test_id("phone-invite").click()
    counter.get_by_test_id("phone-qr").screenshot(path=folder / "qr.png")
    [(_kind, link)] = scan(Image.open(folder / "qr.png"))
    assert link.startswith("https://galeri.example.org/pos/join/")
    return urlsplit(link).path


def a_night_passes(server: Server) -> None:
    """Let everybody's sign-in be over, as after sixteen hours."""
    database = Database(server.database_url)
    with database.writer() as session:
        session.execute(update(WebSession).values(expires_at=OPENS_AT.astimezone(ZONES["WIB"])))
    database.dispose()
