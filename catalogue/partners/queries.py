"""Reads about enquiries."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.partners.models import Enquiry
from core.errors import NotFound
from core.i18n import _


def require(session: Session, enquiry_id: int) -> Enquiry:
    """Return the enquiry, or raise NotFound."""
    found = session.get(Enquiry, enquiry_id)
    if found is None:
        raise NotFound(_("Permintaan ini tidak ada dalam daftar."))
    return found


def by_token(session: Session, token: str) -> Enquiry:
    """Return the enquiry of a firm's own page, or raise NotFound."""
    found = session.scalar(select(Enquiry).where(Enquiry.token == token))
    if found is None:
        raise NotFound(_("Permintaan ini tidak ada. Periksa alamatnya."))
    return found


def lock(session: Session, enquiry_id: int) -> Enquiry:
    """Return the enquiry as it stands now, locked until this transaction ends."""
    return session.scalars(
        select(Enquiry)
        .where(Enquiry.id == enquiry_id)
        .with_for_update(of=Enquiry)
        .execution_options(populate_existing=True)
    ).one()


def waiting(session: Session) -> int:
    """Return how many enquiries nobody has answered."""
    return int(session.scalar(select(func.count()).where(Enquiry.state == "new")) or 0)
