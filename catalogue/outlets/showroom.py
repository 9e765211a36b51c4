"""The showroom itself: its name and words on papers, kept as settings."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from core import settings

NAME = settings.declare("showroom.name", "", "Nama ruang pamer", str)
ADDRESS = settings.declare("showroom.address", "", "Alamat", str)
PHONE = settings.declare("showroom.phone", "", "Telepon / WhatsApp", str)
FOOTER = settings.declare(
    "receipt.footer", "Terima kasih. Setiap karya dibuat tangan perajin Lampung.",
    "Kalimat di kaki struk", str,
)
DEMO = settings.declare("house.demo", False, "Data contoh", bool)
CODE_PREFIX = settings.declare("code.prefix", "20", "Awalan kode batang sendiri", str)


@dataclass(frozen=True)
class Showroom:
    """The showroom's name, address, telephone and the words at the foot of a receipt."""

    name: str
    address: str
    phone: str
    footer: str


def current(session: Session, *, on: date) -> Showroom:
    """Return the showroom as its settings stand on the date `on`."""
    return Showroom(
        name=settings.get(session, NAME, on=on),
        address=settings.get(session, ADDRESS, on=on),
        phone=settings.get(session, PHONE, on=on),
        footer=settings.get(session, FOOTER, on=on),
    )
