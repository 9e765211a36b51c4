"""The showroom itself: its name and words on papers, kept as settings."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import settings
from core.i18n import _, use_locale

NAME = settings.declare("showroom.name", "", "Nama ruang pamer", str)
ADDRESS = settings.declare("showroom.address", "", "Alamat", str)
PHONE = settings.declare("showroom.phone", "", "Telepon / WhatsApp", str)
EMAIL = settings.declare("showroom.email", "", "Email", str)
BANK = settings.declare("showroom.bank", "", "Rekening untuk transfer dari kantor", str)
FOOTER = settings.declare(
    "receipt.footer",
    _("Terima kasih. Karya perajin Lampung."),
    "Kalimat di kaki struk",
    str,
)
FOOTER_EN = settings.declare("receipt.footer_en", "", "Kalimat di kaki struk (Inggris)", str)
RETURNS = settings.declare("receipt.returns", "", "Syarat tukar dan retur", str)
RETURNS_EN = settings.declare("receipt.returns_en", "", "Syarat tukar dan retur (Inggris)", str)
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


def last_words(session: Session, language: str, *, on: date) -> tuple[str, ...]:
    """Return the sentences at the foot of a receipt in a language: thanks, and return conditions.

    What nobody wrote in English stands in Indonesian, unless it is Titip's own sentence.
    """
    words = []
    for said, in_english in ((FOOTER, FOOTER_EN), (RETURNS, RETURNS_EN)):
        text = settings.get(session, said, on=on)
        if language == "en":
            with use_locale("en"):
                text = settings.get(session, in_english, on=on) or _(text)
        words.append(text)
    return tuple(text for text in words if text)


def is_decided(session: Session) -> bool:
    """Say whether it was ever decided that this house is the demonstration, or that it is not."""
    made = select(settings.SettingValue.id).where(settings.SettingValue.name == DEMO.name)
    return session.scalar(made.limit(1)) is not None


def decide(session: Session, *, demo: bool, at: datetime) -> None:
    """Decide once whether this house is the demonstration; it holds for every date."""
    settings.put(session, DEMO, demo, valid_from=date(2000, 1, 1), by=None, at=at)
