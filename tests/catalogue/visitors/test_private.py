"""No private field of a maker on any public page: pages and fields are found by the test itself.

A new public route is asked at once; one that this test cannot open fails it until it can. A new
column of a maker is private until somebody writes here that the world may read it.
"""

import re
from itertools import product

import pytest
from flask import Response, make_response
from flask.testing import FlaskClient
from sqlalchemy import String, inspect, select

from catalogue.events.queries import to_come
from catalogue.makers.models import Maker, MakerPrivate
from catalogue.outlets import service as outlets
from catalogue.outlets.models import Outlet
from catalogue.tours import service as tours
from catalogue.visitors.baskets import service as baskets
from catalogue.visitors.kiosk import service as kiosks
from core.dispatch import TitipFlask
from core.users import service as people
from core.users.models import User
from core.web import db, public
from tests.catalogue.visitors.conftest import Gallery
from tests.catalogue.visitors.test_public_routes import app, public_rules
from tests.tools.reading import page_texts

__all__ = ["app"]
one_engine = pytest.mark.parametrize("engine_kind", ["sqlite"])

OPEN = {"slug", "name", "name_key", "story", "story_en", "language", "code"}
"""What anybody may read of a maker."""
ELSEWHERE = {
    "receipts.digital": "a receipt's: tests/pos/sales/test_digital.py",
    "displays.screen": "the buyer's screen of a till", "displays.changed": "the same",
    "happenings.mine": "what a guest wrote", "enquiries.asked": "what a firm wrote",
    "happenings.calendar": "an event's", "photos.shown": "a picture", "printers.logo": "a picture",
    "offers.own_letter": "a firm's quotation",
    "phone.invitation": "a till's", "maker_entry.invitation": "the maker's own, by her link",
    "agents.work": "a token's", "agents.paper": "a token's", "setup.setup": "an empty house",
}  # fmt: skip
"""Public routes that show nothing of a maker, or are asked by another test."""


def secrets(session: object, slug: str) -> set[str]:
    """Every private text of a maker, as it is written and as a number is dialled."""
    maker = session.scalars(select(Maker).where(Maker.slug == slug)).one()  # type: ignore[attr-defined]
    rows = (maker, session.get_one(MakerPrivate, maker.id))  # type: ignore[attr-defined]
    found = {
        f"{type(row).__name__}.{column.key}": getattr(row, column.key)
        for row in rows
        for column in inspect(type(row)).columns
        if isinstance(column.type, String) and column.key not in OPEN
    }
    assert all(found.values()), f"give the gallery's maker one of each: {found}"
    return {*found.values(), "62" + maker.phone.lstrip("0"), "+62" + maker.phone.lstrip("0")}


def words(answer: Response) -> str:
    """What an answer says, a sheet of paper too."""
    if answer.mimetype == "application/pdf":
        return " ".join(page_texts(answer.data))
    return answer.data.decode(errors="replace")


def asked(app: TitipFlask, gallery: Gallery, *, only: str = "") -> tuple[set[str], list[str]]:
    """Ask every public route with all that fits; the routes that answered, and where a secret stood."""
    at = gallery.at
    with gallery.database.writer() as session:
        staff = session.scalars(select(User)).one()
        by, place = staff.id, session.get_one(Outlet, gallery.outlet_id)
        people.set_secret(session, staff, "pin", "a hash", at=at)
        outlets.staff(session, staff, place)
        hidden = secrets(session, gallery.maker_slug)
        visit = tours.announce(
            session, place, tours.News(agency_name="Biro", expected_on=at.date()), came_by="form",
            today=at.date(), by=None, at=at,
        )  # fmt: skip
        agency = tours.add_agency(session, "Biro", fee_bps=1_000, by=by, at=at)
        tours.confirm(session, visit, agency=agency, fee_bps=1_000, by=by, at=at)
        begun = kiosks.open_screen(session, place, idle_seconds=60, by=by, at=at)
        secret = kiosks.begin(session, begun.token, by=by, at=at)
        screen = kiosks.open_screen(session, place, idle_seconds=60, by=by, at=at)
        tokens = [baskets.begin(session, at=at).token, visit.token, screen.token]
        slugs = [*(gallery.slugs[name] for name in ("cloth", "coffee")), gallery.maker_slug, "tapis",
                 *(one.slug for one in to_come(session, at.date()))]  # fmt: skip
    phone, tablet = app.test_client(), app.test_client()
    tablet.set_cookie("titip_kiosk", secret)
    values = {"slug": slugs, "token": tokens, "code": [gallery.codes["cloth"]], "craft": ["tapis"],
              "motif": ["siger"], "seed": ["1"]}  # fmt: skip
    answered, leaks = set(), []
    for rule in public_rules(app, "GET"):
        if not rule.endpoint.startswith(only):
            continue
        browser: FlaskClient = tablet if rule.endpoint.startswith("kiosk.") else phone
        pattern = rule.rule.replace("<any(en):lang>", "en")
        names = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
        choices = [values.get(name, ["1"]) for name in names]
        for chosen in product(*choices):
            path = pattern
            for value in chosen:
                path = re.sub(r"<[^>]+>", value, path, count=1)
            answer = browser.get(path)
            text = words(answer)
            if answer.status_code in (200, 301, 302, 303):
                answered.add(rule.endpoint)
            leaks += [path for secret in hidden if secret in text]
    return answered, leaks


@one_engine
def test_no_public_page_tells_anything_private_of_a_maker(
    app: TitipFlask, gallery: Gallery
) -> None:
    answered, leaks = asked(app, gallery)
    assert leaks == []
    unasked = {rule.endpoint for rule in public_rules(app, "GET")} - answered - set(ELSEWHERE)
    assert unasked == set(), "say with what they open, or why they show nothing of a maker"


@one_engine
def test_a_page_that_tells_a_makers_number_is_found(
    app: TitipFlask, gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    @public
    def leaking(slug: str) -> Response:
        maker = db().scalars(select(Maker).where(Maker.slug == slug)).first()
        return make_response(f"Hubungi {maker.phone}" if maker else "")

    monkeypatch.setitem(app.view_functions, "kiosk.maker", leaking)
    _answered, leaks = asked(app, gallery, only="kiosk.")
    assert set(leaks) == {f"{way}/kiosk/m/{gallery.maker_slug}" for way in ("", "/en")}
