"""What a statement is paid, and whether it can be paid now; `service.pay` does it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.makers import owners, private
from catalogue.makers import queries as makers
from core.clock import local_date
from core.errors import Conflict, Refused
from core.i18n import _
from core.money import rupiah
from core.users.models import User
from pos.settlements import documents, queries
from pos.settlements.adjusting import queries as adjusting
from pos.settlements.models import Statement
from pos.settlements.transfers import queries as transfers
from printers.words import day as day_words

CASH_STEP = 100


class Superseded(Conflict):
    """A newer statement stands; only the latest can be paid."""


class Outdated(Conflict):
    """The maker was given an advance since, which the statement does not tell."""


class BeingCounted(Conflict):
    """A run is being posted that settles the maker: another statement comes in a moment."""


class AlreadyPaid(Conflict):
    """The statement has a payout."""


class InTransfer(Conflict):
    """A transfer of this statement went to the bank and has no answer yet."""


class AccountWaits(Conflict):
    """One person alone wrote the maker's bank account down, and lately."""


class NothingToPay(Refused):
    """The closing balance leaves nothing to hand over."""


def payable_amount(closing: int, method: str) -> int:
    """Return what is paid on a closing balance: cash rounded down to Rp100, a transfer exact."""
    if closing <= 0:
        return 0
    return closing - closing % CASH_STEP if method == "cash" else closing


def refuse_own(session: Session, maker_ids: Sequence[int], *, by: User) -> None:
    """Raise Forbidden where one of these makers is whoever pays."""
    sentence = _("Pembayaran untuk diri sendiri dilakukan orang lain.")
    owners.refuse_own(session, maker_ids, sentence, by=by.id)


def check_payable(
    session: Session, statements: Sequence[Statement], method: str, *, by: User
) -> list[int]:
    """Return the rupiah that each statement is paid with; raises what `service.pay` raises for the first.

    Their makers are locked. However many there are, it asks the database five times.
    """
    maker_ids = [one.maker_id for one in statements]
    refuse_own(session, maker_ids, by=by)
    busy = transfers.open_rows(session, maker_ids)
    for row in queries.rows_of(session, statements):
        if not row.is_payable or row.statement.maker_id in busy:
            checked_amount(session, row.statement, method)  # which says why
    refuse_counting(session, maker_ids)
    _refuse_outdated(session, maker_ids)
    return [payable_amount(one.closing, method) for one in statements]


def checked_amount(
    session: Session, statement: Statement, method: str, *, transfer_row: int | None = None
) -> int:
    """Return the rupiah that a statement is paid with; raises what `service.pay` says of a statement.

    The maker is locked. `transfer_row` is the transfer that the bank has paid, if it is one.
    """
    into = makers.merged_into(session, statement.maker_id)
    if into is not None:
        raise Superseded(
            _("Perajin ini digabung ke %(name)s, dan saldonya ikut pindah. Bayar dari laporan"
              " %(name)s.", name=into.name)
        )  # fmt: skip
    newest = queries.latest_statement(session, statement.maker_id)
    assert newest is not None
    if newest.id != statement.id:
        raise Superseded(
            _("Laporan ini sudah diganti %(number)s. Bayar yang terbaru.", number=newest.number)
        )
    before = queries.payout_of(session, statement)
    if before is not None:
        raise AlreadyPaid(_("Laporan ini sudah dibayar dengan %(number)s.", number=before.number))
    busy = transfers.open_rows(session, [statement.maker_id]).get(statement.maker_id)
    if busy is not None and busy.id != transfer_row:
        raise InTransfer(
            _("Transfernya menunggu jawaban bank di %(number)s.", number=busy.batch.number)
        )
    if transfer_row is None:  # what the bank has paid is booked all the same
        refuse_counting(session, [statement.maker_id])
        _refuse_outdated(session, [statement.maker_id])
    amount = payable_amount(statement.closing, method)
    if amount == 0:
        raise NothingToPay(_("Tidak ada yang bisa dibayar dari laporan ini."))
    return amount


def refuse_waiting_account(session: Session, maker_ids: Collection[int], *, at: datetime) -> None:
    """Raise AccountWaits where the account of one of these makers is one person's word so far."""
    for maker_id, until in private.waits_until(session, maker_ids, at=at).items():
        maker = makers.require_maker(session, maker_id)
        raise AccountWaits(
            _("Rekening %(name)s baru ditulis satu orang. Minta perajinnya atau orang kedua"
              " memastikannya; kalau tidak, baru bisa dipakai sesudah %(day)s.", name=maker.name,
              day=day_words(local_date(until, documents.zone(session))))
        )  # fmt: skip


def refuse_counting(session: Session, maker_ids: Sequence[int]) -> None:
    """Raise BeingCounted where a run that is being posted settles one of these makers."""
    run = queries.counting_run(session)
    if run is not None and any(map(run.includes, maker_ids)):
        raise BeingCounted(
            _("Perhitungan %(number)s masih jalan. Bayar sesudah selesai.", number=run.number)
        )


def _refuse_outdated(session: Session, maker_ids: Sequence[int]) -> None:
    """Refuse to hand over what an advance has given already."""
    for given in adjusting.unstated(session, maker_ids).values():
        for one in given:
            if one.state == "approved" and one.kind == "advance":
                raise Outdated(
                    _("Uang muka %(amount)s (%(number)s) diberikan sesudah laporan ini. Hitung"
                      " hasilnya lagi dulu, supaya tidak terbayar dua kali.",
                      amount=rupiah(one.amount), number=one.number)
                )  # fmt: skip
