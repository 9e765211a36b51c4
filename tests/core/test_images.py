"""Photos: what is refused, what a kept one looks like, and who may see it."""

import io
import struct
import zipfile
import zlib
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from PIL import Image

from core import images
from core.db import Database
from core.dispatch import TitipFlask
from core.errors import Refused
from core.files import Files
from core.images import Ready


def photo(width: int = 1600, height: int = 1200, form: str = "JPEG", **options: object) -> bytes:
    """A picture whose left half is red and right half blue."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height))
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few bytes that claims billions of pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\0" * 100)), chunk(b"IEND", b""))
    )


def moving(form: str) -> bytes:
    """A picture of two frames."""
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("foto.jpg", b"no photo")
    return out.getvalue()


@pytest.fixture
def files(home) -> Files:
    return Files(home)


def opened(files: Files, name: str) -> Image.Image:
    with files.open(name) as file:
        image = Image.open(io.BytesIO(file.read()))
        image.load()
        return image


REFUSED = {
    "nothing": (b"", "kosong"),
    "words": (b"ini bukan foto", "bukan foto"),
    "an SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "bukan foto"),
    "a zip": (zipped(), "bukan foto"),
    "a PDF": (b"%PDF-1.7 ...", "PDF"),
    "a GIF": (moving("GIF"), "GIF"),
    "a moving PNG": (moving("PNG"), "bergerak"),
    "a moving WebP": (moving("WEBP"), "bergerak"),
    "a HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
    "a TIFF": (photo(40, 40, "TIFF"), "bukan foto"),
    "a bomb": (bomb(), "megapiksel"),
    "half a photo": (photo()[:4000], "terpotong"),
    "half a PNG": (photo(form="PNG")[:900], "terpotong"),
    "only a photo's first bytes": (photo()[:20], "foto"),
    "more than 20 MB": (photo() + b"\0" * images.MAX_BYTES, "20 MB"),
}


@pytest.mark.parametrize("content, sentence", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_photo_is_refused_with_a_sentence_and_leaves_nothing(
    files: Files, content: bytes, sentence: str
):
    with pytest.raises(Refused, match=sentence) as refusal:
        images.prepare(content, files)

    assert refusal.value.field == "photo"
    assert not files.folder.exists()


def test_a_photo_is_kept_in_three_widths_without_what_it_knew(files: Files):
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Telepon", "milik Sari"  # make and model
    exif[0x8825] = {1: "S", 2: (5.0, 25.0, 46.0)}  # where
    ready = images.prepare(photo(exif=exif, comment=b"rahasia"), files)

    for name, width in ((ready.name, 1280), (ready.medium, 640), (ready.small, 320)):
        kept = opened(files, name)
        content = files.path(name).read_bytes()
        assert (kept.format, kept.size) == ("JPEG", (width, width * 3 // 4))
        assert not kept.getexif() and "comment" not in kept.info
        assert b"Sari" not in content and b"rahasia" not in content
    assert (ready.width, ready.height) == (1280, 960)


@pytest.mark.parametrize("orientation, top", [(1, "both"), (6, "red"), (8, "blue")])
def test_a_photo_taken_sideways_stands_upright(files: Files, orientation: int, top: str):
    exif = Image.Exif()
    exif[0x0112] = orientation
    ready = images.prepare(photo(800, 600, exif=exif), files)

    kept = opened(files, ready.name)
    left, right = kept.getpixel((10, 10)), kept.getpixel((kept.width - 10, 10))
    seen = {"red" if pixel[0] > pixel[2] else "blue" for pixel in (left, right)}  # type: ignore[index]
    assert seen == ({"red", "blue"} if top == "both" else {top})
    assert (kept.width < kept.height) == (orientation != 1)


def test_a_narrow_photo_is_not_blown_up(files: Files):
    ready = images.prepare(photo(500, 400, "PNG"), files)

    assert (ready.width, ready.medium) == (500, ready.name)
    assert opened(files, ready.small).width == 320
    assert images.widths(ready) == [(320, 320), (640, 500)]


def test_see_through_paper_becomes_white(files: Files):
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (255, 0, 0, 0)).save(out, "PNG")

    kept = opened(files, images.prepare(out.getvalue(), files).name)

    assert kept.getpixel((25, 25)) == (255, 255, 255)


def test_what_is_glued_behind_a_photo_is_gone(files: Files):
    ready = images.prepare(photo() + zipped(), files)

    assert b"PK\x03\x04" not in files.path(ready.name).read_bytes()


def test_the_same_photo_twice_is_the_same_files(files: Files):
    assert images.prepare(photo(), files) == images.prepare(photo(), files)


# -- who may see it --------------------------------------------------------------------------------


def kept(app: TitipFlask, at: datetime, *, is_public: bool) -> Ready:
    ready = images.prepare(photo(), app.house.files)
    with app.house.database.writer() as session:
        images.keep(session, ready, is_public=is_public, by=None, at=at)
    return ready


def test_a_public_photo_is_served_for_good(app: TitipFlask, client: FlaskClient, at: datetime):
    ready = kept(app, at, is_public=True)

    answer = client.get(f"/photo/{ready.name}/640.jpg")

    assert answer.status_code == 200
    assert answer.content_type == "image/jpeg"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(answer.data)).width == 640


@pytest.mark.parametrize(
    "address", ["/photo/{name}/641.jpg", "/photo/{name}x/640.jpg", "/photo/..%2F..%2Fx/640.jpg"]
)
def test_what_is_not_kept_is_not_there(
    app: TitipFlask, client: FlaskClient, at: datetime, address: str
):
    ready = kept(app, at, is_public=True)

    assert client.get(address.format(name=ready.name)).status_code == 404


def test_a_scan_is_not_shown_to_the_public(app: TitipFlask, client: FlaskClient, at: datetime):
    ready = kept(app, at, is_public=False)

    assert client.get(f"/photo/{ready.name}/640.jpg").status_code == 404
    assert client.get("/manage/photos/1/640.jpg").status_code == 303


def test_a_withdrawn_photo_is_shown_to_nobody(app: TitipFlask, client: FlaskClient, at: datetime):
    ready = kept(app, at, is_public=True)
    with app.house.database.writer() as session:
        images.withdraw(session, session.get_one(images.Photo, 1), at=at)

    assert client.get(f"/photo/{ready.name}/640.jpg").status_code == 404


def test_a_photo_cannot_be_exchanged_or_deleted(database: Database, home, at: datetime):
    ready = images.prepare(photo(), Files(home))
    with database.writer() as session:
        images.keep(session, ready, is_public=True, by=None, at=at)

    for change in ("UPDATE photo SET name = 'x'", "DELETE FROM photo"):
        with pytest.raises(Exception, match="photo"), database.writer() as session:
            session.connection().exec_driver_sql(change)
