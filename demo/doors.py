"""What visitors of the demonstration read: hours and the way there, and what happens this week."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.events import service as events
from catalogue.events.service import Guest, Plan
from catalogue.outlets import queries as places
from catalogue.outlets import welcome
from core import settings
from demo.days import day, moment
from demo.people import person

Step = Callable[[Session, datetime], None]

DAILY = ("08:30", "17:00")
WAYS: dict[str, tuple[welcome.Hours, str, str, str]] = {
    "G1": (
        [DAILY] * 6 + [("09:00", "15:00")],
        "Di lantai satu Gedung Sentra IKM, seberang Lapangan Kalpataru.\nBus besar berhenti di sisi lapangan, parkir mobil di belakang gedung.",
        "On the first floor of the Sentra IKM building, across from Kalpataru field.\nCoaches stop beside the field; cars park behind the building.",
        "-5.3906,105.2105",
    ),
    "L1": (
        [("09:00", "15:00")] * 5 + [None, None],
        "Lapak kami ada di halaman Balai Kota, dekat gerbang timur.",
        "Our stall stands in the yard of the city hall, near the east gate.",
        "",
    ),
}  # fmt: skip
RATES = {"USD": 16_400, "MYR": 3_700, "SGD": 12_600}


def steps() -> Iterator[tuple[str, Step]]:
    """Yield one step for the places' hours, one for what happens there."""
    yield "doors", open_doors
    yield "events", announce_events


def open_doors(session: Session, at: datetime) -> None:
    """Say when the places are open and how to get there, and what foreign money is worth."""
    manager = person(session, "manajer")
    for outlet in places.active(session):
        if outlet.code in WAYS:
            hours, way, way_en, position = WAYS[outlet.code]
            welcome.describe(
                session, outlet, hours=hours, way=way, way_en=way_en, position=position,
                by=manager.id, at=moment(at, 20, 10),
            )  # fmt: skip
    settings.put(
        session, welcome.RATES, RATES, valid_from=day(at, 20), by=manager.id, at=moment(at, 20, 10)
    )


def announce_events(session: Session, at: datetime) -> None:
    """Announce a class today that some signed up for, and a fashion show to come."""
    manager = person(session, "manajer")
    gallery = places.require_main(session)
    lesson = events.announce(
        session, gallery,
        Plan(
            kind="class", title="Belajar menapis untuk pemula", title_en="A first lesson in tapis",
            day=day(at, 0), last_day=day(at, 0), begins="13:00", ends="15:30", seats=12,
            fee=50_000,
            story="Duduk bersama perajin, belajar tusuk sugi di atas kain kecil. Benang dan kain disediakan, hasilnya dibawa pulang.",
            story_en="Sit with a maker and learn the couching stitch on a small piece of cloth. Thread and cloth are ours; what you make is yours.",
        ),
        by=manager.id, at=moment(at, 12, 10),
    )  # fmt: skip
    for number, (name, people, language) in enumerate(
        (("Tamu Umpama", 2, "id"), ("Ann Example", 3, "en"))
    ):
        events.sign_up(
            session, lesson,
            Guest(name=name, phone=f"08120000008{number}", people=people, language=language),
            today=day(at, 3), at=moment(at, 3, 9 + number),
        )  # fmt: skip
    events.announce(
        session, gallery,
        Plan(
            kind="show", title="Peragaan busana tapis", title_en="Tapis fashion show",
            day=day(at, -14), last_day=day(at, -14), begins="19:00", ends="21:00",
            takes_names=False,
            story="Busana dari delapan sentra, dikenakan para pembuatnya.",
            story_en="Clothes from eight sentra, worn by those who made them.",
        ),
        by=manager.id, at=moment(at, 6, 14),
    )  # fmt: skip
