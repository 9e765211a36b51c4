"""Who stands at the demonstration's till without an enrolled browser: this very machine alone."""

from datetime import timedelta

import pytest

from catalogue.outlets import showroom
from core import settings
from core.dispatch import TitipFlask
from core.proxies import behind
from tests.pos.sales.conftest import Counter
from tests.pos.settlements.office import browser

ONE = pytest.mark.parametrize("engine_kind", ["sqlite"])


@ONE
def test_whoever_comes_through_another_server_is_not_at_this_machine(
    app: TitipFlask, counter: Counter
):
    with app.house.database.writer() as session:
        day = counter.room.at.date() - timedelta(days=1)  # in force whatever the zone
        settings.put(session, showroom.DEMO, True, valid_from=day, by=None, at=counter.room.at)
    person = browser(app, counter.room.cashier)
    assert person.get("/pos").status_code == 200

    for told in (
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"Via": "1.1 x"},
    ):
        assert person.get("/pos", headers=told).status_code in (303, 403), told
    app.wsgi_app = behind(app.wsgi_app, "127.0.0.1")  # type: ignore[method-assign]
    far = {"X-Forwarded-For": "203.0.113.7, 127.0.0.1"}
    assert person.get("/pos", headers=far).status_code in (303, 403)
