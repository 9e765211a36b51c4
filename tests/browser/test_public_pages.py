"""What a visitor with a screen reader, a keyboard or a weak stomach meets on every public page."""

import json
import shutil
import statistics
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import COUNTER, PHONE, OpenPage, one_engine
from tests.server import Server

AXE = next((Path(__file__).parents[1] / "vendor").glob("axe-core-*.min.js"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ROOMS = (
    "/", "/en/", "/browse", "/browse?q=zzzz", "/browse?craft=tapis&min=1000", "/m", "/sentra", "/motif",
    "/visit", "/acara", "/harga?craft=tapis", "/rombongan", "/penawaran", "/katalog", "/keranjang", "/login",
    "/maker/login", "/p/tidak-ada", "/en/p/tidak-ada",
)  # fmt: skip
"""Every public page that has an address of its own; test_public_routes.py holds that none is left out."""
FIRST_OF = {
    "/browse": "[data-testid=product-card] a",
    "/m": ".roll a",
    "/sentra": ".card a",
    "/acara": ".happenings a",
}
"""Lists, and what leads from each to one of its things."""
LIGHTHOUSE = "lighthouse@12.8.2"
PHONE_SPEED = 500
"""A middling phone on Lighthouse's scale of speed (125 to 800); a machine with other work is slow by itself."""


def faults(page: Page) -> list[str]:
    """What axe finds on a page: rule, and the first element it is about."""
    found = page.evaluate(
        "async (rules) => (await axe.run(document, {runOnly: {type: 'tag', values: rules}})).violations"
        ".map(v => v.id + ': ' + v.nodes[0].html.slice(0, 160) + ' ' + v.nodes[0].failureSummary.slice(0, 200))",
        RULES,
    )
    return list(found)


def faults_of_a_basket(page: Page, server: Server, source: str) -> dict[str, list[str]]:
    """What axe finds on a basket with a piece in it, before and after its code is asked for."""
    page.goto(f"{server.url}/browse?craft=tapis")
    page.get_by_test_id("product-card").first.get_by_role("link").click()
    page.get_by_test_id("add-to-basket").click()
    expect(page.locator("#basket-link b")).to_have_text("1")
    page.goto(f"{server.url}/keranjang")
    page.evaluate(source)
    wrong = {"basket": faults(page)}
    page.get_by_test_id("basket-ready").click()
    expect(page.get_by_test_id("basket-code")).to_be_visible()
    page.evaluate(source)
    wrong["basket with code"] = faults(page)
    return {name: found for name, found in wrong.items() if found}


@one_engine
@pytest.mark.parametrize(
    ("screen", "rooms", "lists"),
    [
        pytest.param(
            PHONE, (*ROOMS[:3], "/visit", "/rombongan"), ("/browse", "/acara"), id="phone"
        ),
        pytest.param(PHONE, ROOMS, tuple(FIRST_OF), id="phone-all", marks=pytest.mark.long),
        pytest.param(COUNTER, ROOMS, tuple(FIRST_OF), id="wide-all", marks=pytest.mark.long),
    ],
)
def test_axe_finds_nothing_on_public_pages(
    screen: ViewportSize,
    rooms: tuple[str, ...],
    lists: tuple[str, ...],
    server: Server,
    open_page: OpenPage,
) -> None:
    source = AXE.read_text(encoding="utf-8")
    page = open_page(f"{server.url}/", screen)
    things = []
    for room in lists:
        page.goto(server.url + room)
        things.append(str(page.locator(FIRST_OF[room]).first.get_attribute("href")))
    wrong: dict[str, list[str]] = {}
    for room in (*rooms, *things, *(f"/en{thing}" for thing in things if rooms is ROOMS)):
        page.goto(server.url + room)
        page.evaluate(source)
        if found := faults(page):
            wrong[room] = found
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= screen["width"], f"{room} is {wide} wide"
    if rooms is ROOMS:
        wrong |= faults_of_a_basket(page, server, source)
    assert not wrong, json.dumps(wrong, indent=1)


@one_engine
def test_a_keyboard_alone_finds_a_work_and_comes_to_an_event(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page(f"{server.url}/en/", COUNTER, reduced_motion="reduce")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_class("skip button")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("search-input")).to_be_focused()
    page.keyboard.type("siger")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("product-card").first).to_be_visible()
    card = page.get_by_test_id("product-card").first.get_by_role("link")
    for _step in range(80):
        page.keyboard.press("Tab")
        if card.evaluate("link => link === document.activeElement"):
            break
    expect(card).to_be_focused()
    moves = page.locator(".card .picture img").first.evaluate(
        "image => getComputedStyle(image).transitionDuration"
    )
    assert moves == "0s" or float(moves.rstrip("ms")) < 0.02, moves
    page.keyboard.press("Enter")
    expect(page.locator(".here, .price").first).to_be_visible()

    page.goto(f"{server.url}/en/acara")
    page.locator(".happenings a").first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Name").focus()
    for typed in ("Ann Example", "+60 12 345 6789", "", ""):
        if typed:
            page.keyboard.type(typed)
        page.keyboard.press("Tab")
    expect(page.get_by_test_id("sign-up")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("signed-up")).to_contain_text("Ann Example")


@pytest.mark.long
@one_engine
@pytest.mark.parametrize("room", ["/", "/browse", "/p/"])
def test_lighthouse_gives_95_in_every_category(
    room: str, server: Server, open_page: OpenPage, chromium: str, tmp_path: Path
) -> None:
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed: Lighthouse comes from there")
    made = subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--silent", LIGHTHOUSE],
        cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip(f"npm cannot be reached: {made.stderr[-200:]}")
    if room == "/p/":
        page = open_page(f"{server.url}/browse")
        room = str(page.locator(FIRST_OF["/browse"]).first.get_attribute("href"))
    address, runs = server.url + room, []
    _given, speed = lighthouse(address, chromium, tmp_path, slowed=1)
    for _run in range(3):
        given, speed = lighthouse(address, chromium, tmp_path, slowed=speed / PHONE_SPEED)
        runs.append(given)
    assert min(statistics.median(run[name] for run in runs) for name in runs[0]) >= 95, runs


def lighthouse(
    address: str, chromium: str, folder: Path, *, slowed: float
) -> tuple[dict[str, int], float]:
    """What Lighthouse gives a page in each category, of 100, and how quick the machine was then.

    The processor is `slowed` down, at most four times, which is what Lighthouse does by itself.
    """
    report = folder / "report.json"
    subprocess.run(
        [str(folder / "node_modules" / ".bin" / "lighthouse"), address, "--quiet",
         "--output=json", f"--output-path={report}",
         f"--throttling.cpuSlowdownMultiplier={min(max(slowed, 1), 4):.1f}",
         "--chrome-flags=--headless=new --no-sandbox --disable-gpu"],
        env={"CHROME_PATH": chromium, "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder)},
        check=True, timeout=240, capture_output=True,
    )  # fmt: skip
    found = json.loads(report.read_text())
    given = {name: round(one["score"] * 100) for name, one in found["categories"].items()}
    return given, float(found["environment"]["benchmarkIndex"])
