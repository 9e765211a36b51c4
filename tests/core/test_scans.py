"""Scans: a photo is re-encoded, a harmless PDF is kept, the rest is refused with a sentence."""

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from core import scans
from core.errors import Refused
from core.files import Files


def pdf(words: str = "Sertifikat halal") -> bytes:
    """A PDF of one page."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawString(72, 720, words)
    canvas.save()
    return out.getvalue()


def photo(kind: str = "PNG") -> bytes:
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, kind)
    return out.getvalue()


def test_a_pdf_is_kept_as_it_is(home: Path):
    files = Files(home)
    scan = scans.prepare(pdf(), files)

    assert scan.mimetype == scans.PDF
    assert files.path(scan.name).read_bytes() == pdf()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_photo_becomes_a_jpeg(home: Path, kind: str):
    files = Files(home)
    scan = scans.prepare(photo(kind), files)

    assert scan.mimetype == scans.JPEG
    assert files.path(scan.name).read_bytes().startswith(b"\xff\xd8")
    there = [path.name for path in files.folder.rglob("*") if path.is_file()]
    assert there == [scan.name], "one width is shown, so nothing else is left when it is erased"


@pytest.mark.parametrize(
    "content, said",
    [
        (pdf()[:-200], "terpotong"),
        (pdf() + b" " * (scans.MAX_PDF + 1), "lebih dari 10 MB"),
        (pdf().replace(b"/Type", b"/JavaScript (x) /Type", 1), "program atau lampiran"),
        (pdf().replace(b"/Type", b"/Launch << >> /Type", 1), "program atau lampiran"),
        (b"PK\x03\x04 a zip", "bukan foto"),
        (b"<html>%PDF-", "bukan foto"),
        (b"GIF89a", "GIF"),
    ],
)
def test_anything_else_is_refused_beside_its_field(home: Path, content: bytes, said: str):
    with pytest.raises(Refused, match=said) as refusal:
        scans.prepare(content, Files(home))

    assert refusal.value.field == "scan"
    assert not (home / "files").exists()
