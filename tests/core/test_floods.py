"""What counts as one address, and that a flood shuts out only who sends it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from catalogue.visitors.baskets.models import Basket
from core.db import Database
from core.floods import SHUT, is_flood, network_of
from core.ids import new_uuid

AT = datetime(2026, 5, 9, 2, 0, tzinfo=UTC)
ONE, ALL = 40, 60


@pytest.mark.parametrize(
    ("address", "counts_as"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("a socket", "a socket"),
    ],
)
def test_a_house_of_ipv6_is_one_address(address: str, counts_as: str):
    assert network_of(address) == counts_as


def send(session: Session, sender: str, count: int, at: datetime = AT) -> None:
    session.add_all(
        Basket(token=new_uuid(), sender=sender, created_at=at, expires_at=at) for _n in range(count)
    )
    session.flush()


def shut(session: Session, sender: str) -> bool:
    return is_flood(
        session, Basket.created_at, Basket.sender,
        sender=sender, at=AT, from_one=ONE, from_all=ALL,
    )  # fmt: skip


def test_two_who_send_too_much_do_not_shut_the_door_for_a_third(sqlite_database: Database):
    with sqlite_database.writer() as session:
        send(session, "old", ALL, AT - timedelta(hours=2))
        send(session, "first", ONE - 1)
        assert not shut(session, "first")
        send(session, "first", 1)
        assert (shut(session, "first"), shut(session, "second")) == (True, False)
        send(session, "second", ONE // 2)  # sixty together: the busy ones wait
        assert (shut(session, "second"), shut(session, "third")) == (True, False)
        send(session, "third", 2)
        assert (shut(session, "third"), shut(session, "fourth")) == (True, False)
        send(session, "many", ALL * SHUT)
        assert shut(session, "fourth")
