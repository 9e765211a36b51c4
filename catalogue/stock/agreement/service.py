"""Wording the agreement."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.outlets import queries as outlets
from catalogue.stock.agreement import queries, texts
from catalogue.stock.agreement.models import AgreementText
from core.errors import Refused
from core.i18n import _
from core.users import service as people


def word(session: Session, language: str, body: str, *, by: int, at: datetime) -> AgreementText:
    """Word the agreement anew in one language, for papers from today on; older wordings stay.

    Raises Refused for an unknown or missing name in braces, and where nothing was changed.
    """
    body = texts.checked(body)
    if body == queries.body_on(session, language, on=outlets.house_date(session, at)):
        raise Refused(_("Teksnya sama dengan yang sekarang."), field="body")
    text = AgreementText(language=language, body=body, written_at=at, written_by=by)
    session.add(text)
    session.flush()
    people.record(
        session, "agreement.worded", kind="agreement_text", subject_id=text.id, by=by, at=at
    )
    return text
