"""Signing in and out with name and password."""

from typing import Any

from flask import Blueprint, Response, g, redirect, request
from werkzeug.wrappers import Response as WsgiResponse

from core import cookies
from core.users import queries, service
from core.users.models import User
from core.web import (
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
)

blueprint = Blueprint("users", __name__)

HOMES = (("manager", "/manage"), ("officer", "/manage"), ("cashier", "/pos"), ("maker", "/maker"))


@blueprint.get("/login")
@public
def login(error: Any = None) -> Response:
    """Show the sign-in page."""
    return page("users/login.html", form=request.form, next=_next(), error=error)


def check_password() -> User:
    """Verify name and password before the write transaction begins."""
    with database().reader() as session:
        user = queries.by_login(session, request.form.get("name", ""))
    subjects = {"address": f"address:{came_from()}"}
    if user is not None:
        subjects["user"] = f"user:{user.id}"
    return service.verify_secret(
        database(), user, "password", request.form.get("password", ""), subjects=subjects, at=now()
    )


@blueprint.post("/login")
@public
@keyless
@prepared(check_password)
@refused_to(login)
def sign_in() -> WsgiResponse:
    """Sign in and go to where the person works, or back to the page that asked."""
    user = queries.require_user(db(), g.prepared.id)
    token = service.open_session(db(), user, kind="password", device=g.device, at=now())
    response = redirect(_next() or home_of(user), code=303)
    cookies.put(response, cookies.SESSION, token, days=1)
    return response


@blueprint.post("/logout")
@public
@keyless
def sign_out() -> WsgiResponse:
    """Sign out; the till's enrolment stays."""
    if g.web_session is not None:
        service.close_session(db(), g.web_session, at=now())
    response = redirect(_next() or "/login", code=303)
    cookies.drop(response, cookies.SESSION)
    return response


def home_of(user: User) -> str:
    """Return the page where a person of these roles starts."""
    return next((path for role, path in HOMES if role in user.roles), "/")


def _next() -> str | None:
    """Return the page to go back to, of this site only."""
    return own_path(request.form.get("next") or request.args.get("next") or "")
