"""Tables of the ledger. One row = one debit, one credit, one positive amount: it cannot unbalance."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Pk, Ref, Rupiah, UtcTime, append_only, one_of, short

KINDS = (
    "cash",
    "safe",
    "treasury",
    "holder",
    "bank",
    "qris_claimed",
    "qris",
    "qris_missing",
    "qris_surplus",
    "card",
    "card_missing",
    "card_surplus",
    "payable",
    "commission",
    "house_sales",
    "postage",
    "discount",
    "rounding",
    "over_short",
    "loss",
    "fees",
    "fees_payable",
    "deposits",
    "charges",
    "maker_fees",
    "adjustments",
    "opening",
    "clearing",
)
"""What an account is. `holder` is cash that a person carries, `qris_missing` and `card_missing` money whose
risk the house took, `qris_surplus` and `card_surplus` what was paid without a ticket, `postage` what couriers are owed, `discount`
what the house bore, `maker_fees` what makers are charged, `adjustments` what was corrected by hand; `clearing` is zero after every sale."""

MONEY = (
    "cash",
    "safe",
    "holder",
    "treasury",
    "bank",
    "qris",
    "qris_claimed",
    "card",
)
"""Kinds of accounts where money lies, or is said to."""
UNSEEN = ("qris_claimed", "card")
"""Those of them whose money is only said to have come, or that an acquirer still has."""
BORNE = ("qris_missing", "card_missing")
"""Kinds of accounts of money that did not come and that the house bears: no money, until it comes late."""
ENTRUSTED = ("deposits", "fees_payable", "qris_surplus", "card_surplus", "postage")
"""Kinds of accounts of money that belongs to somebody who is no maker."""


class Account(Base):
    """An account: cash of one till, the payable of one maker, or one of the house's."""

    __tablename__ = "account"
    __table_args__ = (one_of("kind", *KINDS),)

    id: Mapped[Pk]
    code: Mapped[str] = mapped_column(short(32), unique=True)
    kind: Mapped[str] = mapped_column(short(16))
    maker_id: Mapped[Ref | None] = mapped_column(ForeignKey("maker.id"), index=True)
    till_id: Mapped[Ref | None] = mapped_column(ForeignKey("till.id"))
    outlet_id: Mapped[Ref | None] = mapped_column(ForeignKey("outlet.id"))
    user_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))


append_only(Account)


class Entry(Base):
    """`amount` rupiah from the credit account to the debit account, once per source and reason."""

    __tablename__ = "entry"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("debit_id <> credit_id", name="two_accounts"),
        UniqueConstraint("source_kind", "source_id", "reason"),
        Index("ix_entry_debit", "debit_id", "id"),
        Index("ix_entry_credit", "credit_id", "id"),
        Index("ix_entry_date", "business_date"),
    )

    id: Mapped[Pk]
    debit_id: Mapped[Ref] = mapped_column(ForeignKey("account.id"))
    credit_id: Mapped[Ref] = mapped_column(ForeignKey("account.id"))
    amount: Mapped[Rupiah]
    business_date: Mapped[date]
    outlet_id: Mapped[Ref | None] = mapped_column(ForeignKey("outlet.id"))
    reason: Mapped[str] = mapped_column(short(24))
    source_kind: Mapped[str] = mapped_column(short(24))
    source_id: Mapped[Ref]
    actor_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    posted_at: Mapped[UtcTime]


append_only(Entry)


class ChainHead(Base):
    """The newest link of a chain: one per till (`till:<series>`) and `office`."""

    __tablename__ = "chain_head"

    chain: Mapped[str] = mapped_column(short(16), primary_key=True)
    sequence: Mapped[int]
    hash: Mapped[str] = mapped_column(short(64))


class ChainLink(Base):
    """One chained event: its canonical text, and the hash over it and the link before."""

    __tablename__ = "chain_link"
    __table_args__ = (
        UniqueConstraint("chain", "sequence"),
        UniqueConstraint("source_kind", "source_id"),
    )

    id: Mapped[Pk]
    chain: Mapped[str] = mapped_column(short(16))
    sequence: Mapped[int]
    version: Mapped[int]
    source_kind: Mapped[str] = mapped_column(short(24))
    source_id: Mapped[Ref]
    content: Mapped[str]
    previous: Mapped[str] = mapped_column(short(64))
    hash: Mapped[str] = mapped_column(short(64))


append_only(ChainLink)
