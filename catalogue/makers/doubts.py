"""Deciding on pairs that may be one maker; one that is one is merged (`joining.py`)."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.makers.models import MakerDoubt
from core.errors import Conflict
from core.i18n import _
from core.users import service as people


def part(session: Session, doubt: MakerDoubt, *, by: int, at: datetime) -> None:
    """Keep that a pair is two different makers; raises Conflict if that was decided before."""
    if doubt.decision == "different":
        raise Conflict(_("Pasangan ini sudah diputuskan."))
    doubt.decision, doubt.decided_by, doubt.decided_at = "different", by, at
    session.flush()
    people.record(
        session, "maker.doubt_different", kind="maker", subject_id=doubt.maker_id, by=by, at=at,
        detail={"other": doubt.other_id},
    )  # fmt: skip
