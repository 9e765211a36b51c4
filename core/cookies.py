"""The three cookies: who is signed in, which device this is, which language is read."""

from flask import request
from werkzeug.wrappers import Response as WsgiResponse

SESSION = "titip_session"
DEVICE = "titip_device"
LANGUAGE = "titip_language"


def name_of(cookie: str) -> str:
    """Return the name in use: `__Host-` in front of it over https, plain on the shop's http."""
    return f"__Host-{cookie}" if request.is_secure else cookie


def token(cookie: str) -> str | None:
    """Return the token that the browser sent, or None."""
    return request.cookies.get(name_of(cookie))


def put(response: WsgiResponse, cookie: str, value: str, *, days: int) -> None:
    """Give the browser a token that scripts cannot read and other sites cannot send."""
    response.set_cookie(
        name_of(cookie),
        value,
        max_age=days * 24 * 3600,
        httponly=True,
        secure=request.is_secure,
        samesite="Lax",
    )


def drop(response: WsgiResponse, cookie: str) -> None:
    """Take the token back."""
    response.delete_cookie(name_of(cookie), secure=request.is_secure, httponly=True)
