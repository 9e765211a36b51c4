"""The one place where everything meets: `create_app()` puts the folders together."""

import os
import secrets
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from flask import Flask, current_app, g, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

import setup_views
from catalogue.outlets import queries as outlets
from catalogue.outlets import showroom
from catalogue.outlets.here import today
from catalogue.visitors.kiosk import views as kiosk_views
from config import Config
from core import activity, images, security, settings
from core.clock import Clock, local
from core.db import Database
from core.dispatch import (
    SAFE,
    House,
    TitipFlask,
    handle_crash,
    handle_http_error,
    speak,
    standing_alone,
)
from core.errors import Refused
from core.files import Files
from core.i18n import current_locale, gettext
from core.menu import manage_nav
from core.money import percent, plain, rupiah
from core.packing import pack
from core.proxies import behind
from core.web import house_zone, key_field
from folders import ACTIVITY, BLUEPRINTS
from pos.sales.here import refuse_practising
from printers import words

MAX_UPLOAD = 20 * 1024 * 1024


def create_app(config: Config | None = None) -> TitipFlask:
    """Return the application for `config` (default: from the environment)."""
    config = config or Config.from_env(os.environ)
    app = TitipFlask(__name__)
    app.secret_key = config.secret_key or kept_secret(config.home)
    app.config["MAX_CONTENT_LENGTH"] = MAX_UPLOAD
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.house = open_house(config)
    app.guards.append(refuse_practising)
    app.zone_of = outlets.house_zone
    _register_hooks(app)
    _register_templating(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if config.proxy is not None:
        app.wsgi_app = behind(app.wsgi_app, config.proxy)  # type: ignore[assignment]
    return app


def open_house(config: Config) -> House:
    """Return what `config` names, opened: database, clock and files."""
    return House(
        database=Database(config.database_url),
        clock=Clock(config.now),
        files=Files(config.home),
        config=config,
    )


def kept_secret(home: Path) -> str:
    """Return the key that signs cookies, made once and kept in the data folder."""
    path = home / "secret.key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.touch(mode=0o600)
        part.write_text(secrets.token_urlsafe(32))
        with suppress(FileExistsError):
            os.link(part, path)  # whoever is first wins; the others read that key
        part.unlink()
    return path.read_text()


def is_demo(app: TitipFlask) -> bool:
    """Say whether the showroom is the demonstration's; it never stops being one."""
    if not app.house.demo:
        today = app.house.clock.now().date()
        if "db" in g:
            app.house.demo = settings.get(g.db, showroom.DEMO, on=today)
        else:
            with app.house.database.reader() as session:
                app.house.demo = settings.get(session, showroom.DEMO, on=today)
    return app.house.demo


def house_name() -> str:
    """Return the showroom's name as the gallery shows it, empty while it has none."""
    if "db" not in g:
        return ""
    return settings.get(g.db, showroom.NAME, on=today())


def activity_of(kind: str, subject_id: int) -> list[tuple[activity.Line, str]]:
    """Return the newest lines of a thing's activity log, each with its moment on the house's clock."""
    found = activity.lines(g.db, ACTIVITY, kind, subject_id)
    return [(line, moment(line.at)) for line in found]


def moment(at: datetime, zone: str | None = None) -> str:
    """Return a moment on the clock of a place, the house's own unless another is named."""
    return words.moment(at, zone or house_zone())


def language_url(code: str) -> str:
    """Return this page's address in the language `code`.

    A public page has an address of its own in each language; elsewhere `?lang=` chooses it.
    """
    query = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    if request.endpoint and current_app.url_map.is_endpoint_expecting(request.endpoint, "lang"):
        path = url_for(request.endpoint, **{**(request.view_args or {}), "lang": code})
    else:
        # A form that came back stands at the address it was sent to, which nobody can open.
        shown = request.path if request.method in SAFE else urlsplit(request.referrer or "/").path
        path = "/" + shown.lstrip("/")
        query.append(("lang", code))
    return f"{path}?{urlencode(query)}" if query else path


def _register_hooks(app: TitipFlask) -> None:
    app.before_request(speak)

    @app.before_request
    def _refuse_foreign() -> None:
        security.refuse_foreign_changes(app)

    app.before_request(setup_views.lead_new_house)
    app.before_request(kiosk_views.stay_inside)
    app.after_request(security.add_headers)
    pack(app)
    app.register_error_handler(HTTPException, handle_http_error)
    app.register_error_handler(Refused, _show_refusal)
    app.register_error_handler(Exception, handle_crash)


def _show_refusal(error: Exception) -> ResponseReturnValue:
    assert isinstance(error, Refused)
    return standing_alone(error)


def _register_templating(app: TitipFlask) -> None:
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals.update(
        _=gettext,
        key_field=key_field,
        manage_nav=manage_nav,
        current_locale=current_locale,
        rupiah=rupiah,
        plain=plain,
        percent=percent,
        language_url=language_url,
        activity_of=activity_of,
        photo_widths=images.widths,
    )
    environment.filters.update(
        rupiah=rupiah, plain=plain, percent=percent, local=local, moment=moment
    )
    _share_macros(app)

    @app.context_processor
    def _about() -> dict[str, object]:
        return {"user": g.get("user"), "demo": is_demo(app), "house_name": house_name()}


def _share_macros(app: Flask) -> None:
    """Make the shared macros globals: a block rendered alone cannot see what a page imported."""
    for name in ("_macros.html", "_lists.html"):  # those of lists are written with the others
        module = app.jinja_env.get_template(name).module
        app.jinja_env.globals.update(
            {name: value for name, value in vars(module).items() if not name.startswith("_")}
        )
