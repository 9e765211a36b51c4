"""The month's page for the Dinas: right sums, one sheet of paper, and nobody's own figures."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.outlets import queries as outlets
from catalogue.products import contracts
from catalogue.products.contracts import Terms
from catalogue.tours.footfall import service as footfall
from config import Config
from core.dispatch import TitipFlask
from core.money import plain
from pos.reports import downloads
from pos.reports.dates import Span
from pos.reports.dinas.figures import Signing, hidden, report
from pos.reports.dinas.months import months
from printers.documents import MonthlyReport
from printers.pdf import pdf_bytes
from printers.pdf.monthly import change
from tests.catalogue.desk import Desk, sign_in
from tests.houses import app_at
from tests.pos.showroom import Showroom, bring, open_showroom
from tests.printers import papers
from tests.tools.reading import page_texts

JUNE = date(2026, 6, 2)
NAMES = ("Kopi Satu", "Kopi Dua", "Kopi Tiga", "Batik Satu")


def month_of_trade(session: Session, at: datetime) -> Showroom:
    """Two tapis makers, three of coffee and one of batik sell in May; two visitors are counted."""
    room = open_showroom(session, at=at)
    for number, name in enumerate(NAMES):
        maker = makers.register(
            session, name, sentra=makers.sentra_named(session, name.split()[0]), by=None, at=at
        )
        contracts.agree(
            session,
            Terms("percent", 1000, "maker"),
            starts_on=at.date(),
            by=None,
            at=at,
            maker=maker,
        )
        bring(session, room, name, maker, name, 10_000 * (number + 1), None, 9)
    room.sell(session, dict.fromkeys(NAMES, 2))
    first = room.sell(session, {"selendang": 2, "emping": 1, "tas": 1}, discount=81_001)
    room.give_back(session, first.lines[0], 1)
    for kind in ("local", "foreign"):
        footfall.count(session, room.outlet, kind, on=at.date(), by=room.cashier.id, at=at)
    return room


def sales_rows(session: Session) -> list[dict[str, str]]:
    text = downloads.sales_csv(session, Span(date(2026, 5, 1), date(2026, 5, 31)))
    return list(csv.DictReader(io.StringIO(text)))


def may(session: Session, at: datetime) -> MonthlyReport:
    days = months(date(2026, 5, 1), today=JUNE)
    return report(session, days, Signing(), at=at, today=JUNE)


def test_its_totals_are_those_of_the_sales_file(session: Session, at: datetime):
    month_of_trade(session, at)
    rows = sales_rows(session)

    paper = may(session, at)

    assert paper.now.turnover == sum(int(row["net_amount"]) for row in rows)
    assert paper.now.pieces == sum(int(row["quantity"]) for row in rows)
    assert paper.now.share == sum(int(row["maker_share"]) for row in rows)
    assert paper.now.sales == len({row["number"] for row in rows})
    assert (paper.members, paper.active) == (6, 6)
    for name in ("turnover", "pieces", "share"):
        assert sum(getattr(one, name) for one in paper.parts) == getattr(paper.now, name)
    assert paper.own is not None
    assert (paper.own.turnover, paper.own.pieces) == (5_050, 1)
    assert (paper.guests.local, paper.guests.foreign, paper.guests.people) == (1, 1, 2)
    assert (paper.coverage[0].have, paper.coverage[0].need) == (0, 6)


def test_no_group_is_of_fewer_than_three_makers(session: Session, at: datetime):
    month_of_trade(session, at)

    groups = {one.name: one for one in may(session, at).groups}

    assert set(groups) == {"Kopi", "Sentra lain bersama"}
    assert groups["Kopi"].turnover == 120_000
    assert groups["Sentra lain bersama"].members == 3


def test_where_too_few_makers_sold_the_sentra_stand_as_one_row(session: Session, at: datetime):
    open_showroom(session, at=at).sell(session, {"selendang": 1, "tas": 2})

    paper = may(session, at)

    assert [one.name for one in paper.parts] == ["Semua sentra bersama", "Barang galeri sendiri"]
    assert sum(one.pieces for one in paper.parts) == paper.now.pieces == 3
    assert paper.guests.local is paper.guests.people is None  # nobody counted


def test_hidden_figures_cannot_be_worked_out_from_the_sum():
    assert hidden([(500, 3), (20, 1), (0, 0)]) == [None, None, 0]
    assert hidden([(500, 9), (90, 4), (20, 1)]) == [500, None, None]
    assert hidden([(20, 2), (30, 1), (500, 3)]) == [None, None, 500]
    assert hidden([(500, 3), (90, 3)]) == [500, 90]


@pytest.mark.parametrize(
    "first, today, now, before, year_before",
    [
        ("2026-05-01", "2026-06-01", "05-01 05-31", "04-01 04-30", "05-01 05-31"),
        ("2026-05-01", "2026-05-31", "05-01 05-31", "04-01 04-30", "05-01 05-31"),
        ("2026-03-01", "2026-03-30", "03-01 03-30", "02-01 02-28", "03-01 03-30"),
        ("2026-01-01", "2026-01-09", "01-01 01-09", "12-01 12-09", "01-01 01-09"),
    ],
)  # fmt: skip
def test_a_month_is_compared_with_as_many_days(first, today, now, before, year_before):
    found = months(date.fromisoformat(first), today=date.fromisoformat(today))

    spans = (found.now, found.before, found.year_before)
    assert [f"{s.first:%m-%d} {s.last:%m-%d}" for s in spans] == [now, before, year_before]
    assert found.is_over == (found.now.last < date.fromisoformat(today))
    assert found.year_before.first.year == found.now.first.year - 1


def test_eight_sentra_with_long_names_stay_on_one_sheet():
    [text] = page_texts(pdf_bytes(papers.monthly_report()))

    for words in (
        "005/LAP/V/2026",
        "Dra. Hj. Ratna Rekaan, M.M.",
        "Mei 2026",
        "112.345.678",
        "+11%",
        "92%",  # 11 of 12
        "tidak dicatat",
        "900.015.424",
    ):
        assert words in text
    assert text.count("tidak ada pembandingnya") == 1


@pytest.mark.parametrize(
    "now, then, said",
    [(112, 100, "+12%"), (1125, 1000, "+13%"), (875, 1000, "−13%"), (1001, 1000, "0%"),
     (0, 5, "−100%"), (5, 0, "–"), (0, 0, "–"), (None, 5, "*"), (5, None, "*")],
)  # fmt: skip
def test_a_change_is_told_in_whole_hundredths(now: int | None, then: int | None, said: str):
    assert change(now, then) == said


@pytest.fixture
def app(home: Path, database_url: str, at: datetime) -> Iterator[TitipFlask]:
    now = at + timedelta(days=24)
    with app_at(Config(home=home, database_url=database_url, now=now)) as app:
        yield app


@pytest.fixture
def desk(app: TitipFlask, client: FlaskClient, at: datetime) -> Desk:
    desk = Desk(app, client, sign_in(app, client, "manager"))
    desk.write(lambda session: month_of_trade(session, at))
    return desk


SIGNED = {
    "number": "001/LAP/V/2026", "addressee": "Dinas Rekaan", "place": "Kota", "signatory": "Bu Ratna",
    "position": "Ketua",
}  # fmt: skip


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_report_is_given_out_and_stays(desk: Desk, at: datetime):
    page = desk.done("/manage/dinas/2026-05", **SIGNED)
    assert "Laporan 001/LAP/V/2026 terbit." in page
    assert "Buka PDF yang terbit" in page
    [path] = re.findall(r'href="(/manage/dinas/papers/\d+)"', page)
    given = desk.get(path).data

    desk.write(lambda session: footfall.count(
        session, outlets.require_main(session), "local", on=at.date(), by=desk.user_id, at=at,
    ))  # fmt: skip

    assert desk.get(path).data == given
    assert path in desk.get("/manage/dinas").text
    assert "001/LAP/V/2026" in page_texts(given)[0]
    assert 'value="Bu Ratna"' in desk.get("/manage/dinas/2026-05").text
    assert 'value="002/LAP/V/2026"' in desk.get("/manage/dinas/2026-05").text
    assert "Nomor ini sudah dipakai." in desk.refused("/manage/dinas/2026-05", **SIGNED)


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_what_cannot_be_given_out_is_refused(desk: Desk):
    form = desk.refused("/manage/dinas/2026-05", **(SIGNED | {"signatory": ""}))
    assert 'value="Dinas Rekaan"' in form
    assert "belum selesai" in desk.refused("/manage/dinas/2026-06", **SIGNED)
    desk.refused("/manage/dinas/2026-05", **(SIGNED | {"number": ""}))
    for month in ("2026-13", "mei", "2027-01", "1999-01"):
        assert desk.get(f"/manage/dinas/{month}").status_code == 404
    assert desk.get("/manage/dinas/2026-05/file.docx").status_code == 404
    assert desk.get("/manage/dinas/papers/9").status_code == 404


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_the_workbook_says_what_the_page_says(desk: Desk):
    shown = dict(re.findall(
        r'data-testid="(month-\w+)" data-amount="(\d+)"', desk.get("/manage/dinas/2026-05").text
    ))  # fmt: skip
    book = load_workbook(io.BytesIO(desk.get("/manage/dinas/2026-05/file.xlsx").data))
    cells = {row[:2]: row[2:] for row in book.active.iter_rows(values_only=True)}

    for label, name in (
        ("Dibayar pembeli", "turnover"),
        ("Buah", "pieces"),
        ("Hak perajin", "share"),
    ):
        assert cells["Jumlah semua", label] == (int(shown[f"month-{name}"]), 0, 0)
    assert cells["Kopi", "Dibayar pembeli"] == (120_000, 0, 0)


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_columns_add_up_on_page_paper_and_workbook_to_the_sales_file(app: TitipFlask, desk: Desk):
    with app.house.database.reader() as session:
        rows = sales_rows(session)
    html = desk.get("/manage/dinas/2026-05").text
    _head, body, foot = re.split(r"<tbody>|<tfoot>", html.split("Menurut sentra")[-1])
    book = load_workbook(io.BytesIO(desk.get("/manage/dinas/2026-05/file.xlsx").data))
    cells = list(book.active.iter_rows(values_only=True))
    [paper] = page_texts(desk.get("/manage/dinas/2026-05/file.pdf").data)
    [printed] = re.findall(r"Jumlah\s+6/6\s+([\d.]+)[\s–]+([\d.]+)", paper)

    for name, label, column in (
        ("turnover", "Dibayar pembeli", "net_amount"), ("pieces", "Buah", "quantity"),
    ):  # fmt: skip
        whole = sum(int(row[column]) for row in rows)
        figure = rf'data-testid="part-{name}" data-amount="(\d+)"'
        assert sum(map(int, re.findall(figure, body))) == whole
        assert re.findall(figure, foot) == [str(whole)]
        parts = [row[2] for row in cells if row[1] == label and row[0] != "Jumlah semua"]
        assert sum(parts) == whole
        assert printed[name == "pieces"] == plain(whole)
    assert "Barang galeri sendiri" in body


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_manager_s_figures_lead_to_lines_that_come_to_them(desk: Desk):
    html = desk.get("/manage/dinas/2026-05").text
    row = r'data-testid="month-turnover" data-amount="(\d+)"><a href="([^"]+)"'
    [(amount, href)] = re.findall(row, html)

    lines = desk.get(href.replace("&amp;", "&")).text

    assert f'data-testid="sum-net" data-amount="{amount}"' in lines
    [(who, active)] = re.findall(
        r'href="([^"]+)" data-testid="month-active" data-amount="(\d+)"', html
    )
    assert desk.get(who.replace("&amp;", "&")).text.count('data-testid="fair"') == int(active)


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_an_officer_reads_sums_and_takes_the_paper(app: TitipFlask, desk: Desk):
    desk.done("/manage/dinas/2026-05", **SIGNED)
    officer = Desk(app, desk.client, sign_in(app, desk.client, "officer"))

    for path in ("/manage/dinas", "/manage/dinas/2026-05", "/manage/dinas/2026-05/file.csv"):
        answer = officer.get(path)
        assert answer.status_code == 200
        for name in (*NAMES, "Sekar Benangmas", "Dapur Emping Rekaan", "/manage/reports/"):
            assert name not in answer.text, path
    assert officer.get("/manage/dinas/papers/1").mimetype == "application/pdf"
    assert officer.send("/manage/dinas/2026-05", **SIGNED).status_code == 403
