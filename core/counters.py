"""Numbers without gaps: a counter row moves by one inside the transaction that uses the number."""

from sqlalchemy import BigInteger, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.db import Base, guard


class Counter(Base):
    """The last number given out in a named series."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)


guard(
    Counter,
    "moves_by_one",
    on="update",
    when="NEW.last <> OLD.last + 1 OR NEW.name <> OLD.name",
    message="gapless: a counter moves by one",
)
guard(Counter, "no_delete", on="delete", message="gapless: a counter stays")


def upcoming(session: Session, name: str) -> int:
    """Return the number that `next_number` would give now; somebody else may take it first."""
    return int(session.scalar(select(Counter.last).where(Counter.name == name)) or 0) + 1


def next_number(session: Session, name: str) -> int:
    """Return the next number of the series `name`, starting at 1.

    One statement that locks the row, so two transactions queue here and no number is given
    twice nor lost: a rollback gives it back.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(Counter).values(name=name, last=1)
    taken = insert.on_conflict_do_update(
        index_elements=["name"], set_={"last": Counter.last + 1}
    ).returning(Counter.last)
    return int(session.execute(taken).scalar_one())
