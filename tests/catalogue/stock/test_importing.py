"""Whole sheets, end to end on the real database: counts, order, repetition, interruption."""

import io
import random
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import event, func, select, text

from catalogue.makers import owners
from catalogue.makers.models import Maker, MakerDoubt, Sentra
from catalogue.outlets import service as outlets
from catalogue.products import contracts
from catalogue.products.models import (
    Certificate,
    Contract,
    Product,
    ProductCode,
    ProductDoubt,
    ProductPrice,
)
from catalogue.stock import importing, queries, sheet
from catalogue.stock.importing import import_file
from catalogue.stock.models import (
    Consignment,
    ConsignmentLine,
    ImportRow,
    Lot,
    Movement,
    StockLevel,
)
from core.errors import Refused
from core.users import service as people

DATA = Path(__file__).parents[2] / "data"
AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
HEADER = (
    "Nama IKM",
    "Nama Perajin",
    "Sentra",
    "No HP/WA",
    "NIB",
    "Nama Barang",
    "Motif",
    "Jumlah",
    "Harga Titip",
    "Harga Jual",
    "Komisi %",
    "Barcode",
    "Kedaluwarsa",
    "Keterangan",
)
CODE = "8998036282021"


def open_gallery(database, code="G1"):
    with database.writer() as session:
        outlets.open_outlet(session, code, "Galeri", at=AT)


def line(**given):
    cells = {
        "Nama IKM": "Keripik Ratu",
        "Sentra": "Aneka Keripik",
        "No HP/WA": "081234567890",
        "NIB": "1234567890123",
        "Nama Barang": "Keripik Pisang 200 g",
        "Jumlah": "10",
        "Harga Jual": "20000",
        "Komisi %": "20",
        **{name.replace("_", " "): value for name, value in given.items()},
    }
    return ";".join(str(cells.get(name, "")) for name in HEADER)


class Showroom:
    """A database with one outlet, and sheets made on the spot."""

    def __init__(self, database, folder):
        self.database, self.folder, self.number = database, folder, 0
        open_gallery(database)

    def take(self, *lines, batch=None, **options):
        self.number += 1
        path = self.folder / f"lembar{self.number}.csv"
        path.write_text("\n".join([";".join(HEADER), *lines]))
        return self.take_file(path, batch=batch, **options)

    def take_file(self, path, **options):
        return import_file(self.database, path, at=AT, **options)

    def all(self, statement):
        with self.database.reader() as session:
            return list(session.scalars(statement))

    def count(self, model):
        with self.database.reader() as session:
            return session.scalar(select(func.count()).select_from(model))

    def prices(self):
        with self.database.reader() as session:
            rows = session.execute(
                select(Product.id, ProductPrice.price)
                .join(ProductPrice, ProductPrice.product_id == Product.id)
                .order_by(ProductPrice.id)
            )
            return sorted({row[0]: row[1] for row in rows}.values())

    def on_hand(self):
        with self.database.reader() as session:
            return session.scalar(select(func.sum(StockLevel.on_hand)))

    def picture(self):
        """Return all that an import makes, without the ids and serials that order gives."""
        with self.database.reader() as session:
            assert queries.levels_that_disagree(session) == []
            goods = session.execute(
                text(
                    "SELECT m.name, m.phone, m.nib, m.owner, p.kind, p.title, p.motif, p.technique,"
                    " p.size, p.net_weight, p.unit,"
                    " (SELECT price FROM product_price x WHERE x.product_id = p.id"
                    "  ORDER BY x.id DESC LIMIT 1),"
                    " (SELECT coalesce(sum(on_hand), 0) FROM stock_level l WHERE l.product_id = p.id),"
                    " (SELECT count(*) FROM lot WHERE lot.product_id = p.id),"
                    " (SELECT count(*) FROM product_doubt d WHERE d.product_id = p.id),"
                    " (SELECT max(code) FROM product_code c WHERE c.product_id = p.id)"
                    " FROM product p JOIN maker m ON m.id = p.maker_id"
                )
            )
            terms = session.execute(
                text(
                    "SELECT m.name, c.terms, c.commission_bps, count(*) FROM contract c"
                    " JOIN maker m ON m.id = c.maker_id GROUP BY 1, 2, 3"
                )
            )
            return (
                sorted(map(repr, goods)),
                sorted(map(repr, terms)),
                session.scalar(select(func.count()).select_from(MakerDoubt)),
            )


@pytest.fixture
def house(database, tmp_path):
    return Showroom(database, tmp_path)


@pytest.fixture
def small_house(sqlite_database, tmp_path):
    return Showroom(sqlite_database, tmp_path)


def copied(name, folder):
    return Path(shutil.copy(DATA / name, folder))


def test_the_two_deliveries_come_in_whole_and_only_once(house, tmp_path):
    clean, real = copied("titipan_bersih.csv", tmp_path), copied("titipan_asli.xlsx", tmp_path)

    first = house.take_file(clean)
    assert first.last_line == "diterima=1249 sudah_ada=0 ditolak=0"
    assert (house.count(Maker), house.count(Sentra)) == (189, 8)
    assert house.count(ConsignmentLine) == house.count(Movement) == 1249

    tried = house.take_file(real, dry_run=True)
    assert house.count(ConsignmentLine) == 1249
    second = house.take_file(real)
    assert second.last_line == "diterima=405 sudah_ada=0 ditolak=8"
    assert len(second.new_makers) == 5
    assert house.count(Maker) == 194
    assert replace(second, dry_run=True, refused_file=None) == tried
    assert [row.number for row in second.refused] == [21, 28, 148, 177, 223, 255, 303, 328]

    before = house.picture()
    again = house.take_file(clean)
    assert again.last_line == "diterima=0 sudah_ada=1249 ditolak=0"
    assert house.take_file(real).last_line == "diterima=0 sudah_ada=405 ditolak=8"
    assert house.picture() == before


def test_one_batch_makes_makers_terms_lots_and_papers(small_house, tmp_path):
    small_house.take_file(copied("titipan_asli.xlsx", tmp_path))

    with small_house.database.reader() as session:
        net = session.scalars(
            select(Maker)
            .join(Contract, Contract.maker_id == Maker.id)
            .where(Contract.terms == "net")
        ).all()
        product = session.scalars(select(Product).where(Product.maker_id == net[0].id)).first()
        terms = contracts.require_in_force(session, product, on=AT.date())
        consigned = session.scalars(select(Consignment)).all()
    assert small_house.count(Maker) == 68
    assert terms.terms == "net"
    assert all(paper.state == "received" for paper in consigned)
    assert small_house.count(Lot) > 100
    assert small_house.count(Certificate) > 30
    makers = {m.name for m in small_house.all(select(Maker))}
    assert "Tapis Sari Jurai" in makers  # and not TAPIS SARI JURAI


def test_a_second_delivery_of_the_same_goods_adds_stock(house):
    house.take(line(), line(Nama_Barang="Keripik Nangka 100 g"))
    before = house.on_hand()

    later = house.take(line(), line(Nama_Barang="Keripik Nangka 100 g"), batch="Desember 2026")

    assert later.last_line == "diterima=2 sudah_ada=0 ditolak=0"
    assert house.on_hand() == 2 * before
    assert house.count(Product) == 2


def test_a_batch_is_known_by_its_name_however_spelled(small_house):
    small_house.take(line(), batch="November 2026")

    assert small_house.take(line(), batch="nov 2026").already_there == 1


def test_equal_rows_of_one_sheet_are_both_taken_and_only_once(small_house):
    assert small_house.take(line(), line()).accepted == 2
    assert small_house.take(line(), line()).already_there == 2
    assert small_house.take(line(), line(), line()).accepted == 1
    assert small_house.on_hand() == 30
    assert small_house.count(Product) == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_changes_nothing(seed, sqlite_database, home, tmp_path, shared_folder):
    from core.db import Database
    from tests.conftest import copy_of_template

    other_home = tmp_path / "lain"
    other_home.mkdir()
    other = Database(copy_of_template(shared_folder, other_home))
    rows = sheet.read(DATA / "titipan_asli.xlsx")
    good = load_workbook(DATA / "titipan_asli.xlsx").active
    lines = [[c.value for c in r] for r in good.iter_rows(min_row=5, max_row=110)]
    first = [[c.value for c in r] for r in good.iter_rows(min_row=60, max_row=150)]
    chance = random.Random(seed)
    pictures = []
    for database, shuffle in ((sqlite_database, False), (other, True)):
        house = Showroom(database, tmp_path)
        for number, part in enumerate((first, lines)):
            part = list(part)  # noqa: PLW2901
            if shuffle:
                chance.shuffle(part)
            path = tmp_path / f"{seed}-{shuffle}-{number}.xlsx"
            _write(path, rows.headers, part)
            house.take_file(path, batch=f"kiriman {number}")
        pictures.append(house.picture())
    other.dispose()

    assert pictures[0] == pictures[1]


def _write(path, headers, lines):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(list(headers))
    for each in lines:
        book.active.append(each)
    book.save(path)


def test_an_import_that_was_cut_off_goes_on_as_if_it_had_not_been(
    sqlite_database, tmp_path, shared_folder
):
    from core.db import Database
    from tests.conftest import copy_of_template

    other_home = tmp_path / "lain"
    other_home.mkdir()
    other = Database(copy_of_template(shared_folder, other_home))
    path = copied("titipan_asli.xlsx", tmp_path)
    whole, cut = Showroom(sqlite_database, tmp_path), Showroom(other, tmp_path)
    for house in (whole, cut):
        house.take(*[line(Nama_Barang=f"Barang {n}") for n in range(3)])

    class PowerCut(Exception):
        pass

    def stop(done, _total):
        if done > 150:
            raise PowerCut

    whole.take_file(path)
    with pytest.raises(PowerCut):
        cut.take_file(path, progress=stop)
    rest = cut.take_file(path)

    assert 0 < rest.already_there < 405
    assert rest.accepted + rest.already_there == 405
    assert whole.picture() == cut.picture()
    other.dispose()


# -- products --------------------------------------------------------------------------------------


def test_another_expiry_is_another_lot_of_the_same_product(small_house):
    small_house.take(line(Kedaluwarsa="Jul 2027"), line(Kedaluwarsa="1/8/2027"))

    assert (small_house.count(Product), small_house.count(Lot)) == (1, 2)


def test_within_a_sheet_another_price_or_barcode_is_another_product(small_house):
    small_house.take(line(), line(Harga_Jual=25000), line(Barcode=CODE))

    assert small_house.count(Product) == 3


def test_a_piece_of_its_own_is_its_own_product_every_time(small_house):
    piece = line(Jumlah=1, Keterangan="karya tunggal")
    small_house.take(piece, piece)
    small_house.take(piece, batch="lain")

    assert {p.kind for p in small_house.all(select(Product))} == {"unique"}
    assert small_house.count(Product) == 3


def test_one_product_that_fits_takes_the_new_price(small_house):
    small_house.take(line())

    later = small_house.take(line(Harga_Jual=22000), batch="lain")

    assert later.price_changes == ("Keripik Pisang 200 g (Keripik Ratu): Rp20.000 → Rp22.000",)
    assert small_house.prices() == [22000]


def test_several_that_fit_are_told_by_price_else_the_row_is_new_and_listed(small_house):
    small_house.take(line(), line(Harga_Jual=25000))

    later = small_house.take(line(Harga_Jual=25000), line(Harga_Jual=30000), batch="lain")

    assert small_house.prices() == [20000, 25000, 30000]
    assert len(later.doubtful) == small_house.count(ProductDoubt) == 1
    assert later.price_changes == ()


def test_a_barcode_finds_its_product_whatever_the_price(small_house):
    small_house.take(line(Barcode=CODE), line())

    later = small_house.take(line(Barcode=CODE, Harga_Jual=30000), batch="lain")

    assert len(later.price_changes) == 1
    assert small_house.prices() == [20000, 30000]
    assert [c.code for c in small_house.all(select(ProductCode)) if c.code == CODE] == [CODE]


def test_goods_without_barcode_do_not_join_goods_that_have_one(small_house):
    small_house.take(line(Barcode=CODE))
    small_house.take(line(), batch="lain")

    assert small_house.count(Product) == 2


def test_a_barcode_that_means_two_things_is_refused_on_both_rows(small_house):
    found = small_house.take(line(Barcode=CODE), line(Barcode=CODE, Harga_Jual=30000), line())

    assert [row.number for row in found.refused] == [2, 3]
    assert found.accepted == 1


def test_a_barcode_of_another_maker_is_refused(small_house):
    small_house.take(line(Barcode=CODE))

    found = small_house.take(
        line(Barcode=CODE, Nama_IKM="Kopi Lain", NIB="9999999999999", **{"No_HP/WA": ""}),
        batch="lain",
    )

    assert "milik perajin lain" in found.refused[0].reason


def test_an_unknown_code_of_our_own_series_is_refused(small_house):
    assert "kode toko" in small_house.take(line(Barcode="2000001000014")).refused[0].reason


def test_one_product_with_two_commissions_is_refused(small_house):
    found = small_house.take(line(), line(**{"Komisi_%": 15}))

    assert [row.reason for row in found.refused] == [
        "barang yang sama memakai komisi berbeda (15%, 20%); samakan"
    ] * 2


def test_terms_unlike_the_makers_are_agreed_for_that_product(small_house):
    small_house.take(
        line(),
        line(Nama_Barang="B", Harga_Jual=30000),
        line(Nama_Barang="C", Harga_Titip=15000, **{"Komisi_%": ""}),
    )

    with small_house.database.reader() as session:
        found = {
            p.title: contracts.require_in_force(session, p, on=AT.date())
            for p in session.scalars(select(Product))
        }
    assert {title: (c.terms, c.commission_bps) for title, c in found.items()} == {
        "Keripik Pisang 200 g": ("percent", 2000),
        "B": ("percent", 2000),
        "C": ("net", None),
    }
    assert found["C"].product_id is not None


def test_expired_goods_are_refused_but_a_sheet_of_old_still_counts_as_taken(small_house):
    path = small_house.folder / "lama.csv"
    path.write_text("\n".join([";".join(HEADER), line(Kedaluwarsa="1/1/2027")]))
    small_house.take_file(path)
    later = datetime(2027, 6, 1, tzinfo=UTC)

    again = import_file(small_house.database, path, at=later)
    other = import_file(small_house.database, path, at=later, batch="Juni 2027")

    assert (again.already_there, again.refused) == (1, ())
    assert "sudah kedaluwarsa" in other.refused[0].reason


# -- makers ----------------------------------------------------------------------------------------


def test_a_maker_is_known_again_by_phone_or_name_and_gains_what_was_missing(small_house):
    small_house.take(line(NIB=""))
    small_house.take(line(Nama_IKM="KERIPIK RATU", **{"No_HP/WA": "+62812-3456-7890"}), batch="b")

    makers = small_house.all(select(Maker))
    assert [(m.name, m.nib, m.phone) for m in makers] == [
        ("Keripik Ratu", "1234567890123", "081234567890")
    ]


def test_makers_who_may_be_one_are_listed_once(small_house):
    small_house.take(line())
    other = line(NIB="3210987654321")

    found = small_house.take(other, batch="b")
    small_house.take(other, batch="c")

    assert found.doubtful == ("Keripik Ratu mungkin sama dengan Keripik Ratu",)
    assert small_house.count(MakerDoubt) == 1
    assert small_house.count(Maker) == 2


def test_two_new_makers_of_one_sheet_who_may_be_one_are_listed(small_house):
    found = small_house.take(line(), line(NIB="3210987654321"))

    assert len(found.new_makers) == 1  # one name, twice
    assert (small_house.count(Maker), small_house.count(MakerDoubt)) == (2, 1)


# -- refused rows, places, transactions ------------------------------------------------------------


def test_refused_rows_come_back_as_a_workbook_that_can_be_mended_and_imported(small_house):
    found = small_house.take(
        line(Nama_Barang="=HYPERLINK(1)", Jumlah="dua"), line(), batch="November 2026"
    )

    assert found.refused_file == small_house.folder / "lembar1-ditolak.xlsx"
    page = load_workbook(found.refused_file).active
    titles = [c.value for c in page[4]]
    assert titles[-1] == "Alasan ditolak"
    assert "jumlah “dua”" in page.cell(5, len(titles)).value
    formula = page.cell(5, titles.index("Nama Barang") + 1)
    assert (formula.value, formula.data_type, formula.quotePrefix) == ("=HYPERLINK(1)", "s", True)

    page.cell(5, titles.index("Jumlah") + 1).value = 2
    page.cell(5, titles.index("Nama Barang") + 1).value = "Keripik Talas"
    mended = small_house.folder / "diperbaiki.xlsx"
    page.parent.save(mended)
    assert small_house.take_file(mended).last_line == "diterima=1 sudah_ada=0 ditolak=0"
    assert small_house.take(line(), batch="November 2026").already_there == 1


def test_refused_rows_go_to_the_current_folder_where_the_sheets_cannot_be_written(
    small_house, tmp_path, monkeypatch
):
    from catalogue.stock import rejections

    here = tmp_path / "sini"
    here.mkdir()
    monkeypatch.chdir(here)

    saved = rejections.save(tmp_path / "tidak" / "ada" / "lembar.csv", b"isi")
    again = rejections.save(tmp_path / "tidak" / "ada" / "lembar.csv", b"isi")

    assert (saved, again) == (here / "lembar-ditolak.xlsx", here / "lembar-ditolak-2.xlsx")


def test_a_dry_run_changes_nothing_and_writes_no_file(house):
    found = house.take(line(), line(Jumlah="x"), dry_run=True)

    assert (found.accepted, len(found.refused), found.refused_file) == (1, 1, None)
    assert [house.count(m) for m in (Maker, Product, Consignment, ImportRow, Sentra)] == [0] * 5
    assert list(house.folder.glob("*ditolak*")) == []


def test_a_row_that_the_rules_refuse_takes_nothing_else_with_it(small_house, monkeypatch):
    monkeypatch.setattr("catalogue.stock.service.MAX_PIECES", 50)

    found = small_house.take(
        line(Jumlah=60),
        line(Nama_Barang="Baru", Nama_IKM="Baru", NIB="5555555555555", Jumlah=70),
        line(Nama_Barang="Cukup"),
    )

    assert found.last_line == "diterima=1 sudah_ada=0 ditolak=2"
    assert [p.title for p in small_house.all(select(Product))] == ["Cukup"]
    assert small_house.count(Maker) == 1


def test_the_goods_go_to_the_outlet_named_or_to_the_main_one(small_house):
    open_gallery(small_house.database, "L2")

    assert small_house.take(line()).outlet == "G1"
    assert small_house.take(line(Nama_Barang="B"), outlet_code="l2").outlet == "L2"
    with pytest.raises(Refused, match="yang ada: G1, L2"):
        small_house.take(line(), outlet_code="X9")


def test_no_transaction_grows_with_the_sheet(small_house, tmp_path):
    """Every step writes at most a stated number of rows, and there are many steps."""
    written, most = [0], [0]

    def count(_conn, cursor, statement, *_rest):
        if statement.startswith("BEGIN"):
            written[0] = 0
        elif statement.startswith(("INSERT", "UPDATE", "DELETE")):
            written[0] += max(cursor.rowcount, 1)
            most[0] = max(most[0], written[0])

    event.listen(small_house.database.write_engine, "after_cursor_execute", count)
    small_house.take_file(copied("titipan_asli.xlsx", tmp_path))

    assert 20 < most[0] <= importing.MOST_WRITTEN_PER_STEP


def test_a_sheet_as_bytes_needs_no_file():
    assert io.BytesIO((DATA / "titipan_asli.xlsx").read_bytes()).getbuffer().nbytes > 0
    assert len(sheet.read_bytes((DATA / "titipan_asli.xlsx").read_bytes()).rows) == 413


def test_nobody_gives_the_own_goods_better_terms_by_a_sheet(small_house):
    """Rows that would do so come back as wrong ones; those that change nothing come in."""
    titles = {"percent": "Keripik Pisang 200 g", "net": "Keripik Talas 200 g"}
    net = {"Nama_Barang": titles["net"], "Komisi_%": "", "Harga_Titip": "15000"}
    same = line(Nama_Barang="Dodol")
    small_house.take(line(), line(**net), same, batch="Titipan pertama")
    with small_house.database.writer() as session:
        me = people.create_user(
            session, "Ibu Pengurus", login="ibu", roles=["manager"], at=AT, by=None
        )
        owners.say(session, session.scalars(select(Maker)).one(), me, by=me.id, at=AT)
        me = me.id
    better = [
        line(**{"Komisi_%": "0"}), line(**net | {"Harga_Titip": "19000"}),
        line(**{"Nama_Barang": "Kue baru", "Komisi_%": "5"}),
    ]  # fmt: skip

    for dry_run in (True, False):
        said = small_house.take(*better, same, batch="Titipan kedua", by=me, dry_run=dry_run)
        assert said.accepted == 1 and len(said.refused) == 3
        assert {row.reason for row in said.refused} == {
            "Perjanjian Anda sendiri diisi pengurus lain.",
            "Harga titip barang sendiri dinaikkan pengurus lain.",
        }
    with small_house.database.reader() as session:
        held = {
            p.title: contracts.require_in_force(session, p, on=AT.date()).commission_bps
            for p in session.scalars(select(Product))
        }
    assert held == {titles["percent"]: 2000, titles["net"]: None, "Dodol": 2000}
    assert max(p.net_price or 0 for p in small_house.all(select(ProductPrice))) == 15_000
