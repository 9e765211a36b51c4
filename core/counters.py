"""Numbers without gaps: a counter row moves by one inside the transaction that uses the number."""

from sqlalchemy import BigInteger, insert, update
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


def next_number(session: Session, name: str) -> int:
    """Return the next number of the series `name`, starting at 1.

    The UPDATE takes the row lock first, so two transactions queue here and neither number is
    given twice nor lost: a rollback gives it back.
    """
    found = session.execute(
        update(Counter).where(Counter.name == name).values(last=Counter.last + 1)
        .returning(Counter.last)
    ).scalar()
    if found is None:
        session.execute(insert(Counter).values(name=name, last=1))
        return 1
    return int(found)
