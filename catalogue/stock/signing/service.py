"""Taking a signature on the screen."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.stock.signing import queries
from catalogue.stock.signing.models import Signature
from catalogue.stock.signing.queries import Place, Source
from core import drawn
from core.errors import Conflict, NotFound, Refused
from core.i18n import _
from core.users import service as people

LONGEST_NAME = 80


def sign(
    session: Session,
    source: Source,
    places: Sequence[Place],
    key: str,
    *,
    name: str,
    drawing: str,
    by: int,
    at: datetime,
) -> Signature:
    """Keep what was drawn at a place of a paper; nobody can sign there again.

    Raises Refused beside `name-<place>` or `drawing-<place>`, Conflict where it is signed already.
    """
    if key not in {place.key for place in places}:
        raise NotFound(_("Surat ini tidak punya tempat tanda tangan itu."))
    if not name:
        raise Refused(_("Tulis nama yang menandatangani."), field=f"name-{key}")
    field = f"drawing-{key}"
    drawing = drawn.checked(drawing, field=field)
    if not drawing:
        raise Refused(_("Tanda tangani dulu di dalam kotaknya."), field=field)
    if key in queries.of(session, source):
        raise Conflict(_("Di sini sudah ditandatangani."), field=field)
    kind, number = source
    signature = Signature(
        source_kind=kind, source_id=number, place=key, name=name[:LONGEST_NAME], drawing=drawing,
        at=at, by=by,
    )  # fmt: skip
    session.add(signature)
    session.flush()
    people.record(
        session, "paper.signed", kind=kind, subject_id=number, by=by, at=at,
        detail={"place": key},
    )  # fmt: skip
    return signature
