"""A sheet on its way in: what a form uploads, read and kept before anything is written."""

from flask import g, request

from catalogue.stock import sheet
from core.errors import Refused
from core.i18n import _


def store_sheet(kind: sheet.Kind = sheet.CONSIGNED) -> tuple[str, str]:
    """Read the uploaded sheet, refuse what is none, keep it; return its SHA-256 and name.

    For `@prepared`; `kind` is the kind of sheet that is meant.
    """
    uploaded = request.files.get("file")
    if uploaded is None or not uploaded.filename:
        raise Refused(_("Pilih dulu berkas Excel atau CSV."), field="file")
    content = uploaded.read()
    try:
        sheet.read_bytes(content, kind)
    except sheet.NotASheet as refused:
        raise Refused(refused.message, field="file") from refused
    return g.house.files.put(content), uploaded.filename[-120:]
