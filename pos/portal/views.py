"""The maker's pages. Who asks decides what there is: every read takes the maker of the session."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, g, redirect, request
from sqlalchemy import Select
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers import private
from catalogue.makers import queries as makers
from catalogue.makers.models import Maker
from catalogue.outlets.here import today
from core import cookies, forms, settings
from core.clock import local
from core.errors import Forbidden
from core.i18n import _
from core.users import hands
from core.users import queries as people
from core.users import service as users
from core.users.models import User
from core.web import (
    allow,
    came_from,
    database,
    db,
    keyless,
    now,
    own_path,
    page,
    prepared,
    public,
    refused_to,
    user_id,
)
from pos.portal import lines as sold
from pos.portal import queries, received, service, standing, words
from pos.portal.chart import bars
from pos.portal.entry import phones
from pos.portal.shelves import stock as stock_of
from pos.sales.baskets.queries import open_orders
from pos.sales.quotations.queries import to_be_made
from pos.settlements.documents import zone
from pos.settlements.paying_day.next_day import next_payday
from pos.settlements.service import HOLD_DAYS

blueprint = Blueprint("portal", __name__)

for _word in (words.short_day, words.clock_time, words.month, words.long_day):
    blueprint.add_app_template_filter(_word)

maker_only = allow("maker", login="portal.login", by=("password", "maker"))
PAGE = 30
FIRST_FEW = 4


@blueprint.get("/maker/login")
@public
def login(error: Any = None) -> Response:
    """Show the maker's sign-in page."""
    return page("portal/login.html", form=request.form, next=_next(), error=error)


def check_pin() -> User:
    """Verify phone and PIN before the write transaction begins."""
    return service.who(
        database(),
        request.form.get("phone", ""),
        request.form.get("pin", "").strip(),
        address=came_from(),
        at=now(),
    )


@blueprint.post("/maker/login")
@public
@keyless
@prepared(check_pin)
@refused_to(login)
def sign_in() -> WsgiResponse:
    """Sign the maker in on this phone for 90 days."""
    user = people.require_user(db(), g.prepared.id)
    token = users.open_session(
        db(),
        user,
        kind="maker",
        device=None,
        at=now(),
        browser=phones.named(request.user_agent.string),
    )
    response = redirect(_next() or "/maker", code=303)
    cookies.put(response, cookies.SESSION, token, days=users.SESSION_LIFE["maker"].days)
    return response


@blueprint.get("/maker")
@maker_only
def home() -> Response:
    """Show what is the maker's, why, and what sold."""
    maker = signed_in_maker()
    first = today().replace(day=1)
    found, _count = sold.lines(
        db(), maker.id, today=today(), hold_days=hold_days(), limit=FIRST_FEW
    )
    by_day = queries.takings_by_day(db(), maker.id, first=first, last=today())
    return page(
        "portal/home.html",
        maker=maker,
        today=today(),
        dock="home",
        greeting=_greeting(),
        rights=queries.rights(db(), maker.id, today=today(), hold_days=hold_days()),
        sum=queries.reckoning(db(), maker.id),
        lines=found,
        day=queries.takings(db(), maker.id, first=today(), last=today()),
        month=queries.takings(db(), maker.id, first=first, last=today()),
        year=queries.takings(db(), maker.id, first=today().replace(month=1, day=1), last=today()),
        chart=bars([by_day.get(first + timedelta(days=n), 0) for n in range(today().day)]),
        stock=stock_of(db(), maker.id, today=today()),
        few=FIRST_FEW,
        payday=next_payday(db(), on=today()),
        account_waits=private.waits_until(db(), [maker.id], at=now()),
        let_in_at=_let_in_since(),
        zone=zone(db()),
        orders=_orders(makers.family(maker.id)),
        last_received=next(
            (one for one in received.received(db(), maker.id, limit=FIRST_FEW) if one.counted), None
        ),
    )


@blueprint.get("/maker/sales")
@maker_only
def sales() -> Response:
    """List the maker's lines of a month, or of a day (?day=2026-05-09)."""
    maker = signed_in_maker()
    day = forms.iso_day(request.args.get("day", ""))
    first = day or _month(today())
    last = day or first.replace(day=monthrange(first.year, first.month)[1])
    number = forms.page_number(request.args)
    found, count = sold.lines(
        db(),
        maker.id,
        today=today(),
        hold_days=hold_days(),
        first=first,
        last=last,
        limit=PAGE,
        offset=(number - 1) * PAGE,
    )
    return page(
        "portal/sales.html",
        maker=maker,
        today=today(),
        dock="sales",
        lines=found,
        first=first,
        day=day,
        taken=queries.takings(db(), maker.id, first=first, last=last),
        before=first - timedelta(days=1) if day else (first - timedelta(days=1)).replace(day=1),
        after=last + timedelta(days=1) if last < today() else None,
        number=number,
        pages=-(-count // PAGE),
    )


@blueprint.get("/maker/sales/<int:line_id>")
@maker_only
def line(line_id: int) -> Response:
    """Show one line of a receipt: what was paid, what was taken off, where the money is."""
    maker = signed_in_maker()
    found = sold.require_line(db(), maker.id, line_id, today=today(), hold_days=hold_days())
    on = queries.require_statement(db(), maker.id, found.statement) if found.statement else None
    return page(
        "portal/line.html",
        maker=maker,
        today=today(),
        dock="sales",
        line=found,
        statement=on,
        paid=standing.paid_with(db(), on) if on else None,
        nota=sold.nota_of(db(), maker.id, found, today=today(), hold_days=hold_days()),
        payday=next_payday(db(), on=today()),
    )


@blueprint.get("/maker/stock")
@maker_only
def stock() -> Response:
    """Show what is left at each outlet."""
    maker = signed_in_maker()
    found = stock_of(db(), maker.id, today=today())
    return page("portal/stock.html", maker=maker, dock="stock", today=today(), stock=found)


def signed_in_maker() -> Maker:
    """Return the maker whose person is signed in; everything shown is hers."""
    maker = makers.of_user(db(), user_id())
    if maker is None or maker.archived_at is not None:
        raise Forbidden(
            _("Nama ini belum terhubung dengan usaha perajin. Hubungi pengurus galeri.")
        )
    return maker


def hold_days() -> int:
    """Return how many days a sale waits before it is due, as the showroom settles by default."""
    return settings.get(db(), HOLD_DAYS, on=today())


def _let_in_since() -> datetime | None:
    """Return when the house lately gave another way in, as this phone was in already; else None."""
    let_in = g.user.let_in_at if hands.is_fresh(db(), g.user, at=now()) else None
    return let_in if let_in is not None and g.web_session.created_at < let_in else None


def _orders(family: Select[int]) -> list[Any]:
    """Return what customers and firms ordered of a maker, the first to be ready on top."""
    found: list[Any] = [*open_orders(db(), family), *to_be_made(db(), family)]
    return sorted(found, key=lambda one: one.promised_on)


def _greeting() -> str:
    hour = local(now(), zone(db())).hour
    if 4 <= hour < 11:
        return _("Selamat pagi")
    if 11 <= hour < 15:
        return _("Selamat siang")
    return _("Selamat sore") if 15 <= hour < 18 else _("Selamat malam")


def _month(today: date) -> date:
    """Return the first day of the month asked for (?month=2026-05), this month otherwise."""
    return forms.iso_day(f"{request.args.get('month', '')}-01") or today.replace(day=1)


def _next() -> str | None:
    """Return the maker's page that asked to sign in, if one did."""
    target = own_path(request.form.get("next") or request.args.get("next") or "") or ""
    return target if target == "/maker" or target.startswith("/maker/") else None
