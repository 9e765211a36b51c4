"""A server that stands before this one and passes visitors on, named by its own address."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.datastructures import Headers
from werkzeug.middleware.proxy_fix import ProxyFix

from core.floods import plain

PASSED_ON = ("X-Forwarded-For", "X-Real-Ip", "Forwarded", "Via")
"""What a server that passes a request on may have written into it."""


def behind(app: WSGIApplication, proxy: str) -> WSGIApplication:
    """Return `app` with the visitor's address and scheme as the server at `proxy` tells them.

    Only that server is believed, and of what it tells only its own word: the last. Requests that
    come from elsewhere keep their address, whatever they say of themselves. A server that listens
    on IPv6 too hears 127.0.0.1 as ::ffff:127.0.0.1: it is the same address.
    """
    believed = plain(proxy)
    told = ProxyFix(app, x_for=1, x_proto=1, x_host=0, x_port=0, x_prefix=0)

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        inner = told if plain(environ.get("REMOTE_ADDR") or "") == believed else app
        return inner(environ, start_response)

    return serve


def was_passed_on(headers: Headers) -> bool:
    """Say whether a request shows that it came through another server, a known one or not."""
    return any(name in headers for name in PASSED_ON)
