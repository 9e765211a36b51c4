"""Scans of papers: a photo is re-encoded, a PDF is looked at; both are kept by their content.

A scan is shown to those who may see it and to nobody else, so it is no `Photo` with an address.
"""

import re
from dataclasses import dataclass

from core import images
from core.errors import Refused
from core.files import Files
from core.i18n import _

PDF, JPEG = "application/pdf", "image/jpeg"
MAX_PDF = 10 * 1024 * 1024
ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")


@dataclass(frozen=True)
class Scan:
    """A scan whose file is on disk already: the SHA-256 that names it, and what it is."""

    name: str
    mimetype: str


def prepare(content: bytes, files: Files, *, field: str = "scan") -> Scan:
    """Store a scan that was sent; slow, so never in a write transaction.

    Raises Refused (beside `field`) for what is neither a photo nor a harmless PDF.
    """
    if content[:1024].lstrip().startswith(b"%PDF-"):
        _check_pdf(content, field)
        return Scan(files.put(content), PDF)
    return Scan(images.prepare_single(content, files, field=field), JPEG)


def _check_pdf(content: bytes, field: str) -> None:
    if len(content) > MAX_PDF:
        raise Refused(
            _("PDF ini lebih dari 10 MB. Pindai ulang lebih kecil, atau potret."), field=field
        )
    if b"%%EOF" not in content[-2048:]:
        raise Refused(_("PDF ini terpotong. Kirim ulang."), field=field)
    if ACTIVE.search(content):
        raise Refused(
            _("PDF ini berisi program atau lampiran. Cetak lalu pindai, atau potret suratnya."),
            field=field,
        )
