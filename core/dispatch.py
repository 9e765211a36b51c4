"""The wrapper around every view: a POST is one write transaction, a GET cannot write.

Nothing else commits. Order of a POST: prepare on a reader, then inside one write transaction
identify, authorise, take the request's key, run the view, store its answer; COMMIT; and only
then, on a reader again, render the page that the view pointed at.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, Any, cast

from flask import Flask, Response, current_app, flash, g, make_response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter
from werkzeug.wrappers import Response as WsgiResponse

from core import cookies, keys
from core.admission import SignInNeeded, authorise, identify, stay
from core.clock import Clock
from core.db import Database, canonical
from core.errors import Refused
from core.files import Files
from core.i18n import _, set_locale
from core.ids import is_uuid
from core.users.models import WebSession
from core.web import See, is_htmx, page

log = logging.getLogger(__name__)

SAFE = {"GET", "HEAD", "OPTIONS"}
SECRET = ("pin", "password")
"""The ends of the names of fields that hold somebody's secret."""
SEEN_EVERY = timedelta(minutes=1)


@dataclass
class House:
    """What the running program has at hand: database, clock, files and its configuration."""

    database: Database
    clock: Clock
    files: Files
    config: Any
    demo: bool = False
    has_people: bool = False
    """Whether somebody could sign in when it was last asked; False only means: look again."""


class RolledBack(Exception):
    """A view answered with an error status: nothing it wrote may stay."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


class RowId(IntegerConverter):
    """The id of a row in an address: more digits than a column holds are no such page."""

    regex = "[0-9]{1,18}"


class TitipFlask(Flask):
    """Flask with our dispatch."""

    house: House

    def __init__(self, import_name: str) -> None:
        super().__init__(import_name)
        self.guards: list[Callable[[], None]] = []
        """Asked before every change, once it is known who asks; each may refuse it."""
        self.zone_of: Callable[[Session], str] = lambda _session: "WIB"
        """The zone of the house's own clock, which stands in a table that core does not know."""
        self.url_map.converters["int"] = RowId

    def dispatch_request(self) -> Any:
        """Run the matched view inside its transaction."""
        if request.routing_exception is not None:
            self.raise_routing_exception(request)
        assert request.endpoint is not None
        view = self.view_functions[request.endpoint]
        if request.endpoint == "static":
            return super().dispatch_request()
        g.house, g.now = self.house, self.house.clock.now()
        if hasattr(view, "room"):
            request.max_content_length = view.room
        refuse_zero_signs()
        arguments = dict(request.view_args or {})
        try:
            if request.method in SAFE:
                return self._read(view, arguments)
            return self._write(view, arguments)
        except SignInNeeded as missing:
            return self._to_login(missing.login)

    def _read(self, view: Callable[..., Any], arguments: dict[str, Any]) -> Any:
        def show() -> Any:
            authorise(view)
            return make_response(self.ensure_sync(view)(**arguments))

        try:
            response = self._on_reader(show)
        except Refused as error:
            refusal = error
            response = self._on_reader(lambda: refusal_page(refusal))
        self._note_seen()
        return response

    def _write(self, view: Callable[..., Any], arguments: dict[str, Any]) -> Any:
        try:
            g.prepared = self._prepare(view, arguments)
            g.body_hash = body_hash()  # of megabytes maybe, so before the write lock
            answer = self._commit(view, arguments)
        except RolledBack as rolled_back:
            return rolled_back.response
        except Refused as error:
            refusal = error
            return self._on_reader(lambda: self._refuse(view, arguments, refusal))
        if isinstance(answer, See):
            target = answer
            return self._on_reader(lambda: self._show(target), find=stay)
        return answer

    def _prepare(self, view: Callable[..., Any], arguments: dict[str, Any]) -> Any:
        prepare = getattr(view, "prepare", None)
        if prepare is None:
            return None

        def work() -> Any:
            authorise(view)
            return prepare(**arguments)

        return self._on_reader(work)

    def _commit(self, view: Callable[..., Any], arguments: dict[str, Any]) -> Any:
        def work(session: Any) -> Any:
            g.db = session
            identify()
            authorise(view)
            for guard in self.guards:
                guard()
            use = None if getattr(view, "keyless", False) else requested_use()
            if use is not None:
                before = keys.claim(session, use, at=g.now)
                if before is not None:
                    return See(**before)
            answer = self.ensure_sync(view)(**arguments)
            if isinstance(answer, See):
                if use is not None:
                    keys.answer(session, use.key, answer.to_json())
                return answer
            response = make_response(answer)
            if response.status_code >= 400:
                raise RolledBack(response)
            return response

        # Two requests with one key, or for one piece: whoever comes second runs again.
        return self.house.database.write(work)

    def _refuse(
        self, view: Callable[..., Any], arguments: dict[str, Any], error: Refused
    ) -> Response:
        show = getattr(view, "refused_to", None)
        if show is None:
            return refusal_page(error)
        authorise(view)  # who may not send the form may not see it come back either
        return make_response(show(**arguments, error=error))

    def _show(self, target: See) -> WsgiResponse:
        if not is_htmx():
            if target.notice:
                flash(target.notice)
            return redirect(url_for(target.endpoint, **target.values), code=303)
        g.notice = target.notice
        view = self.view_functions[target.endpoint]
        authorise(view)
        return make_response(self.ensure_sync(view)(**target.values))

    def _on_reader(self, work: Callable[[], Any], find: Callable[[], None] | None = None) -> Any:
        with self.house.database.reader() as session:
            g.db = session
            (find or identify)()
            return work()

    def _note_seen(self) -> None:
        seen: WebSession | None = g.get("web_session")
        if seen is not None and g.now - seen.last_seen_at > SEEN_EVERY:
            with self.house.database.writer() as session:
                session.get_one(WebSession, seen.id).last_seen_at = g.now

    def _to_login(self, endpoint: str) -> WsgiResponse:
        back = request.full_path.rstrip("?") if request.method == "GET" else ""
        where = url_for(endpoint, next=back or None)
        if is_htmx():
            response = make_response("", 401)
            response.headers["HX-Redirect"] = url_for(endpoint, next=page_behind())
            return response
        return redirect(where, code=303)


def page_behind() -> str | None:
    """Return the path of the page that sent an htmx request, to come back to after signing in."""
    current = request.headers.get("HX-Current-URL", "")
    if not current.startswith(request.host_url):
        return None
    return "/" + current.removeprefix(request.host_url)


def refuse_zero_signs() -> None:
    """Refuse a request whose words hold the sign U+0000, which PostgreSQL cannot keep."""
    words = [request.path, *request.args.values(), *request.args]
    if request.method not in SAFE:
        words += [*request.form, *(word for _n, word in request.form.items(multi=True))]
    if any("\0" in word for word in words):
        raise Refused(_("Ada tanda yang tidak bisa disimpan. Hapus, lalu ketik ulang."))


def requested_use() -> keys.Use:
    """Return the key of this request and the fingerprint of what it asks."""
    key = request.form.get("key") or request.headers.get("Idempotency-Key", "")
    if not is_uuid(key):
        raise Refused(_("Formulir ini tidak lengkap. Muat ulang halaman, lalu ulangi."))
    return keys.Use(
        key=key.lower(),
        verb=request.endpoint or "",
        actor=g.user.id if g.user else None,
        body_hash=g.body_hash,
    )


def body_hash() -> str:
    """Return the fingerprint of what this request asks: path, fields and files.

    Without passwords and PINs: this is a quick hash and is kept, and four digits beside what is
    known of a form would be guessed from it at once.
    """
    body: list[Any] = sorted(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != "key" and not name.endswith(SECRET)
    )
    for name, file in sorted(request.files.items(multi=True), key=lambda item: item[0]):
        body.append((name, file_hash(file.stream)))
        file.stream.seek(0)
    return hashlib.sha256(canonical([request.path, body]).encode()).hexdigest()


def file_hash(stream: IO[bytes]) -> str:
    """Return the SHA-256 of an uploaded file, read in pieces."""
    digest = hashlib.sha256()
    while piece := stream.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()


def refusal_page(error: Refused) -> Response:
    """Show a refusal: a sentence and a way on, as a page or in the notice region."""
    response = page("errors/error.html", "sentence", error=error)
    if is_htmx():
        # What was asked from stays as it is; only #notice, out of band, gets the sentence.
        response.headers["HX-Reswap"] = "none"
    return response


def handle_http_error(error: HTTPException) -> Response:
    """Show Flask's own errors (404, 405, 413) like ours."""
    sentences = {
        404: _("Halaman ini tidak ada. Periksa alamatnya, atau kembali ke awal."),
        405: _("Halaman ini tidak bisa dibuka dengan cara itu."),
        413: _(
            "Kiriman ini terlalu besar. Satu berkas paling besar 20 MB; kirim lebih sedikit "
            "sekaligus, atau kecilkan dulu."
        ),
    }
    code = error.code or 500
    refusal = Refused(sentences.get(code, _("Permintaan ini tidak bisa dipahami.")))
    refusal.status = code
    return standing_alone(refusal)


def handle_crash(error: Exception) -> Response:
    """Show a calm sentence for a fault of ours; the log has the rest."""
    # The rule, not the path: an address may be a key that lets its reader in.
    rule = request.url_rule.rule if request.url_rule else request.path
    log.error("%s %s failed", request.method, rule, exc_info=error)
    refusal = Refused(
        _("Ada gangguan pada sistem. Yang belum tersimpan tidak dicatat; coba ulangi.")
    )
    refusal.status = 500
    return standing_alone(refusal)


def standing_alone(refusal: Refused) -> Response:
    """Show a refusal where no view's session is left, in plain words if even that fails."""
    app = cast(TitipFlask, current_app)
    g.house, g.now = app.house, app.house.clock.now()
    try:
        response: Response = app._on_reader(lambda: refusal_page(refusal))
    except Exception:  # the database itself may be what failed
        log.exception("no page for the error")
        return make_response(refusal.message, refusal.status, {"Content-Type": "text/plain"})
    return response


def speak() -> None:
    """Choose the language: /en/… is English, else what the visitor chose last."""
    path = request.path
    asked = request.args.get("lang") or request.cookies.get(cookies.LANGUAGE) or "id"
    set_locale("en" if path == "/en" or path.startswith("/en/") else asked)
