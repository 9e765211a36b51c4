"""Reads about campaigns."""

from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.i18n import _
from pos.sales.campaigns.models import Campaign


def running(session: Session, *, on: date) -> list[tuple[int, str]]:
    """Return id and name of the campaigns that a discount of that day may belong to."""
    rows = session.execute(
        select(Campaign.id, Campaign.name)
        .where(Campaign.starts_on <= on, or_(Campaign.ends_on.is_(None), Campaign.ends_on >= on))
        .order_by(func.lower(Campaign.name))
    )
    return [(number, name) for number, name in rows]  # rows are no pairs


def require(session: Session, campaign_id: int) -> Campaign:
    """Return the campaign, or raise NotFound."""
    found = session.get(Campaign, campaign_id)
    if found is None:
        raise NotFound(_("Program ini tidak ada dalam daftar."))
    return found
