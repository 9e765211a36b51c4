"""The server that takes e-mail: kept by the manager, and never with a password that anybody reads."""

import pytest

from core import settings
from pos.portal.notices import rules
from tests.catalogue.desk import Desk
from tests.pos.portal.conftest import one_engine

pytestmark = one_engine
PAGE = "/manage/settings/notices"
FORM = {
    "host": "smtp.contoh.example", "port": "587", "user": "galeri", "security": "starttls",
    "sender": "galeri@contoh.example", "evening": "19",
}  # fmt: skip
WARNING = 'data-testid="shows-password"'


def kept_security(office: Desk) -> str:
    return office.read(lambda session: settings.get(session, rules.SECURITY, on=office.today()))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_with_security_is_kept(office: Desk, security: str):
    shown = office.done(PAGE, **FORM | {"security": security})

    assert "smtp.contoh.example" in shown and WARNING not in shown
    assert kept_security(office) == security


def test_a_password_without_security_goes_to_no_other_machine(office: Desk):
    shown = office.refused(PAGE, **FORM | {"security": "none"})

    assert "Pilih STARTTLS atau TLS." in shown and "kosongkan nama masuknya" in shown
    assert kept_security(office) == "starttls"


@pytest.mark.parametrize(
    "change",
    [{"host": "127.0.0.1"}, {"host": "::1"}, {"host": "localhost"}, {"user": ""}, {"host": ""}],
)
def test_without_security_is_fine_where_no_password_leaves_this_computer(
    office: Desk, change: dict[str, str]
):
    office.done(PAGE, **FORM | {"security": "none"} | change)

    assert kept_security(office) == "none"


def test_a_house_that_has_it_goes_on_and_is_told(office: Desk):
    def keep(session: object) -> None:
        for setting, value in (
            (rules.HOST, FORM["host"]), (rules.USER, FORM["user"]), (rules.SECURITY, "none"),
        ):  # fmt: skip
            settings.put(
                session, setting, value, valid_from=office.today(), by=None,
                at=office.app.house.clock.now(),
            )  # fmt: skip

    office.write(keep)

    assert WARNING in office.get(PAGE).text
    assert WARNING in office.get("/manage/notices").text
    assert WARNING not in office.done(PAGE, **FORM)
    assert WARNING not in office.get("/manage/notices").text


def test_what_is_no_server_is_refused(office: Desk):
    for wrong in ({"sender": ""}, {"port": "0"}, {"evening": "24"}):
        office.refused(PAGE, **FORM | wrong)
