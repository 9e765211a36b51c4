"""The printers of the house and the queue of papers for them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Json, Pk, Ref, UtcTime, guard, one_of, short
from printers.profile import Profile
from printers.words import LETTERS


class Connection(StrEnum):
    """How the bytes reach a printer."""

    NETWORK = "network"
    USB = "usb"
    SERIAL = "serial"
    LP = "lp"
    FILE = "file"
    BROWSER = "browser"
    WEBUSB = "webusb"
    BRIDGE = "bridge"


BY_HAND = (Connection.BROWSER, Connection.WEBUSB, Connection.BRIDGE)
"""Printers that no worker reaches: a page of the browser beside them prints."""


class State(StrEnum):
    """Where a job stands. Sent is not printed: most printers never answer."""

    QUEUED = "queued"
    PRINTING = "printing"
    SENT = "sent"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"
    EXPIRED = "expired"


class PrintAgent(Base):
    """A worker of ours beside a distant counter's printers; of its token only the hash is kept."""

    __tablename__ = "print_agent"

    id: Mapped[Pk]
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(short(64), unique=True)
    enrolled_at: Mapped[UtcTime]
    enrolled_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    seen_at: Mapped[UtcTime | None]
    revoked_at: Mapped[UtcTime | None]


class Printer(Base):
    """A printer: how it is reached, and what it can do (measured, not taken from its make).

    `address` is host:port, a device path (with @speed for a serial port), the name of an lp
    queue, or a file; a file printer without address writes each job into TITIP_HOME/printed.
    With an `agent` it is that agent who reaches it so, not our own worker. `letters` is the
    alphabet it prints beyond ASCII, if any.
    """

    __tablename__ = "printer"
    __table_args__ = (
        one_of("connection", Connection),
        one_of("language", "escpos", "zpl", "tspl"),
        one_of("letters", *LETTERS),
        CheckConstraint('"columns" IN (32, 42, 48)', name="columns_known"),
        CheckConstraint(
            "agent_id IS NULL OR connection IN ('network', 'usb', 'serial', 'lp', 'file')",
            name="agent_reaches_it",
        ),
        Index("uq_printer_name", "name", unique=True, sqlite_where=text("archived_at IS NULL"),
              postgresql_where=text("archived_at IS NULL")),
    )  # fmt: skip

    id: Mapped[Pk]
    name: Mapped[str]
    connection: Mapped[str] = mapped_column(short(10))
    address: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(short(10), default="escpos")
    columns: Mapped[int] = mapped_column(default=48)
    cutter: Mapped[bool] = mapped_column(default=False)
    drawer: Mapped[bool] = mapped_column(default=False)
    native_barcode: Mapped[bool] = mapped_column(default=True)
    native_qr: Mapped[bool] = mapped_column(default=True)
    answers: Mapped[bool] = mapped_column(default=False)
    stock: Mapped[str] = mapped_column(default="33x15")
    letters: Mapped[str] = mapped_column(short(8), default="ascii")
    agent_id: Mapped[Ref | None] = mapped_column(ForeignKey("print_agent.id"))
    archived_at: Mapped[UtcTime | None]

    agent: Mapped[PrintAgent | None] = relationship(lazy="joined")

    @property
    def profile(self) -> Profile:
        """What the renderer needs to know."""
        return Profile(
            language=self.language,
            columns=self.columns,
            cutter=self.cutter,
            drawer=self.drawer,
            native_barcode=self.native_barcode,
            native_qr=self.native_qr,
            answers=self.answers,
            stock=self.stock,
            letters=self.letters,
        )

    @property
    def has_worker(self) -> bool:
        """Whether a worker or an agent prints here; a browser printer's jobs wait for a page."""
        return self.connection not in BY_HAND


class PrintJob(Base):
    """One paper for one printer: written with what it tells of, printed afterwards.

    Either a document (rendered for whatever printer it goes to) or plain bytes. `source_kind`
    and `source_id` name what it belongs to. `bytes_left` says that something may have reached
    the paper; from then on only a person prints it again, marked as a copy.
    """

    __tablename__ = "print_job"
    __table_args__ = (
        one_of("state", State),
        CheckConstraint("(document IS NULL) <> (payload IS NULL)", name="one_content"),
        CheckConstraint("copy >= 0 AND attempts >= 0", name="counts"),
        # One paper at a time on a printer: whoever claims second fails, in any process.
        Index("uq_print_job_printing", "printer_id", unique=True,
              sqlite_where=text("state = 'printing'"),
              postgresql_where=text("state = 'printing'")),
        Index("ix_print_job_queued", "printer_id", "id", sqlite_where=text("state = 'queued'"),
              postgresql_where=text("state = 'queued'")),
        Index("ix_print_job_source", "source_kind", "source_id"),
    )  # fmt: skip

    id: Mapped[Pk]
    printer_id: Mapped[Ref] = mapped_column(ForeignKey("printer.id"))
    kind: Mapped[str] = mapped_column(short(20))
    document: Mapped[Json | None]
    payload: Mapped[bytes | None] = mapped_column(LargeBinary)
    copy: Mapped[int] = mapped_column(default=0)
    source_kind: Mapped[str] = mapped_column(short(20))
    source_id: Mapped[Ref | None]
    state: Mapped[str] = mapped_column(short(12), default=State.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    bytes_left: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str | None]
    queued_at: Mapped[UtcTime]
    queued_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    next_try_at: Mapped[UtcTime | None]
    expires_at: Mapped[UtcTime | None]
    started_at: Mapped[UtcTime | None]
    finished_at: Mapped[UtcTime | None]
    retry_of: Mapped[Ref | None] = mapped_column(ForeignKey("print_job.id"))

    printer: Mapped[Printer] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_finished(self) -> bool:
        """True once the worker does nothing more with it."""
        return self.state not in (State.QUEUED, State.PRINTING)

    def finish(self, state: State, at: datetime, error: str | None = None) -> None:
        """Set the last state of the job."""
        self.state, self.finished_at, self.error = state, at, error
        self.next_try_at = None

    def content(self) -> dict[str, Any]:
        """Return the columns that a repeat of this job takes over."""
        return {
            "kind": self.kind,
            "document": self.document,
            "payload": self.payload,
            "source_kind": self.source_kind,
            "source_id": self.source_id,
        }


DRAWER = "drawer"

guard(PrintJob, "no_delete", on="delete", message="append-only: print_job")
guard(
    PrintJob,
    "content_stays",
    on="update",
    when="NEW.document IS DISTINCT FROM OLD.document OR NEW.payload IS DISTINCT FROM OLD.payload"
    " OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.copy IS DISTINCT FROM OLD.copy",
    message="a print job keeps its content",
)
guard(
    PrintJob,
    "never_replayed",
    on="update",
    when="OLD.bytes_left AND NEW.state IN ('queued', 'printing') AND OLD.state <> 'printing'",
    message="a job of which bytes left is not printed again",
)
