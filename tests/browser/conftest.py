"""The stage for walks in a real browser: a running Titip, Chromium, and screens of two sizes.

A page that throws, breaks the content security policy or asks another machine for something
fails the test that opened it.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Route,
    ViewportSize,
    sync_playwright,
)

from tests import server as titip
from tests.conftest import temporary_database
from tests.server import Run, Server

COUNTER = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

MORNING = {"TITIP_NOW": titip.OPENS_AT.isoformat()}

OpenPage = Callable[..., Page]

one_engine = pytest.mark.parametrize("engine_kind", ["sqlite"])
"""For what the browser shows, whatever the database: rules run on both engines below the pages."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright itself, once for each test process: it does not run twice in one."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> str:
    """Debian's Chromium."""
    program = shutil.which("chromium")
    if program is None:
        pytest.fail(
            "Chromium is not installed: apt-get install chromium, or --without-browser",
            pytrace=False,
        )
    return program


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """A browser, one for each test process."""
    browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
    yield browser
    browser.close()


@pytest.fixture
def browser_seeing(playwright: Playwright, chromium: str) -> Iterator[Callable[[Path], Browser]]:
    """Start a browser whose camera sees a film (MJPEG), again and again."""
    browsers: list[Browser] = []

    def launch(film: Path) -> Browser:
        fake = (
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        )
        browsers.append(
            playwright.chromium.launch(executable_path=chromium, args=[*CHROMIUM, *fake])
        )
        return browsers[-1]

    yield launch
    for browser in browsers:
        browser.close()


@pytest.fixture
def surroundings() -> dict[str, str]:
    """More settings from the environment; a test that needs some gives them as a parameter."""
    return {}


@pytest.fixture
def house(engine_kind: str, tmp_path: Path, shared_folder: Path) -> Iterator[tuple[Path, str]]:
    """The demonstration, not started: its data folder and the URL of its database."""
    home = tmp_path / "titip"
    if engine_kind == "sqlite":
        shutil.copytree(titip.demonstration(shared_folder), home)
        yield home, f"sqlite:///{home / 'titip.db'}"
        return
    template = titip.demonstration_template(shared_folder)
    shutil.copytree(titip.demonstration_files(shared_folder), home)
    for url in temporary_database(shared_folder, template=template):
        yield home, url


@pytest.fixture
def server(house: tuple[Path, str], surroundings: dict[str, str]) -> Iterator[Server]:
    """A serving Titip with the demonstration, its clock at Saturday 9 May 2026, 09:00 WIB."""
    with titip.serving(*house, **MORNING, **surroundings) as serving:
        yield serving


@pytest.fixture
def run(house: tuple[Path, str], surroundings: dict[str, str]) -> Iterator[Run]:
    """The same as `./titip run` starts and keeps it, where that is the thing."""
    with titip.running(*house, **MORNING, **surroundings) as running:
        yield running


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open a window of its own (own cookies): `open_page(url, PHONE, java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def at_home_only(route: Route) -> None:
        if route.request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            route.continue_()
        else:
            troubles.append(f"asked another machine: {route.request.url}")
            route.abort()

    def heard(message: ConsoleMessage) -> None:
        # A refused form (422) is an answer like any other; Chromium logs it as an error.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            troubles.append(f"console: {message.text}")

    def open_page(url: str, viewport: ViewportSize = COUNTER, **options: object) -> Page:
        phone = viewport is PHONE
        context = browser.new_context(
            viewport=viewport, has_touch=phone, is_mobile=phone, locale="id-ID", **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        context.route("**/*", at_home_only)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: troubles.append(f"page: {error}"))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not troubles


@pytest.fixture
def counter(server: Server, open_page: OpenPage) -> Page:
    """The counter's PC, 1280×800, at the sign-in page."""
    return open_page(f"{server.url}/login")


@pytest.fixture
def phone(server: Server, open_page: OpenPage) -> Page:
    """A cheap phone, 390×844, at the catalogue."""
    return open_page(f"{server.url}/", PHONE)


@pytest.fixture
def photograph(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keep a picture of a page as `<name>.png` in the folder TITIP_SHOTS, if it is set."""

    def photograph(page: Page, name: str) -> None:
        folder = os.environ.get("TITIP_SHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png")

    return photograph
