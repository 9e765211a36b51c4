"""The bench measures what it says; how quick it all is, is asserted in the long form only."""

from pathlib import Path

import pytest

from bench import gallery, large
from bench.house import DATA
from bench.measuring import AIM_HOLD, LINES, Figures, Series, measure
from bench.report import lines


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """Two sales in a house with the first rows of a delivery."""
    sheet = tmp_path_factory.mktemp("bench") / "sedikit.csv"
    rows = (DATA / "titipan_bersih.csv").read_text().splitlines(keepends=True)[:13]
    sheet.write_text("".join(rows))
    return measure(2, deliveries=[sheet])


def test_a_tiny_run_measures_everything(tiny: Figures):
    assert tiny.imports[0].accepted == 12
    assert [len(s.times) for s in (tiny.bare, tiny.scan, tiny.complete, tiny.raw)] == [
        2 * LINES, 2 * LINES, 2, 2,
    ]  # fmt: skip
    assert all(time > 0 for time in tiny.scan.times + tiny.complete.times)
    assert tiny.statements > 0


def test_a_complete_writes_many_rows(tiny: Figures):
    # Of each line: the line, a movement, a level and at least two entries; and the sale itself.
    assert tiny.counts.rows > 5 * LINES


def test_scanning_and_completing_ask_few_questions(tiny: Figures):
    # What was once looked up is not looked up again, and a line more is not a question more.
    assert tiny.counts.scan <= 32
    assert tiny.counts.complete <= 75


def test_the_longest_hold_of_the_write_lock_is_known_of_every_program(tiny: Figures):
    assert set(tiny.holds) == {"sedikit.csv", "web", "worker", "settlement"}
    assert all(held > 0 for name, held in tiny.holds.items() if name != "worker")


def test_the_table_says_it_all(tiny: Figures):
    table = "\n".join(lines(tiny))

    for word in ("scan → line", "complete", "raw commit", "bare Flask page", "write lock", "aim"):
        assert word in table


def test_the_95th_percentile_leaves_one_of_twenty_above():
    series = Series([n / 1000 for n in range(1, 21)])

    assert series.median == pytest.approx(0.0105)
    assert series.p95 == 0.019


def test_the_gallery_is_measured_on_either_engine(database_url: str):
    looked = gallery.measure(24, url=database_url, rounds=1)

    assert looked.works == 24
    assert set(gallery.PAGES) < set(looked.pages)
    assert len(looked.searching(looked.pages).times) == len(gallery.SEARCHES + gallery.ENGLISH)
    assert max(looked.asked.values()) <= 30
    table = "\n".join(gallery.lines(looked))
    assert looked.engine in table
    assert "all searches" in table


@pytest.mark.long
def test_a_search_among_5000_works_takes_a_tenth_of_a_second_of_the_processor():
    looked = gallery.measure(5_000)

    assert looked.searching(looked.busy).median < 1.5 * gallery.AIM


@pytest.mark.long
def test_a_till_goes_on_selling_while_20_000_lines_are_settled():
    found = large.measure()

    assert found.statements == large.MAKERS
    assert len(found.during[1].times) > 20, "the till was kept waiting"
    assert large.p99(found.during[0]) < 1.0
    assert max(found.holds.values()) < 20 * AIM_HOLD


@pytest.mark.long
def test_the_real_deliveries_stay_quick(tmp_path: Path):
    figures = measure(30)

    assert figures.scan.median < 0.150
    assert figures.complete.median < 0.400
    assert max(figures.holds.values()) < 20 * AIM_HOLD
