"""Photos on the way in and out: what a form uploads, and the addresses that show what is kept."""

from flask import Blueprint, Response, g, make_response, request
from werkzeug.wrappers import Response as WsgiResponse

from core import images
from core.errors import NotFound
from core.i18n import _
from core.images import Photo, Ready
from core.web import allow, db, public

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
