"""A bazar day: twenty pieces taken, seven sold, twelve back, one lost; the account to the rupiah."""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

from catalogue.stock.bazars import queries as goods
from catalogue.stock.bazars import service as bazars
from catalogue.stock.departures import queries as records
from catalogue.stock.queries import on_hand
from catalogue.stock.transfers import queries as transfers
from core.db import Database
from core.files import Files
from core.users.models import User
from pos.ledger import queries as ledger
from pos.reports.bazars import queries, service
from pos.reports.dates import Span
from pos.reports.downloads import sales_csv
from pos.reports.verify import verify
from pos.sales.tenders import Offer
from pos.settlements import compensation
from printers.pdf import pdf_bytes
from tests.pos.reports.bazars.fair import open_fair
from tests.pos.showroom import open_showroom
from tests.tools.reading import page_texts


def test_a_day_at_the_bazar(database: Database, home: Path, at: datetime) -> None:
    with database.writer() as session:
        room = open_showroom(session, at=at)
        fair = open_fair(session, room)

    # In the morning the goods are scanned out, and the carrier signs for them.
    with database.writer() as session:
        fair.take(session, {"dompet": 12, "selendang": 3, "emping": 4, "kain": 1})
        [packed] = goods.transfers_of(session, fair.bazar.id)
        assert (packed.number, packed.carrier) == ("PB000001", "Bu Kasir")
        assert transfers.pieces_in_transit(session) == 20
        fair.arrive(session)

    # Seven pieces are sold, by cash and by QRIS; the gallery sells too meanwhile.
    with database.writer() as session:
        fair.sell(session, {"dompet": 3, "selendang": 1})
        fair.sell(session, {"emping": 2, "kain": 1}, Offer("qris"))
        room.sell(session, {"dompet": 2})

    # In the evening twelve come back; one is missing, so the bazar stays open.
    fair.at += timedelta(hours=8)
    with database.writer() as session:
        fair.back(session, {"dompet": 8, "selendang": 2, "emping": 2})
        fair.close_till(session)
        paper = queries.account(session, fair.here(session), at=fair.at)
        [waiting] = queries.obstacles(session, fair.here(session), paper)
        assert (waiting.key, "1 barang belum jelas: Dompet sasab" in waiting.sentence) == (
            "missing", True,
        )  # fmt: skip

    # Nobody finds it: it is recorded as lost, and the house owes the maker for it.
    with database.writer() as session:
        before = ledger.owed_to(session, room.maker.id)
        record = bazars.report_missing(
            session, fair.here(session), note="tidak ada saat dipindai masuk",
            found_by="Bu Kasir", by=room.manager.id, at=fair.at,
        )  # fmt: skip
        manager = session.get_one(User, room.manager.id)
        record = records.require(session, record.id, kind="loss")
        compensation.sign_loss(session, record, by=manager, at=fair.at)
        [line] = record.lines
        assert (line.product_id, line.quantity) == (room.goods["dompet"].id, 1)
        assert ledger.owed_to(session, room.maker.id) == before + line.owed

    # Now it closes, and its account agrees with the sales of that stall and day to the rupiah.
    with database.writer() as session:
        paper = service.close(session, fair.here(session), **fair.who())
    goods_of = [(x.title, x.taken, x.sold, x.returned, x.lost, x.missing) for x in paper.lines]
    assert goods_of == [
        ("Dompet sasab", 12, 3, 8, 1, 0),
        ("Emping melinjo manis", 4, 2, 2, 0, 0),
        ("Kain tapis pucuk rebung", 1, 1, 0, 0, 0),
        ("Selendang belah ketupat", 3, 1, 2, 0, 0),
    ]
    assert [(row.label, row.count, row.amount) for row in paper.tenders] == [
        ("QRIS", 1, 4_486_000), ("Tunai", 1, 504_900),
    ]  # fmt: skip
    assert (paper.rounding, paper.amount, paper.house_share) == (-99, 4_990_999, 996_999)
    assert [(maker.name, maker.pieces, maker.share) for maker in paper.makers] == [
        ("Sekar Benangmas", 5, 3_884_000), ("Dapur Emping Rekaan", 2, 110_000),
    ]  # fmt: skip
    with database.reader() as session:
        day = Span(fair.bazar.first_day, fair.bazar.last_day)
        rows = [
            row
            for row in csv.DictReader(io.StringIO(sales_csv(session, day)))
            if row["outlet"] == fair.bazar.outlet.code
        ]
        assert sum(int(row["net_amount"]) for row in rows) == paper.amount
        assert sum(int(row["maker_share"]) for row in rows) == 3_884_000 + 110_000
        assert sum(int(row["house_share"]) for row in rows) == paper.house_share
        assert sum(int(row["quantity"]) for row in rows) == 7

        # Everything is where it belongs, and verify finds nothing.
        stall = fair.bazar.outlet_id
        assert {on_hand(session, p.id, stall) for p in room.goods.values()} == {0}
        assert on_hand(session, room.goods["dompet"].id, room.outlet.id) == 24 - 12 - 2 + 8
        assert transfers.pieces_in_transit(session) == 0
        assert [v.line for v in verify(session, Files(home)) if not v.is_good] == []

    # One sheet says all of it, with two places to sign.
    [sheet] = page_texts(pdf_bytes(paper))
    text = " ".join(sheet.split())
    for words in (
        "Dompet sasab, Sekar Benangmas 12 3 8 1 99.999", "Jumlah 20 7 12 1 4.990.999",
        "QRIS 1 4.486.000", "Tunai 1 504.900", "Pembulatan 99",
        "Sekar Benangmas (M0001) 5 4.854.999 3.884.000", "Bagian galeri 996.999",
        "Yang membawa,", "Pengurus,",
    ):  # fmt: skip
        assert words in text, text
