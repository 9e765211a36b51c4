"""The house of the demonstration: name, places, tills, printers, people, the default terms."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from catalogue.outlets import queries as places
from catalogue.outlets import service as outlets
from catalogue.outlets import showroom
from catalogue.products import contracts
from catalogue.products.terms import Terms
from core import settings
from core.users import service as people
from core.users.secrets import hash_secret
from demo.days import day, moment
from pos.sales import rules
from printers.models import Connection, Printer

OPENED = 240
"""Days ago on which the house opened its books."""

QRIS = (
    "00020101021126680016ID.CO.CONTOH.WWW01189360099900000000170215CONTOH0000000010303UMI"
    "51440014ID.CO.QRIS.WWW0215ID10990000000010303UMI5204594753033605802ID5917SENTRA CONTOH UJI"
    "6014BANDAR LAMPUNG61053515862070703A016304D6D1"
)
"""A static code of nobody: no acquirer knows it, so no money can go astray."""

SHOWROOM: tuple[tuple[settings.Setting[Any], Any], ...] = (
    (showroom.NAME, "Galeri Sentra IKM Tapis"),
    (showroom.ADDRESS, "Jl. Contoh Kalpataru 1, Kemiling, Bandar Lampung"),
    (showroom.PHONE, "0812 0000 0000"),
    (showroom.EMAIL, "galeri@contoh.example"),
    (showroom.BANK, "Bank Contoh 000 0000 0000, a.n. Galeri Sentra IKM Tapis"),
    (
        showroom.RETURNS,
        "Boleh ditukar dalam 7 hari dengan struk ini, selama belum dipakai. Makanan tidak.",
    ),
    (showroom.RETURNS_EN, "Exchange within 7 days with this receipt, unused. Not for food."),
    (showroom.DEMO, True),
    (rules.QRIS_STATIC, QRIS),
)
STAFF = (
    ("Ratna Wulandari", "manajer", ("manager",), "tapis-manajer", "1379"),
    ("Sari Permata", "kasir", ("cashier",), "tapis-kasir", "2580"),
    ("Dinas Perindustrian", "dinas", ("officer",), "tapis-dinas", None),
)
"""Name, log-in, roles, password and PIN, as the README publishes them."""


def open_house(session: Session, at: datetime) -> None:
    """Set the showroom up: settings, two places with a till each, default terms."""
    opened = moment(at, OPENED, 8)
    for setting, value in SHOWROOM:
        settings.put(session, setting, value, valid_from=day(at, OPENED), by=None, at=opened)
    gallery = outlets.open_outlet(
        session, "G1", "Galeri", at=opened, address="Lt. 1, Gedung Sentra IKM, Kemiling"
    )
    stall = outlets.open_outlet(
        session, "L1", "Lapak Balai Kota", at=opened, address="Halaman Balai Kota"
    )
    for outlet in (gallery, stall):
        outlets.set_up_till(session, outlet, "Kasir 1", series=outlet.code)
    contracts.agree(
        session,
        Terms("percent", 1500, "shared", period_days=90, afterwards="return"),
        starts_on=day(at, OPENED), by=None, at=opened,
    )  # fmt: skip


def bring_people(session: Session, at: datetime) -> None:
    """Let the manager, the cashier and the officer in; staff work at both places."""
    opened = moment(at, OPENED, 8, 30)
    for name, login, roles, password, pin in STAFF:
        user = people.create_user(session, name, login=login, roles=roles, at=opened, by=None)
        for kind, secret in (("password", password), ("pin", pin)):
            if secret is not None:
                people.set_secret(session, user, kind, hash_secret(secret), at=opened)
        if pin is not None:
            for outlet in places.active(session):
                outlets.staff(session, user, outlet)


def connect_printers(session: Session, at: datetime) -> None:  # noqa: ARG001  # a step
    """Connect the printers last, so that the papers of the weeks before are not queued."""
    for till in places.active_tills(session):
        name = till.outlet.name
        till.receipt_printer_id = _printer(session, f"Struk {name}", drawer=True).id
        till.label_printer_id = _printer(
            session, f"Label {name}", language="tspl", stock="50x25"
        ).id


def _printer(session: Session, name: str, **abilities: Any) -> Printer:
    """Add a printer that writes each job into the data folder instead of onto paper."""
    printer = Printer(name=name, connection=Connection.FILE, cutter=True, **abilities)
    session.add(printer)
    session.flush()
    return printer
