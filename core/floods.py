"""Floods: what strangers may send is counted by the hour, from one address and in all."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

WINDOW = timedelta(hours=1)
FEW = 20
"""When everybody together sent too much, an address may go on up to this part of its own limit."""
SHUT = 10
"""So many times what everybody may send is refused whoever sends it: the disk is everybody's too."""
HOUSE_BITS = 64
"""What one house or phone has of IPv6 whole."""


def plain(address: str) -> str:
    """Return an address as IPv4 writes it where it is one, without its zone; else as it is. Pure."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address  # a socket of this machine has none
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped or found)


def network_of(address: str) -> str:
    """Return what counts as one address: an IPv4 address, or the /64 of an IPv6 one. Pure."""
    known = plain(address)
    return str(ip_network((known, HOUSE_BITS), strict=False)) if ":" in known else known


def is_flood(
    session: Session,
    made: InstrumentedAttribute[datetime],
    sent_by: InstrumentedAttribute[str | None],
    *where: ColumnElement[bool],
    sender: str | None,
    at: datetime,
    from_one: int,
    from_all: int,
) -> bool:
    """Say whether what `sender` sends is too much within an hour: more than `from_one` rows.

    Once `from_all` rows came from anybody, only who sent few of them goes on, so that some busy
    addresses shut nobody else out. The columns `made` and `sent_by` tell when a row came and from
    where; `where` narrows the rows.
    """
    lately = select(func.count()).where(made > at - WINDOW, *where)
    from_here = session.scalar(lately.where(sent_by == (sender or ""))) or 0
    if from_here >= from_one:
        return True
    everybody = session.scalar(lately) or 0
    if everybody < from_all:
        return False
    return from_here >= max(1, from_one // FEW) or everybody >= from_all * SHUT
