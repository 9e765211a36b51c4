"""What every page uses: `page`, `see` and the policies of routes.

A view parses, calls one verb, and shows. A GET view returns `page(…)`; a POST view returns
`see(endpoint, …)`: the page to look at next. Who may call it stands above it as a policy.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from os import SEEK_END
from typing import IO, Any, TypeVar
from urllib.parse import urlsplit

from flask import (
    Response,
    current_app,
    g,
    get_template_attribute,
    make_response,
    render_template,
    request,
)
from jinja2_fragments.flask import render_blocks
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as WsgiResponse

from core import lists, sheets
from core.db import Database
from core.errors import Refused
from core.floods import network_of
from core.ids import new_uuid
from core.lists import Asked, Listing
from core.sheets import Cell
from core.users.secrets import fingerprint

View = TypeVar("View", bound=Callable[..., Any])

OWN_PATH = re.compile(r"/(?:[^/\\\x00-\x20\x7f][^\\\x00-\x20\x7f]*)?")
ROLES = ("cashier", "manager", "officer", "maker")


@dataclass(frozen=True)
class Policy:
    """Who may use a route: anyone, or holders of one of `roles`; and where to sign in.

    `by` names the ways of signing in that suffice: a PIN of four digits opens no back office.
    """

    roles: frozenset[str] | None
    login: str = "users.login"
    by: frozenset[str] = frozenset({"password"})


@dataclass(frozen=True)
class See:
    """Where a change leads: the GET page to show next, with a sentence about what was done."""

    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    notice: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return what is stored beside the request's key, to answer a repeat."""
        return {"endpoint": self.endpoint, "values": self.values, "notice": self.notice}


def public(view: View) -> View:
    """Let anyone use this route."""
    view.policy = Policy(None)  # type: ignore[attr-defined]
    return view


def allow(
    *roles: str, login: str = "users.login", by: tuple[str, ...] = ("password",)
) -> Callable[[View], View]:
    """Let only holders of one of `roles` who signed in `by` one of these ways use this route.

    The ways are those of a session: password, pin, maker. Others are sent to `login`.
    """
    assert roles and set(roles) <= set(ROLES), roles

    def declare(view: View) -> View:
        view.policy = Policy(frozenset(roles), login, frozenset(by))  # type: ignore[attr-defined]
        return view

    return declare


def keyless(view: View) -> View:
    """Exempt a POST route from the idempotency key: repeating it does no harm (signing in)."""
    view.keyless = True  # type: ignore[attr-defined]
    return view


def prepared(work: Callable[..., Any]) -> Callable[[View], View]:
    """Run `work(**view_args)` on a reader before the write transaction.

    For parsing, hashing and re-encoding, which must not hold the write lock. The result reaches
    the view as `g.prepared`.
    """

    def declare(view: View) -> View:
        view.prepare = work  # type: ignore[attr-defined]
        return view

    return declare


def room_for(size: int) -> Callable[[View], View]:
    """Let a request of this route bring `size` bytes: several photos are more than 20 MB."""

    def declare(view: View) -> View:
        view.room = size  # type: ignore[attr-defined]
        return view

    return declare


def refused_to(show: Callable[..., Any]) -> Callable[[View], View]:
    """On a refusal show this GET view again (`error=` the refusal), the form filled, 422."""

    def declare(view: View) -> View:
        view.refused_to = show  # type: ignore[attr-defined]
        return view

    return declare


def see(endpoint: str, *, notice: str | None = None, **values: Any) -> See:
    """Return the answer of a POST view: look at this page next."""
    return See(endpoint, values, notice)


def db() -> Session:
    """Return this request's session: a writer inside a POST, a reader otherwise."""
    session: Session = g.db
    return session


def own_path(target: str) -> str | None:
    """Return `target` if it is a path of this site, to be led to; None for anything else.

    Browsers drop tabs and line ends from an address and read a backslash as a slash.
    """
    return target if OWN_PATH.fullmatch(target) else None


def database() -> Database:
    """Return the database itself, for the named exceptions that need their own transaction."""
    found: Database = g.house.database
    return found


def now() -> datetime:
    """Return the moment this request began; every rule in it sees the same one."""
    moment: datetime = g.now
    return moment


def house_zone() -> str:
    """Return the zone of the house's own clock: WIB, WITA or WIT."""
    if "house_zone" not in g:  # a page asks for each moment that it shows
        g.house_zone = current_app.zone_of(g.db)  # type: ignore[attr-defined]
    zone: str = g.house_zone
    return zone


def user_id() -> int:
    """Return the id of the person signed in (a policy made sure there is one)."""
    number: int = g.user.id
    return number


def came_from() -> str:
    """Return the address a request came from, as limits count it: of IPv6 the whole house's."""
    return network_of(request.remote_addr or "")


def sender() -> str:
    """Return the fingerprint of the address a request came from, which is all that is kept of it."""
    return fingerprint(f"{current_app.secret_key!r}{came_from()}")


def public_address() -> str | None:
    """Return the address that visitors use; None while there is none or only this machine sees it."""
    url: str | None = g.house.config.public_url
    return url if url and is_reachable(url) else None


def reachable_address() -> str | None:
    """Return the address that another device can open: the public one, else this request's own.

    None where that is this machine's own.
    """
    own = request.host_url.rstrip("/")
    return public_address() or (own if is_reachable(own) else None)


def is_reachable(url: str) -> bool:
    """Say whether another machine could follow an address."""
    host = urlsplit(url).hostname
    return not (host is None or host.startswith("127.") or host in ("localhost", "::1"))


def is_htmx() -> bool:
    """Say whether htmx asks for parts of a page rather than the page."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-Request-Type") != "full"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )


def page(
    template: str, *blocks: str, error: Refused | None = None, status: int = 200, **context: Any
) -> Response:
    """Render a page, or only its named blocks where htmx asks for parts.

    `error` makes the status the refusal's own and is handed to the template.
    """
    context["error"] = error
    if blocks and is_htmx():
        body = render_blocks(template, list(blocks), **context) + notice_fragment(error)
    else:
        body = render_template(template, **context)
    response = make_response(body, error.status if error else status)
    response.headers["Vary"] = "HX-Request"
    return response


def notice_fragment(error: Refused | None = None) -> str:
    """Return the out-of-band swap that fills the one `#notice` region."""
    sentence = g.pop("notice", None)
    inside = get_template_attribute("_macros.html", "notices")(
        [sentence] if sentence else [], error
    )
    return f'<div id="notice" hx-swap-oob="innerHTML">{inside}</div>'


def key_field() -> Markup:
    """Return the hidden input that makes a form's change happen once, however often sent."""
    return Markup('<input type="hidden" name="key" value="{}">').format(new_uuid())


def download(
    content: bytes | str, *, name: str, mimetype: str, inline: bool = False
) -> WsgiResponse:
    """Return a file to save (or to show `inline`), named `name`."""
    response = make_response(content)
    response.headers["Content-Type"] = mimetype
    how = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def list_file(listing: Listing, asked: Asked) -> Response:
    """Return the file that the address of a list asks for (`?as=csv`, `?as=xlsx`)."""
    return _taken_away(
        lists.as_file(db(), listing, asked, zone=house_zone()), f"{listing.name}.{asked.form}"
    )


def table_file(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], form: str
) -> Response:
    """Return rows that no `Listing` selects as the file that an address asks for; few fit in memory."""
    file = sheets.xlsx_file(name, header, rows) if form == "xlsx" else sheets.csv_file(header, rows)
    return _taken_away(file, f"{name}.{form}")


def _taken_away(file: IO[bytes], name: str) -> Response:
    length = file.seek(0, SEEK_END)
    file.seek(0)
    response = Response(_read_out(file), mimetype=lists.FORMS[name.rpartition(".")[2]])
    response.content_length = length
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _read_out(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(64 * 1024):
            yield piece
