"""The sheet to fill in: every maker in use and every place of the house, amounts left empty."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets import queries as outlets
from core.sheets import Cell, xlsx_file

HEADERS = ("Kode", "Nama", "No HP", "Utang", "Uang Muka", "Saldo Kas", "Keterangan")


def workbook(session: Session) -> bytes:
    """Return the workbook's bytes; its titles are Indonesian, whatever the page speaks."""
    makers = session.execute(
        select(Maker.code, Maker.name, Maker.phone)
        .where(Maker.archived_at.is_(None))
        .order_by(Maker.name_key)
    )
    lines: list[list[Cell]] = [[code, name, phone] for code, name, phone in makers]
    lines += [[None, name, None] for name in places(session)]
    with xlsx_file("Saldo awal", HEADERS, lines) as file:
        return file.read()


def places(session: Session) -> list[str]:
    """Return the names of the house's cash boxes and accounts as the sheet reads them back."""
    drawers = [f"Laci {till.name} {till.outlet.name}" for till in outlets.active_tills(session)]
    safes = [f"Brankas {outlet.name}" for outlet in outlets.active(session)]
    return ["Kas bendahara", *safes, *drawers, "Bank", "QRIS"]
