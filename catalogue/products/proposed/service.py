"""Verbs about proposals: ask, change at once, accept, refuse. Nobody decides in favour of themselves."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from catalogue.makers import owners, private
from catalogue.makers import queries as makers
from catalogue.makers import service as maker_service
from catalogue.makers.models import Maker
from catalogue.products import queries as products
from catalogue.products import service as goods
from catalogue.products.models import Product
from catalogue.products.proposed.models import TOLD, BankRequest, Proposal
from core.errors import Conflict, NotFound, Refused
from core.i18n import _
from core.images import Ready
from core.users import hands
from core.users import service as people
from core.users.models import User

WITHDRAWN = "ditarik perajinnya"
REPLACED = "diganti perajinnya"
MOST_OPEN = 20
"""Proposals of one maker that may wait at once: more is a slip, or mischief."""


def propose_price(
    session: Session,
    maker: Maker,
    product: Product,
    price: int,
    *,
    net_price: int | None,
    by: int,
    at: datetime,
) -> Proposal:
    """Ask for another price of a maker's product, in rupiah; one that waits is closed for it."""
    if product.maker_id != maker.id:
        raise NotFound(_("Barang ini tidak ada dalam catatan Ibu/Bapak."))
    now = products.current_price(session, product.id)
    net_price = now.net_price if net_price is None else net_price
    if (price, net_price) == (now.price, now.net_price):
        raise Refused(_("Harga itu sama dengan yang sekarang."), field="price")
    goods.check_prices(price, net_price)
    _replace(session, Proposal.product_id == product.id, Proposal.kind == "price", by=by, at=at)
    return _add(
        session, maker, "price", by=by, at=at, product_id=product.id, product=product,
        title=product.title, price=price, net_price=net_price,
    )  # fmt: skip


def propose_product(
    session: Session,
    maker: Maker,
    title: str,
    price: int,
    *,
    net_price: int | None,
    by: int,
    at: datetime,
) -> Proposal:
    """Ask that a new product be taken in."""
    goods.check_prices(price, net_price, field="new_price")
    return _add(
        session, maker, "product", by=by, at=at, title=" ".join(title.split()), price=price,
        net_price=net_price,
    )  # fmt: skip


def ask_bank(
    session: Session,
    maker: Maker,
    *,
    bank_name: str,
    bank_account: str,
    bank_holder: str,
    by: int,
    at: datetime,
) -> Proposal:
    """Ask that money go to another account; it counts only when a manager confirmed it.

    One that waits is closed for it.
    """
    if not (bank_name and bank_holder):
        raise Refused(_("Isi nama bank dan nama pemilik rekening."), field="bank_name")
    if not bank_account:
        raise Refused(_("Isi nomor rekeningnya."), field="bank_account")
    private.check_account(bank_account)
    of_maker = Proposal.maker_id.in_(makers.family(maker.id))
    _replace(session, of_maker, Proposal.kind == "bank", by=by, at=at)
    proposal = _add(session, maker, "bank", by=by, at=at)
    session.add(
        BankRequest(
            proposal_id=proposal.id, bank_name=bank_name, bank_account=bank_account,
            bank_holder=bank_holder,
        )
    )  # fmt: skip
    session.flush()
    return proposal


def tell_story(
    session: Session, maker: Maker, *, story: str, story_en: str, by: int, at: datetime
) -> None:
    """Change a maker's own story at once; a manager is shown that it changed."""
    maker.story, maker.story_en = story, story_en
    session.flush()
    people.record(session, "maker.story_told", kind="maker", subject_id=maker.id, by=by, at=at)
    _tell(session, maker, "story", by=by, at=at)


def show_photo(
    session: Session, maker: Maker, ready: Ready | None, *, by: int, at: datetime
) -> None:
    """Change a maker's own photo at once; a manager is shown that it changed."""
    maker_service.show_photo(session, maker, ready, by=by, at=at)
    _tell(session, maker, "photo", by=by, at=at)


def accept(session: Session, proposal: Proposal, *, by: int, at: datetime) -> None:
    """Do what was asked; of what the maker changed at once, note that it was seen."""
    _begin(session, proposal, by=by)
    maker = makers.merged_into(session, proposal.maker_id) or proposal.maker
    if proposal.kind == "price":
        assert proposal.product is not None
        assert proposal.price is not None
        goods.change_price(
            session, proposal.product, proposal.price, net_price=proposal.net_price, by=by, at=at
        )
    elif proposal.kind == "product":
        assert proposal.price is not None
        made = goods.create(
            session, goods.Facts(title=proposal.title), maker=maker, kind="counted",
            price=proposal.price, net_price=proposal.net_price, by=by, at=at,
        )  # fmt: skip
        proposal.product_id, proposal.product = made.id, made
    elif proposal.kind == "bank":
        asked = session.get_one(BankRequest, proposal.id)
        kept = makers.private_of(session, maker.id)
        private.keep(
            session, maker, by=by, at=at, nik=(kept.nik or "") if kept else "",
            bank_name=asked.bank_name, bank_account=asked.bank_account,
            bank_holder=asked.bank_holder, is_alone=_is_alone(session, proposal, by=by, at=at),
        )  # fmt: skip
        session.delete(asked)
    _decide(session, proposal, "accepted", by=by, at=at)


def refuse(session: Session, proposal: Proposal, *, reason: str, by: int, at: datetime) -> None:
    """Refuse what was asked, with a reason that the maker reads."""
    _begin(session, proposal, by=by)
    if not proposal.is_asked:
        raise Conflict(_("Yang ini sudah diubah perajinnya. Ubah di halaman perajin kalau perlu."))
    if not reason:
        raise Refused(_("Tulis alasannya; perajin membacanya."), field=f"reason-{proposal.id}")
    proposal.reason = reason
    session.execute(delete(BankRequest).where(BankRequest.proposal_id == proposal.id))
    _decide(session, proposal, "refused", by=by, at=at)


def withdraw(session: Session, maker: Maker, proposal: Proposal, *, by: int, at: datetime) -> None:
    """Take back what a maker asked for and nobody answered; raises NotFound for another's."""
    owner = makers.merged_into(session, proposal.maker_id) or proposal.maker
    if owner.id != maker.id or not proposal.is_asked:
        raise NotFound(_("Usul ini tidak ada dalam catatan Ibu/Bapak."))
    session.refresh(proposal, ["state"], with_for_update={"of": Proposal})
    if proposal.state != "open":
        raise Conflict(_("Usul ini sudah dijawab galeri."))
    _take_back(session, proposal, WITHDRAWN, by=by, at=at)


def _replace(session: Session, *which: ColumnElement[bool], by: int, at: datetime) -> None:
    """Close what waits, so that nobody accepts under its id what was never before the eyes."""
    for waiting in session.scalars(
        select(Proposal)
        .where(*which, Proposal.state == "open")
        .with_for_update(of=Proposal)
        .execution_options(populate_existing=True)
    ).all():
        _take_back(session, waiting, REPLACED, by=by, at=at)


def _take_back(session: Session, proposal: Proposal, reason: str, *, by: int, at: datetime) -> None:
    proposal.reason = reason
    session.execute(delete(BankRequest).where(BankRequest.proposal_id == proposal.id))
    _decide(session, proposal, "refused", by=by, at=at, done="withdrawn")


def drop_banks(session: Session, maker_ids: list[int], *, at: datetime) -> None:
    """Let go of what these makers asked about their accounts: the person behind them is erased."""
    asked = select(Proposal.id).where(Proposal.maker_id.in_(maker_ids), Proposal.state == "open")
    session.execute(delete(BankRequest).where(BankRequest.proposal_id.in_(asked)))
    session.execute(
        update(Proposal)
        .where(Proposal.maker_id.in_(maker_ids), Proposal.state == "open")
        .values(state="refused", reason="-", decided_at=at)
    )


def _begin(session: Session, proposal: Proposal, *, by: int) -> None:
    session.refresh(proposal, ["state", "reason"], with_for_update={"of": Proposal})
    if proposal.reason == REPLACED:
        raise Conflict(_("Perajinnya sudah mengganti usul ini. Lihat dulu yang baru."))
    if proposal.state != "open":
        raise Conflict(_("Usul ini sudah diputuskan, mungkin oleh orang lain."))
    if proposal.is_asked and proposal.maker_id in owners.owned_by(session, by):
        raise Refused(_("Usul sendiri diputuskan oleh pengurus lain."))


def _is_alone(session: Session, proposal: Proposal, *, by: int, at: datetime) -> bool:
    """Say whether who accepts may be who asked: the maker's phone was just let in by that hand."""
    accepts = session.get_one(User, by)
    return hands.is_fresh(session, accepts, at=at) or hands.may_be_one(
        session, proposal.made_by, by, at=at
    )


def _decide(
    session: Session, proposal: Proposal, state: str, *, by: int, at: datetime, done: str = ""
) -> None:
    proposal.state, proposal.decided_at, proposal.decided_by = state, at, by
    session.flush()
    people.record(
        session,
        f"proposal.{done or state}",
        kind="maker",
        subject_id=proposal.maker_id,
        by=by,
        at=at,
    )


def _tell(session: Session, maker: Maker, kind: str, *, by: int, at: datetime) -> None:
    """Put a change on the manager's list; one that nobody has seen yet stands for both."""
    assert kind in TOLD, kind
    unseen = session.scalar(
        select(Proposal.id).where(
            Proposal.maker_id == maker.id, Proposal.kind == kind, Proposal.state == "open"
        )
    )
    if unseen is None:
        session.add(Proposal(maker_id=maker.id, maker=maker, kind=kind, made_at=at, made_by=by))
        session.flush()


def _add(
    session: Session, maker: Maker, kind: str, *, by: int, at: datetime, **what: object
) -> Proposal:
    waiting = select(Proposal.id).where(Proposal.maker_id == maker.id, Proposal.state == "open")
    if len(session.scalars(waiting).all()) >= MOST_OPEN:
        raise Refused(_("Masih banyak usul yang menunggu. Tunggu jawaban galeri dulu."))
    proposal = Proposal(maker_id=maker.id, maker=maker, kind=kind, made_at=at, made_by=by, **what)
    session.add(proposal)
    session.flush()
    people.record(session, "maker.proposed", kind="maker", subject_id=maker.id, by=by, at=at)
    return proposal
