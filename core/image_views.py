"""Photos on the way in and out: what a form uploads, and the addresses that show what is kept."""

from flask import Blueprint, Response, g, make_response, request
from werkzeug.wrappers import Response as WsgiResponse

from core import images, scans
from core.errors import NotFound, Refused
from core.i18n import _
from core.images import Photo, Ready
from core.scans import Scan
from core.web import allow, db, download, public

blueprint = Blueprint("photos", __name__)

FOR_GOOD = "public, max-age=31536000, immutable"


def uploaded(field: str = "photo") -> list[Ready]:
    """Re-encode the photos that the form's file field brings, in its order; none if it is empty.

    For `@prepared`: slow, stores files, and raises Refused beside `field`.
    """
    brought = [file for file in request.files.getlist(field) if file.filename]
    ready = []
    for file in brought:
        file.stream.seek(0)
        ready.append(images.prepare(file.stream.read(), g.house.files, field=field))
        file.stream.seek(0)  # the request's fingerprint is taken of it afterwards
    return ready


def one_or_removed(**_arguments: object) -> Ready | None:
    """Re-encode the one photo of a form; None where the form takes the old one down.

    For `@prepared`. Raises Refused beside `photo` where there is none.
    """
    if "remove" in request.form:
        return None
    brought = uploaded()
    if not brought:
        raise Refused(_("Pilih dulu fotonya."), field="photo")
    return brought[0]


def sent_scan(**_arguments: object) -> Scan | None:
    """Store the scan (photo or PDF) that the form's field `scan` brings; None if it is empty.

    For `@prepared`: slow, stores a file, and raises Refused beside `scan`.
    """
    file = request.files.get("scan")
    content = file.stream.read() if file else b""
    if file is None or not content:
        return None
    file.stream.seek(0)  # the request's fingerprint is taken of it afterwards
    return scans.prepare(content, g.house.files)


def scan_file(name: str, mimetype: str, *, title: str, lost: str) -> WsgiResponse:
    """Give a kept scan called `title`: a photo is shown, a PDF saved, never opened inside our pages.

    Raises NotFound with the sentence `lost` where its file is gone.
    """
    try:
        with g.house.files.open(name) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise NotFound(lost) from error
    is_pdf = mimetype == scans.PDF
    response = download(
        content, name=f"{title}.{'pdf' if is_pdf else 'jpg'}", mimetype=mimetype,
        inline=not is_pdf,
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@blueprint.get("/photo/<name>/<int:step>.jpg")
@public
def shown(name: str, step: int) -> WsgiResponse:
    """Show a public photo in one of the widths that are kept; the same for ever."""
    photo = images.public_photo(db(), name) if len(name) == 64 else None
    answer = picture(photo, step)
    answer.headers["Cache-Control"] = FOR_GOOD
    return answer


@blueprint.get("/manage/photos/<int:photo_id>/<int:step>.jpg")
@allow("manager")
def inside(photo_id: int, step: int) -> Response:
    """Show any photo, a scanned paper too, to the office only."""
    photo = db().get(Photo, photo_id)
    return picture(photo if photo and photo.withdrawn_at is None else None, step)


def picture(photo: Photo | None, step: int) -> Response:
    """Return the file of a photo for one of the steps; raise NotFound where there is none."""
    if photo is None or step not in images.STEPS:
        raise NotFound(_("Foto ini tidak ada."))
    try:
        with g.house.files.open(photo.file(step)) as file:
            answer = make_response(file.read())
    except FileNotFoundError:
        raise NotFound(_("Foto ini tidak ada.")) from None
    answer.headers["Content-Type"] = "image/jpeg"
    return answer
