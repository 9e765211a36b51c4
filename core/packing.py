"""Answers are packed on the wire, for a phone on a slow line."""

from flask import Flask, Response, current_app, g, request
from flask_compress import Compress
from flask_compress.flask_compress import DictCache


def pack(app: Flask) -> None:
    """Pack answers for a browser that can open them; a static file once, not for every 304.

    Safe for a page with something private on it: cookies are SameSite, so no other site can make
    a browser ask for it again and again to guess from the sizes.
    """
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.config["COMPRESS_STREAMS"] = False
    app.config["COMPRESS_REGISTER"] = False
    pages, files = Compress(app), Compress(app)
    files.cache, files.cache_key = DictCache(), lambda _request: g.packed_as

    @app.after_request
    def _packed(response: Response) -> Response:
        if request.endpoint != "static" or response.status_code != 200:
            return pages.after_request(response)
        g.packed_as = response.get_etag()[0]  # an edited file has another; a path would not
        return files.after_request(response)

    app.after_request(_in_one_piece)  # before it: hooks run from the last to the first


def _in_one_piece(response: Response) -> Response:
    """Read a file that will be packed: streamed, flask-compress leaves it open until it is collected."""
    if response.is_streamed and response.mimetype in current_app.config["COMPRESS_MIMETYPES"]:
        response.direct_passthrough = False
        response.make_sequence()
    return response
