"""Deciding on pairs that may be one maker."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.makers.models import MakerDoubt
from core.errors import Conflict
from core.i18n import _
from core.users import service as people


def decide(session: Session, doubt: MakerDoubt, decision: str, *, by: int, at: datetime) -> None:
    """Keep what a person decided of a pair: same or different. Both records stay as they are."""
    if doubt.decision is not None:
        raise Conflict(_("Pasangan ini sudah diputuskan."))
    doubt.decision, doubt.decided_by, doubt.decided_at = decision, by, at
    session.flush()
    people.record(
        session, "maker.doubt_same" if decision == "same" else "maker.doubt_different",
        kind="maker", subject_id=doubt.maker_id, by=by, at=at,
        detail={"other": doubt.other_id},
    )  # fmt: skip
