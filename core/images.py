"""Photos: what is no photo is refused; what is one is turned upright, stripped and made smaller.

Every file that is kept was written here, pixel by pixel, as a JPEG: nothing that came with an
upload (where it was taken, by whose phone, what is glued behind it) outlives it. JPEG and not
WebP, because the same file goes to browsers of any age, into a PDF as it is, into the preview
that a messenger draws of a link, and costs a small PC a fifth of the time.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Protocol

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.db import Base, Pk, Ref, UtcTime, guard, short
from core.errors import Refused
from core.files import Files
from core.i18n import _

SMALL, MEDIUM, LARGE = 320, 640, 1280
STEPS = (SMALL, MEDIUM, LARGE)
"""The widths that are kept, in pixels; a narrower photo is not blown up."""
TALLEST = 2560
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 51_000_000
"""Phones take up to 50 million; a bomb claims more in a few bytes and is never unpacked."""
READ = ("JPEG", "PNG", "WEBP")  # a JPEG of several pictures (MPO) is read as its first
QUALITY = 82
ONE_AT_A_TIME = Lock()
"""One photo is unpacked at a time in each process, so that twenty cannot fill the memory."""

Image.MAX_IMAGE_PIXELS = None  # our own limit is held below, before a pixel is unpacked


class Photo(Base):
    """A photo that is kept in three widths; the names are the SHA-256 of the files.

    `width` and `height` are those of the largest, `name`. Only a public one is served to anyone.
    """

    __tablename__ = "photo"
    __table_args__ = (CheckConstraint("width > 0 AND height > 0", name="has_size"),)

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(short(64), index=True)
    medium: Mapped[str] = mapped_column(short(64))
    small: Mapped[str] = mapped_column(short(64))
    width: Mapped[int]
    height: Mapped[int]
    is_public: Mapped[bool]
    kept_at: Mapped[UtcTime]
    kept_by: Mapped[Ref | None]
    withdrawn_at: Mapped[UtcTime | None]

    def file(self, step: int) -> str:
        """Return the name of the file for one of STEPS."""
        return {SMALL: self.small, MEDIUM: self.medium}.get(step, self.name)


guard(Photo, "no_delete", on="delete", message="photos are withdrawn, not deleted")
guard(
    Photo,
    "files_stay",
    on="update",
    when="NEW.name <> OLD.name OR NEW.medium <> OLD.medium OR NEW.small <> OLD.small",
    message="another picture is another photo",
)


class Sized(Protocol):
    """What an <img> needs to know of a photo: a row, or what visitors are shown of one."""

    @property
    def name(self) -> str:
        """The SHA-256 of the largest file."""

    @property
    def width(self) -> int:
        """Its width in pixels."""

    @property
    def height(self) -> int:
        """Its height in pixels."""


@dataclass(frozen=True)
class Ready:
    """A photo whose files are on disk already, to be written down by `keep`."""

    name: str
    medium: str
    small: str
    width: int
    height: int


def prepare(content: bytes, files: Files, *, field: str = "photo") -> Ready:
    """Re-encode an upload and store its three files; slow, so never in a write transaction.

    Raises Refused (beside `field`) for whatever is no whole still photo of a sensible size.
    """
    with ONE_AT_A_TIME:
        large = _fitted(upright(content, field), LARGE)
        stored = {step: files.put(_jpeg(_fitted(large, step))) for step in STEPS}
    return Ready(stored[LARGE], stored[MEDIUM], stored[SMALL], *large.size)


def prepare_single(content: bytes, files: Files, *, field: str = "photo") -> str:
    """Re-encode an upload that is shown in one width only, and return the name of its file.

    Slow as `prepare`, and raises what it raises.
    """
    with ONE_AT_A_TIME:
        return files.put(_jpeg(_fitted(upright(content, field), LARGE)))


def keep(session: Session, ready: Ready, *, is_public: bool, by: int | None, at: datetime) -> Photo:
    """Write down a prepared photo; a public one is served to anyone who has its address."""
    photo = Photo(
        name=ready.name,
        medium=ready.medium,
        small=ready.small,
        width=ready.width,
        height=ready.height,
        is_public=is_public,
        kept_at=at,
        kept_by=by,
    )
    session.add(photo)
    session.flush()
    return photo


def withdraw(session: Session, photo: Photo, *, at: datetime) -> None:
    """Serve a photo to nobody any more."""
    photo.withdrawn_at = at
    session.flush()


def public_photo(session: Session, name: str) -> Photo | None:
    """Return a photo of that name that anyone may see, or None."""
    return session.scalars(
        select(Photo)
        .where(Photo.name == name, Photo.is_public.is_(True), Photo.withdrawn_at.is_(None))
        .limit(1)
    ).first()


def widths(photo: Sized) -> list[tuple[int, int]]:
    """Return (step, width in pixels) of the different files of a photo, narrow ones first."""
    found = {min(step, photo.width): step for step in reversed(STEPS)}
    return sorted((step, width) for width, step in found.items())


def upright(content: bytes, field: str) -> Image.Image:
    """Return the pixels of an upload as RGB in the colours of the web, as it was held.

    Memory for one photo is large: hold ONE_AT_A_TIME. Raises Refused (beside `field`).
    """
    if len(content) > MAX_BYTES:
        raise Refused(
            _("Foto ini lebih dari 20 MB. Kecilkan dulu di HP, atau potret ulang."), field=field
        )
    refusal = _strange(content)
    if refusal:
        raise Refused(refusal, field=field)
    try:
        with Image.open(io.BytesIO(content), formats=READ) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Refused(
                    _(
                        "Foto ini terlalu besar ukurannya. Potret dengan paling banyak 50 megapiksel."
                    ),
                    field=field,
                )
            if image.format != "MPO" and getattr(image, "is_animated", False):
                raise Refused(_("Ini gambar bergerak. Kirim foto biasa."), field=field)
            image.draft("RGB", (LARGE, LARGE))  # a JPEG is unpacked no larger than it is needed
            image.load()
            return _web_colours(ImageOps.exif_transpose(image))
    except UnidentifiedImageError as error:
        raise Refused(
            _("Berkas ini bukan foto. Kirim JPEG, PNG, atau WebP."), field=field
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refused(
            _("Foto ini rusak atau terpotong. Kirim ulang, atau potret lagi."), field=field
        ) from error


def _strange(content: bytes) -> str:
    """Return the sentence for a file whose first bytes say what else it is, or ''."""
    head = content[:512]
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"hevc", b"msf1"):
        return _(
            "Foto HEIC dari iPhone belum bisa dibaca. Atur kamera ke “Paling Kompatibel”, "
            "atau kirim lewat galeri sebagai JPEG."
        )
    if head.startswith((b"GIF87a", b"GIF89a")):
        return _("Ini gambar GIF. Kirim foto JPEG, PNG, atau WebP.")
    if head.startswith(b"%PDF"):
        return _("Ini dokumen PDF. Kirim fotonya sebagai JPEG, PNG, atau WebP.")
    if not head:
        return _("Berkas ini kosong. Pilih fotonya lagi.")
    return ""


def _web_colours(image: Image.Image) -> Image.Image:
    """Return the image as sRGB on white: phones bring wider colours, drawings see-through paper."""
    profile = image.info.get("icc_profile")
    if image.mode == "P":
        image = image.convert("RGBA")
    if image.mode in ("RGBA", "LA"):
        seen = image.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        image = Image.alpha_composite(paper, seen).convert("RGB")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            read = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(
                image, read, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            turned = None  # a profile that nobody can read changes no colour
        image = turned or image
    return image.convert("RGB")


def _fitted(image: Image.Image, width: int) -> Image.Image:
    share = min(1.0, width / image.width, TALLEST / image.height)
    size = max(1, round(image.width * share)), max(1, round(image.height * share))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _jpeg(image: Image.Image) -> bytes:
    image.info.clear()  # Pillow would carry a comment over
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
