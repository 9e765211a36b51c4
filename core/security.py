"""What every answer carries and every change must show: headers and CSRF."""

from urllib.parse import urlsplit

from flask import Response, g, request

from core import cookies
from core.dispatch import SAFE, TitipFlask
from core.errors import Forbidden
from core.i18n import LOCALES, _

POLICY = (
    "default-src 'self'; img-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
SCANNING = f"{POLICY}; script-src 'self' 'wasm-unsafe-eval'"
"""For the page with the camera alone: reading bar codes is compiled code."""
YEAR = 365 * 24 * 3600


def refuse_foreign_changes(app: TitipFlask) -> None:
    """Refuse a change that another site asked for.

    `Sec-Fetch-Site` same-origin or none passes; else `Origin` must be the request's own or the
    public one; with neither header it passes only without a session cookie (after
    Go 1.25's cross-origin protection). Raises Forbidden.
    """
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site in ("same-origin", "none"):
            return
    else:
        origin = request.headers.get("Origin")
        if origin is None and cookies.token(cookies.SESSION) is None:
            return
        if origin is not None and _is_ours(origin, app):
            return
    raise Forbidden(_("Permintaan ini datang dari situs lain, jadi ditolak."))


def _is_ours(origin: str, app: TitipFlask) -> bool:
    own = request.host_url.rstrip("/")
    public = (app.house.config.public_url or "").rstrip("/")
    allowed = {own} | (
        {f"{urlsplit(public).scheme}://{urlsplit(public).netloc}"} if public else set()
    )
    return origin in allowed


def add_headers(response: Response) -> Response:
    """Add the security headers and keep the chosen language."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Frame-Options"] = "DENY"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"
    if g.get("user") is not None:
        response.headers.setdefault("Cache-Control", "no-store")
    language = request.args.get("lang")
    if language in LOCALES:
        response.set_cookie(cookies.LANGUAGE, language, max_age=YEAR, samesite="Lax")
    return response
