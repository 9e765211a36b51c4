"""`verify` passes a true book and finds one rupiah or one piece moved in a tampered copy."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import BigInteger, Boolean, CheckConstraint, Integer, select, text

from core.db import Base, Database, Guard
from core.files import Files
from migrations.schema import load_models
from pos.ledger.models import Entry
from pos.reports.verify import CHECKS, Verdict, verify
from pos.reports.words import source_name
from tests.houses import share_statements
from tests.pos.book import write_book

load_models()

NOT_MOVED = {
    "product_price.price",
    "product_price.net_price",
    "contract.floor_price",
    "contract.payout_minimum",
    "announcement_line.price",
    "announcement_line.net_price",
    "sale_line.floor_price",
    "consignment_line.price",
    "consignment_line.net_price",
    "correction_line.price",
    "correction_line.net_price",
    "departure_line.price",
    "tag_print.price",
    "purchase.unit_cost",
    "settlement_run.minimum",
    "skipped_maker.closing",
    "till_display.amount",
    "fee_rate.amount",
    "event.fee",
    "proposal.price",
    "proposal.net_price",
    "made_to_order.unit_price",
    "price_tier.price",
    "made_to_order.basket_item",  # the number of an item, no rupiah
}
"""Rupiah that are agreed, asked for or shown; nothing was counted, sold or owed by them."""

NOT_PIECES = {
    "agency.fee_bps", "announcement_line.quantity", "basket.codes_given", "basket_item.quantity",
    "chain_head.sequence", "chain_link.sequence",
    "chain_link.version", "contract.commission_bps", "contract.period_days", "count_entry.at_till",
    "count_entry.round", "count_line.round", "enquiry_item.quantity", "event.seats", "event_sign_up.people", "footfall.people", "guide_fee.fee_bps", "job.progress",
    "job.total", "kiosk.idle_seconds", "kiosk.wrong_tries", "made_to_order.quantity", "maker_merge.goods", "notice.tries", "markdown_step.off_bps", "photo.height", "photo.width",
    "print_job.attempts", "print_job.copy", "printer.columns", "product.days_to_make",
    "product_photo.position", "quotation_line.days", "quotation_line.position",
    "sale_line.commission_bps", "sale_line.position",
    "settlement_run.hold_days", "tag_print.count", "transfer_line.scanned", "visit.fee_bps",
    "visit.people",
}  # fmt: skip
"""Whole numbers that count no goods and no coins: rates, places in a row, people, what was announced."""

OPEN = {"counter.last"}


def rupiah_columns() -> list[str]:
    """Every column of rupiah: whole and large, and not a key of anything."""
    return sorted(
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, BigInteger)
        and not column.primary_key
        and not column.foreign_keys
        and not column.name.endswith(("_id", "_by", "actor", "retry_of"))
    )


def counting_columns() -> set[str]:
    """Every column of a small whole number that is no key: of pieces, unless written down above."""
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Integer)
        and not isinstance(column.type, BigInteger | Boolean)
        and not column.primary_key
        and not column.foreign_keys
    }


PIECES = counting_columns() - NOT_PIECES
MONEY = [name for name in rupiah_columns() if name not in NOT_MOVED | OPEN]


def verdicts(database: Database, files: Files | None = None) -> list[Verdict]:
    with database.reader() as session:
        return list(verify(session, files))


def wrong(database: Database, files: Files | None = None) -> list[str]:
    return [v.line for v in verdicts(database, files) if not v.is_good]


@pytest.fixture(scope="module")
def true_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the whole book, its guards taken away: once for every tampered copy."""
    from tests.shared import fill

    home = tmp_path_factory.mktemp("book")
    url = f"sqlite:///{home / 'titip.db'}"
    fill(url)
    database = Database(url)
    write_book(database, home, at=datetime(2026, 5, 9, 2, 0, tzinfo=UTC))
    with database.write_engine.connect() as connection:
        for rule in Guard.registry:
            for statement in rule.drop("sqlite"):
                connection.exec_driver_sql(statement)
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.dispose()
    return home


class Copy:
    """A copy of the book whose guards somebody took away."""

    def __init__(self, true_book: Path, home: Path) -> None:
        shutil.copytree(true_book, home, dirs_exist_ok=True)
        self.files = Files(home)
        self.database = Database(f"sqlite:///{home / 'titip.db'}")
        share_statements(self.database)

    def tamper(self, *statements: str) -> None:
        with self.database.write_engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
            for statement in statements:
                done = connection.exec_driver_sql(statement)
                assert done.rowcount != 0, f"nothing was tampered with: {statement}"
            connection.exec_driver_sql("BEGIN")

    def wrong(self) -> list[str]:
        return wrong(self.database, self.files)

    def is_wrong(self) -> bool:
        """Whether anything does not agree; what comes after the first is not looked at."""
        with self.database.reader() as session:
            return any(not verdict.is_good for verdict in verify(session, self.files))


@pytest.fixture
def copy(true_book: Path, tmp_path: Path):
    copy = Copy(true_book, tmp_path / "copy")
    yield copy
    copy.database.dispose()


def test_a_true_book_agrees_and_every_check_saw_something(
    database: Database, home: Path, at: datetime
):
    book = write_book(database, home, at=at)

    found = verdicts(database, book.files)

    assert [v.line for v in found if not v.is_good] == []
    assert [v.name for v in found] == [check.name for check in CHECKS]
    assert [v.name for v in found if v.agreed == 0] == []
    with database.reader() as session:
        kinds = set(session.scalars(select(Entry.source_kind)))
    assert [kind for kind in kinds if source_name(kind) == kind] == []  # a reader sees words


def test_an_empty_book_agrees(database: Database):
    assert wrong(database) == []


def test_the_list_of_money_columns_is_the_models_own():
    assert {"entry.amount", "sale.net_total", "tender.amount", "statement.closing"} <= set(MONEY)
    assert set(rupiah_columns()) >= NOT_MOVED


def test_the_list_of_pieces_is_the_models_own():
    assert {"movement.quantity", "stock_level.on_hand", "cash_count.pieces"} <= PIECES
    assert counting_columns() >= NOT_PIECES


@pytest.mark.parametrize(
    "column", ["entry.amount", "sale_line.maker_share", "movement.quantity", "statement.opening"]
)
def test_tampering_is_found_on_each_engine(
    database: Database, home: Path, at: datetime, column: str
):
    table, name = column.split(".")
    book = write_book(database, home, at=at)
    checks = [
        check
        for check in Base.metadata.tables[table].constraints
        if isinstance(check, CheckConstraint) and check.name
    ]
    with database.writer() as session:
        connection = session.connection()
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        else:
            for check in checks:
                connection.exec_driver_sql(
                    f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {check.name}"
                )
        for rule in Guard.registry:
            for statement in rule.drop(connection.dialect.name):
                connection.exec_driver_sql(statement)
        connection.exec_driver_sql(
            f"UPDATE {table} SET {name} = {name} + 1 WHERE id = (SELECT min(id) FROM {table}"
            f" WHERE {name} IS NOT NULL)"
        )

    assert wrong(database, book.files)


def test_an_untouched_copy_agrees_without_its_guards(copy: Copy):
    assert copy.wrong() == []


@pytest.mark.parametrize("column", [*MONEY, *sorted(PIECES)])
def test_one_rupiah_or_one_piece_moved_is_found(copy: Copy, column: str):
    table, name = column.split(".")
    key = "rowid"
    copy.tamper(
        f"UPDATE {table} SET {name} = {name} + 1 WHERE {key} ="
        f" (SELECT {key} FROM {table} WHERE {name} IS NOT NULL ORDER BY {key} LIMIT 1)"
    )

    assert copy.is_wrong()


@pytest.mark.parametrize("column", [*MONEY, *sorted(PIECES - {"sale_line.first_unit"})])
def test_a_change_in_the_newest_row_is_found_too(copy: Copy, column: str):
    table, name = column.split(".")
    copy.tamper(
        f"UPDATE {table} SET {name} = {name} - 1 WHERE rowid ="
        f" (SELECT rowid FROM {table} WHERE {name} IS NOT NULL ORDER BY rowid DESC LIMIT 1)"
    )

    assert copy.is_wrong()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entry WHERE id = (SELECT max(id) FROM entry)",
        "DELETE FROM entry WHERE reason = 'rounding'",
        "DELETE FROM sale_line WHERE id = (SELECT max(id) FROM sale_line)",
        "DELETE FROM tender WHERE id = 1",
        "DELETE FROM tender_confirmation",
        "DELETE FROM sale WHERE id = (SELECT max(id) FROM sale)",
        "DELETE FROM receipt WHERE sale_id = 1",
        "DELETE FROM shift WHERE id = 1",
        "DELETE FROM cash_movement WHERE id = 1",
        "DELETE FROM shift_handover WHERE id = 1",
        "DELETE FROM cash_delivery WHERE id = 1",
        "DELETE FROM cash_count WHERE id = 1",
        "DELETE FROM movement WHERE id = 1",
        "DELETE FROM movement WHERE reason = 'transferred_in'",
        "DELETE FROM transfer_outcome WHERE id = 1",
        "DELETE FROM transfer_line WHERE id = 1",
        "UPDATE transfer SET state = 'closed' WHERE id = 1",
        "UPDATE bazar SET account = replace(account, '\"amount\":33333', '\"amount\":33334')",
        "UPDATE bazar SET outlet_id = 2",
        "UPDATE transfer SET state = 'cancelled' WHERE id = 1",
        "UPDATE transfer SET origin_id = destination_id, destination_id = origin_id",
        "UPDATE transfer_outcome SET outlet_id = 3 - outlet_id WHERE kind = 'returned'",
        "DELETE FROM correction_line",
        "DELETE FROM movement WHERE source_kind = 'correction_line'",
        "DELETE FROM stock_level WHERE product_id = 1",
        "DELETE FROM statement_entry WHERE entry_id = (SELECT min(entry_id) FROM statement_entry)",
        "DELETE FROM statement WHERE id = (SELECT max(id) FROM statement)",
        "DELETE FROM payout WHERE id = (SELECT max(id) FROM payout)",
        "DELETE FROM money_transfer WHERE id = 1",
        "DELETE FROM chain_link WHERE id = (SELECT max(id) FROM chain_link)",
        "DELETE FROM chain_link WHERE id = 2",
        "DELETE FROM chain_head WHERE chain = 'office'",
        "UPDATE chain_link SET content = replace(content, '5000000', '5000001') WHERE id = 1",
        "UPDATE chain_link SET hash = previous WHERE sequence = 2",
        "UPDATE sale SET business_date = '2026-05-08' WHERE id = 1",
        "UPDATE entry SET business_date = '2026-05-08' WHERE id = 1",
        "UPDATE entry SET debit_id = credit_id, credit_id = debit_id WHERE reason = 'share'",
        "UPDATE entry SET credit_id = (SELECT id FROM account WHERE code = 'payable:maker:2')"
        " WHERE credit_id = (SELECT id FROM account WHERE code = 'payable:maker:1')"
        " AND reason = 'share'",
        "UPDATE sale_line SET maker_id = 2 WHERE maker_id = 1",
        "UPDATE sale_line SET commission_bps = commission_bps - 1 WHERE commission_bps > 0",
        "UPDATE sale_line SET bearer = 'maker' WHERE discount > 0",
        "UPDATE sale SET state = 'void' WHERE id = 2",
        "UPDATE sale SET number = 'G1000099' WHERE id = 2",
        "UPDATE tender SET kind = 'card' WHERE kind = 'cash'",
        "UPDATE shift SET business_date = '2026-05-01' WHERE id = 1",
        "DROP INDEX uq_payout_live; UPDATE payout SET reversed_at = NULL, reversed_by = NULL"
        " WHERE reversed_at IS NOT NULL",
        "UPDATE payout SET maker_id = 2 WHERE maker_id = 1",
        "UPDATE statement SET maker_id = 3 - maker_id, run_id = -run_id",
        "UPDATE statement SET document = replace(document, '\"closing\":', '\"closing\":1')",
        "UPDATE money_transfer SET to_kind = 'qris' WHERE to_kind = 'bank'",
        "UPDATE qris_credit SET kind = 'qris' WHERE kind = 'card'",
        "UPDATE qris_credit SET kind = 'card' WHERE kind = 'qris'",
        "DROP INDEX uq_qris_credit_part_tender; UPDATE qris_credit_part SET is_back = 0 WHERE is_back",
        "DELETE FROM qris_credit_part WHERE deposit_id IS NOT NULL",
        "DELETE FROM qris_credit WHERE kind = 'card'",
        "UPDATE surplus_money SET kind = 'qris' WHERE kind = 'card'",
        "UPDATE movement SET outlet_id = 2 WHERE id = 1",
        "UPDATE movement SET product_id = 2 WHERE id = 1",
        "UPDATE receipt SET document = replace(document, '\"total\":', '\"total\":1')",
        "UPDATE paying_list SET document = replace(document, '\"amount\":', '\"amount\":1')",
        "UPDATE receipt SET document = replace(document, '\"amount\":136000', '\"amount\":136001')",
        "UPDATE deposit SET document = replace(document, '\"total\":150000', '\"total\":150001')",
        "UPDATE deposit_return SET document = replace(document, '-40000', '-40001')",
        "UPDATE adjustment SET document = replace(document, '\"amount\":25000', '\"amount\":25001')",
        "UPDATE shift SET report = replace(report, '\"amount\":4583331', '\"amount\":4583332')",
        "UPDATE monthly_paper SET number = '002/LAP/V/2026'",
        "UPDATE monthly_paper SET document = replace(document, '\"turnover\":', '\"turnover\":1')",
        "UPDATE monthly_paper SET month = '2026-04-01'",
        "UPDATE counter SET last = last + 1 WHERE name = 'till:G1'",
        "UPDATE maker SET merged_into_id = 1 WHERE merged_into_id = 2",
        "UPDATE maker SET merged_into_id = 2, archived_at = joined_at WHERE id = 1",
        "DELETE FROM maker WHERE id = 2",
        "DELETE FROM outlet WHERE id = 2",
        "DELETE FROM settlement_run WHERE id = 1",
        "DELETE FROM transfer_batch WHERE id = 1",
        "DELETE FROM bazar",
        "UPDATE entry SET outlet_id = 3 - outlet_id WHERE reason = 'share' AND outlet_id < 3",
        "UPDATE deposit SET till_id = till_id + 1 WHERE id = 1",
        "UPDATE movement SET business_date = '2026-05-01' WHERE reason = 'sold'",
        "UPDATE consignment SET maker_id = 3 - maker_id WHERE maker_id < 3",
        "UPDATE account SET kind = 'safe' WHERE kind = 'cash'",
        "UPDATE account SET maker_id = 3 - maker_id WHERE maker_id < 3",
        "UPDATE departure SET maker_id = 3 - maker_id WHERE maker_id IS NOT NULL",
        "UPDATE quotation SET valid_until = '2026-06-24'",
        "UPDATE enquiry SET firm = 'PT Lain'",
        "DELETE FROM surplus_money WHERE id = 2",
        "UPDATE money_transfer SET moved_by = moved_by + 1 WHERE id = 1",
        "UPDATE money_transfer SET moved_at = '2026-05-08 02:00:00.000000' WHERE id = 1",
        "UPDATE cash_delivery SET actor_id = actor_id + 1",
        "UPDATE payout SET paid_at = '2026-05-08 02:00:00.000000' WHERE id = 1",
        "UPDATE qris_credit SET reversed_by = reversed_by + 1 WHERE reversed_by IS NOT NULL",
        "UPDATE settlement_run SET cutoff = '2026-05-01' WHERE id = 1",
        "UPDATE settlement_run SET minimum = 900000000 WHERE id = 1",
        "UPDATE settlement_run SET only = '[999]' WHERE id = 1",
        "UPDATE transfer SET destination_id = (SELECT max(id) FROM outlet WHERE id NOT IN"
        " (origin_id, destination_id)) WHERE id = 1",
        "UPDATE stock_count SET maker_id = 3 - maker_id WHERE maker_id IS NOT NULL",
        "UPDATE movement SET at = '2026-05-08 02:00:00.000000' WHERE reason = 'sold'",
        "UPDATE entry SET posted_at = '2026-05-08 02:00:00.000000' WHERE reason = 'share'",
        "UPDATE shift SET opened_at = '2026-05-08 02:00:00.000000' WHERE id = 1",
        "UPDATE shift SET closed_at = '2026-05-10 02:00:00.000000' WHERE closed_at IS NOT NULL",
        "UPDATE transfer_outcome SET at = '2026-05-08 02:00:00.000000'",
        "INSERT INTO entry SELECT max(id) + 1, debit_id, credit_id, amount, business_date,"
        " outlet_id, 'bonus', source_kind, source_id, actor_id, posted_at FROM entry",
        "INSERT INTO entry SELECT max(id) + 1, debit_id, credit_id, amount, business_date,"
        " outlet_id, reason, 'hadiah', source_id, actor_id, posted_at FROM entry",
        "INSERT INTO movement SELECT max(id) + 1, product_id, outlet_id, lot_id, 1, reason,"
        " source_kind, source_id + 90, business_date, at, actor_id FROM movement",
    ],
)  # fmt: skip
def test_what_somebody_did_behind_the_book_s_back_is_found(copy: Copy, statement: str):
    copy.tamper(*statement.split("; "))

    assert copy.is_wrong()


def test_a_sale_changed_in_every_row_still_breaks_its_seal(copy: Copy):
    copy.tamper(
        "UPDATE entry SET amount = amount - 100 WHERE source_kind = 'sale_line' AND reason = 'share'"
        " AND source_id = (SELECT min(id) FROM sale_line)",
        "UPDATE entry SET amount = amount + 100 WHERE source_kind = 'sale_line'"
        " AND reason = 'commission' AND source_id = (SELECT min(id) FROM sale_line)",
        "UPDATE sale_line SET maker_share = maker_share - 100, house_share = house_share + 100,"
        " commission = commission + 100 WHERE id = (SELECT min(id) FROM sale_line)",
    )

    assert any("Segel tiap nota" in line for line in copy.wrong())


def test_a_stored_pdf_that_was_changed_or_lost_is_found(copy: Copy):
    with copy.database.reader() as session:
        name = session.execute(text("SELECT pdf FROM statement ORDER BY id LIMIT 1")).scalar_one()
    path = copy.files.path(name)
    path.write_bytes(path.read_bytes() + b" ")
    assert copy.is_wrong()

    path.unlink()
    assert copy.is_wrong()


def test_a_scan_that_was_lost_is_found(copy: Copy):
    with copy.database.reader() as session:
        name = session.execute(text("SELECT scan FROM certificate")).scalar_one()
    copy.files.path(name).unlink()

    assert any("2061871000040-29" in line for line in copy.wrong())


def test_a_check_that_misses_what_it_looks_up_says_so_and_the_others_go_on(copy: Copy):
    copy.tamper("DELETE FROM shift WHERE id = (SELECT min(shift_id) FROM deposit)")

    assert "TIDAK COCOK  Uang muka pembeli: ada isi yang tidak terbaca sesudah 0" in copy.wrong()


def test_the_first_thing_that_does_not_agree_is_named(copy: Copy):
    copy.tamper(
        "UPDATE stock_level SET on_hand = on_hand + 1 WHERE product_id = 2 AND outlet_id = 1"
    )

    assert copy.wrong() == [
        "TIDAK COCOK  Stok dan gerakannya: Dompet sasab di tempat 1: tercatat 3, menurut"
        " gerakannya 2"
    ]


def test_verifying_writes_nothing_and_can_be_done_beside_selling(copy: Copy):
    with copy.database.reader() as session:
        verify(session)
        before = session.execute(text("SELECT total_changes()")).scalar()
        list(verify(session))
        assert session.execute(text("SELECT total_changes()")).scalar() == before
