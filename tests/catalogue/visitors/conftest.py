"""A small gallery: two makers with private data, goods in every state a visitor can meet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.makers.models import Maker, MakerPrivate
from catalogue.outlets import service as outlets
from catalogue.products import service as products
from catalogue.products.models import Certificate, Product, ProductCard
from catalogue.stock import service as stock
from catalogue.stock.models import Lot
from config import Config
from core.db import Database
from tests.houses import app_at

PRIVATE = {
    "phone": "081277665544",
    "nib": "9120309876543",
    "owner": "Sekar Rahasiawati",
    "address": "Jalan Rahasia Dalam 7",
    "nik": "1871019998887776",
    "account": "0098877665544",
    "holder": "Rahasiawati Sekar",
    "email": "sekar@rahasia.example",
    "bank": "Bank Rahasia Nusantara",
}


@dataclass
class Gallery:
    """The slugs of what hangs there, and the verbs a test needs."""

    database: Database
    at: datetime
    slugs: dict[str, str]
    codes: dict[str, str]
    maker_slug: str
    ids: dict[str, int]
    outlet_id: int

    def sell(self, name: str, quantity: int = 1) -> None:
        """Let pieces leave the main outlet."""
        with self.database.writer() as session:
            stock.move(
                session,
                self.ids[name],
                self.outlet_id,
                -quantity,
                reason="sold",
                source=("sale_line", self.ids[name]),
                business_date=self.at.date(),
                by=None,
                at=self.at,
            )

    def reserve(self, name: str, *, by: str = "sale", at: datetime | None = None) -> None:
        """Let a ticket, or another holder, take a unique piece."""
        with self.database.writer() as session:
            product = session.get_one(Product, self.ids[name])
            stock.reserve(session, product, source=(by, 77), at=at or self.at)

    def make_sizes(self, **sizes: str) -> None:
        """Make goods the sizes of one thing."""
        with self.database.writer() as session:
            card = ProductCard(title="Tapis Kapal", created_at=self.at)
            session.add(card)
            session.flush()
            for name, size in sizes.items():
                product = session.get_one(Product, self.ids[name])
                product.card_id, product.size = card.id, size


@dataclass
class Hanger:
    """Hangs goods of the two makers at the main outlet."""

    session: Session
    at: datetime
    made: dict[str, Product]

    def hang(
        self,
        name: str,
        maker: Maker | None,
        title: str,
        *,
        price: int,
        pieces: int = 1,
        kind: str = "counted",
        expires_on: date | None = None,
        outlet: int = 1,
        **facts: str,
    ) -> None:
        """Add a product and, if there are pieces, its stock."""
        product = products.create(
            self.session,
            products.Facts(title=title, **facts),
            maker=maker,
            kind=kind,
            price=price,
            net_price=None,
            by=None,
            at=self.at,
        )
        self.made[name] = product
        if pieces:
            lot = self.lot(product, expires_on) if expires_on else None
            stock.move(
                self.session,
                product.id,
                outlet,
                pieces,
                reason="opening",
                source=("test", product.id),
                business_date=self.at.date(),
                by=None,
                at=self.at,
                lot_id=lot.id if lot else None,
            )

    def lot(self, product: Product, expires_on: date) -> Lot:
        """The lot of a product that expires on a day."""
        lots = stock.lots_of(self.session, [(product, expires_on)])
        return lots[product.id, expires_on]


@pytest.fixture
def gallery(database: Database, at: datetime) -> Gallery:
    """The small gallery, committed."""
    with database.writer() as session:
        main = outlets.open_outlet(session, "G1", "Galeri Contoh", at=at, address="Kalpataru")
        stall = outlets.open_outlet(session, "L1", "Lapak Contoh", at=at)
        weaver = makers.register(
            session,
            "Tapis Rekaan",
            sentra=makers.sentra_named(session, "Tapis"),
            by=None,
            at=at,
            owner=PRIVATE["owner"],
            address=PRIVATE["address"],
            phone=PRIVATE["phone"],
            nib=PRIVATE["nib"],
        )
        weaver.email = PRIVATE["email"]
        weaver.story, weaver.story_en = "Menyulam sejak kecil.", "Embroidering since childhood."
        session.add(
            MakerPrivate(
                maker_id=weaver.id,
                nik=PRIVATE["nik"],
                bank_name=PRIVATE["bank"],
                bank_account=PRIVATE["account"],
                bank_holder=PRIVATE["holder"],
            )
        )
        roaster = makers.register(
            session, "Kopi Umpama", sentra=makers.sentra_named(session, "Kopi"), by=None, at=at
        )
        hanger = Hanger(session, at, {})
        put_up(hanger, weaver, roaster, stall.id)
        session.add(
            Certificate(
                maker_id=roaster.id,
                product_id=hanger.made["coffee"].id,
                kind="halal",
                number="ID18110000123450522",
                expires_on=at.date() + timedelta(days=9),
                created_at=at,
            )
        )
        hanger.made["archived"].archived_at = at
        session.flush()
        made = hanger.made
        return Gallery(
            database=database,
            at=at,
            maker_slug=weaver.slug,
            outlet_id=main.id,
            slugs={name: product.slug for name, product in made.items()},
            codes={name: product.codes[0].code for name, product in made.items()},
            ids={name: product.id for name, product in made.items()},
        )


def put_up(hanger: Hanger, weaver: Maker, roaster: Maker, stall: int) -> None:
    """Hang one thing of every state."""
    today = hanger.at.date()
    hanger.hang(
        "cloth",
        weaver,
        "Kain Tapis Jung Sarat Siger",
        price=4_350_000,
        kind="unique",
        motif="Siger",
        technique="cucuk tangan",
        size="118 x 124 cm",
    )
    hanger.hang(
        "shawl",
        weaver,
        "Selendang Tapis Kapal",
        price=405_000,
        pieces=5,
        motif="Kapal",
        technique="bordir mesin",
        outlet=stall,
    )
    hanger.hang(
        "wallet",
        weaver,
        "Dompet Tapis Kapal",
        price=140_000,
        pieces=0,
        motif="Kapal",
        technique="cucuk tangan",
    )
    hanger.hang(
        "coffee",
        roaster,
        "Kopi Robusta Bubuk 200 g",
        price=45_000,
        pieces=8,
        expires_on=today,
        description="Petik merah, sangrai sedang.",
    )
    hanger.hang(
        "stale",
        roaster,
        "Kopi Drip Bag isi 5",
        price=50_000,
        pieces=3,
        expires_on=today - timedelta(days=1),
    )
    hanger.hang("bag", None, "Tas Belanja Galeri", price=10_000, pieces=50)
    hanger.hang("postage", None, "Ongkos kirim", price=20_000, kind="service", pieces=0)
    hanger.hang("archived", weaver, "Tas Tapis Bintang", price=99_000, pieces=2, motif="Bintang")
    hanger.hang(
        "written",
        weaver,
        "Hiasan Dinding Tapis Siger",
        price=895_000,
        motif="Siger",
        title_en="The crown on the wall",
        technique="cucuk tangan",
    )


@pytest.fixture
def visitor(gallery: Gallery, home: Path) -> Iterator[FlaskClient]:
    """A browser without a session, a cookie or JavaScript."""
    url = gallery.database.write_engine.url.render_as_string(hide_password=False)
    with app_at(Config(home=home, database_url=url, now=gallery.at)) as app:
        yield app.test_client()
