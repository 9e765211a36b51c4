"""Who asks, and whether they may: the session and device of a request, held to a view's policy."""

from collections.abc import Callable
from typing import Any

from flask import g, request

from core import cookies
from core.errors import Forbidden
from core.i18n import _
from core.users import queries as people
from core.users.models import WebSession
from core.web import Policy


class SignInNeeded(Exception):
    """Nobody is signed in; `login` is the endpoint that lets them."""

    def __init__(self, login: str) -> None:
        super().__init__(login)
        self.login = login


def identify() -> None:
    """Find out who asks: the session's person and the enrolled device, from the two cookies."""
    g.device = people.device_of(g.db, cookies.token(cookies.DEVICE))
    found = people.session_of(g.db, cookies.token(cookies.SESSION), at=g.now)
    here = g.device.id if g.device else None
    # A PIN is worth something on the device where it was typed, and only while that is enrolled.
    g.web_session = None if found and found.kind == "pin" and found.device_id != here else found
    g.user = g.web_session.user if g.web_session else None


def stay() -> None:
    """Take along who the transaction before this one found, instead of asking again."""
    found: WebSession | None = g.web_session
    if found is not None and (found.revoked_at is not None or found.user.archived_at is not None):
        identify()  # the change itself ended it
        return
    g.device = g.db.merge(g.device, load=False) if g.device is not None else None
    g.web_session = g.db.merge(found, load=False) if found is not None else None
    g.user = g.web_session.user if g.web_session else None


def authorise(view: Callable[..., Any]) -> None:
    """Hold the request to the view's policy; a route without one is a programming error."""
    policy: Policy | None = getattr(view, "policy", None)
    if policy is None:
        raise RuntimeError(f"{request.endpoint} declares no policy")
    if policy.roles is None:
        return
    if g.user is None:
        raise SignInNeeded(policy.login)
    if not policy.roles & g.user.roles:
        raise Forbidden(_("Halaman ini bukan untuk peran Anda. Masuk dengan nama lain."))
    if g.web_session.kind not in policy.by:
        raise SignInNeeded(policy.login)
