"""Verbs about campaigns: begin one, change its days, and say which a ticket's discounts belong to."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Refused
from core.i18n import _
from core.text import fold
from core.users import service as users
from pos.sales.campaigns import queries
from pos.sales.campaigns.models import Campaign
from pos.sales.models import Sale
from pos.sales.service import require_open


def begin(
    session: Session, name: str, *, starts_on: date, ends_on: date | None, by: int, at: datetime
) -> Campaign:
    """Write a campaign down. Raises Refused for no name, a name in use, or days out of order."""
    name = " ".join(name.split())[:80]
    if not name:
        raise Refused(_("Tulis nama programnya."), field="name")
    if session.scalar(select(Campaign.id).where(Campaign.name_key == fold(name))) is not None:
        raise Refused(_("Program dengan nama ini sudah ada."), field="name")
    _check_days(starts_on, ends_on)
    row = Campaign(
        name=name, name_key=fold(name), starts_on=starts_on, ends_on=ends_on, created_at=at,
        created_by=by,
    )  # fmt: skip
    session.add(row)
    session.flush()
    users.record(session, "campaign.begun", kind="campaign", subject_id=row.id, by=by, at=at)
    return row


def end(
    session: Session, campaign: Campaign, ends_on: date | None, *, by: int, at: datetime
) -> None:
    """Let a campaign end on a day, or go on; what was sold in it stays in it."""
    _check_days(campaign.starts_on, ends_on)
    campaign.ends_on = ends_on
    session.flush()
    users.record(session, "campaign.changed", kind="campaign", subject_id=campaign.id, by=by, at=at)


def belong(session: Session, sale: Sale, campaign_id: int | None, *, on: date) -> None:
    """Say which campaign the discounts of an open ticket belong to; None, or no discount: to none.

    Raises Refused for one that does not run that day.
    """
    require_open(sale)
    if campaign_id is not None and campaign_id not in dict(queries.running(session, on=on)):
        raise Refused(_("Program ini tidak berjalan hari ini."), field="campaign")
    given = any(line.discount > line.markdown for line in sale.lines if line.kind == "sale")
    sale.campaign_id = campaign_id if given else None
    session.flush()


def _check_days(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("Tanggal akhir tidak boleh sebelum tanggal mulai."), field="ends_on")
