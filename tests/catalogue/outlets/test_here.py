"""The house's date, at hours when it is another one than in UTC."""

from datetime import date, timedelta

import pytest

from catalogue.outlets.queries import house_date, require_main
from core.clock import Clock, local
from tests.catalogue.desk import Desk


@pytest.mark.parametrize("zone", ["WIB", "WIT"])
def test_a_setting_holds_at_once_shortly_after_midnight(desk: Desk, zone: str):
    now = desk.app.house.clock.now()
    midnight = now.replace(hour=24 - round(local(now, zone).utcoffset() / timedelta(hours=1)))
    desk.app.house.clock = Clock(midnight.replace(minute=30) - timedelta(days=1))
    desk.write(lambda session: setattr(require_main(session), "zone", zone))

    desk.done("/manage/settings/visitors", pays_qris="1", shipping="Kami kirim Senin.")

    assert desk.app.house.clock.now().date() < desk.read(
        lambda session: house_date(session, desk.app.house.clock.now())
    )
    slug = desk.get("/browse").text.partition("/p/")[2].partition('"')[0]
    assert "Kami kirim Senin." in desk.get(f"/p/{slug}").text


def test_a_house_without_a_place_counts_by_jakarta(desk: Desk):
    at = desk.app.house.clock.now().replace(year=2026, month=5, day=9, hour=16, minute=59)
    desk.write(lambda session: setattr(require_main(session), "is_main", False))
    days = [desk.read(lambda session, at=at + later: house_date(session, at))
            for later in (timedelta(), timedelta(minutes=1))]  # fmt: skip
    assert days == [date(2026, 5, 9), date(2026, 5, 10)]
