"""What makers ask for, and what becomes of it."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.makers.models import Maker
from catalogue.products.proposed import service
from catalogue.products.proposed.models import BankRequest, Proposal
from core.db import Database

AT = datetime(2026, 5, 9, 2, 0, tzinfo=UTC)


def ask(session: Session, maker: Maker, account: str) -> Proposal:
    by = makers.person_of(session, maker, by=None, at=AT).id
    return service.ask_bank(
        session, maker, bank_name="Bank Contoh", bank_account=account, bank_holder="Ibu",
        by=by, at=AT,
    )  # fmt: skip


def test_an_account_asked_for_anew_closes_what_a_merged_record_had_asked(
    sqlite_database: Database,
):
    with sqlite_database.writer() as session:
        sentra = makers.sentra_named(session, "Tapis")
        stays, goes = (
            makers.register(session, name, sentra=sentra, by=None, at=AT)
            for name in ("Sekar", "Sekar Lama")
        )
        before = ask(session, goes, "1234567890")
        goes.merged_into_id, goes.archived_at = stays.id, AT
        session.flush()

        anew = ask(session, stays, "9876543210")

        assert (before.state, anew.state) == ("refused", "open")
        assert session.get(BankRequest, before.id) is None
