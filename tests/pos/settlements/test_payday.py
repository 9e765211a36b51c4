from hypothesis import given
from hypothesis import strategies as st

from pos.settlements import queries
from pos.settlements.payday import notes_for, payday
from tests.pos.settlements.stage import Stage


def test_the_notes_pay_each_maker_without_change():
    assert notes_for([371_600, 26_600]) == (
        (100_000, 3), (50_000, 1), (20_000, 2), (5_000, 1), (1_000, 2), (500, 2), (100, 2),
    )  # fmt: skip


@given(st.lists(st.integers(0, 90_000).map(lambda hundreds: hundreds * 100), max_size=20))
def test_the_notes_come_to_the_sum_to_the_rupiah(amounts: list[int]):
    assert sum(note * count for note, count in notes_for(amounts)) == sum(amounts)


def test_the_list_has_everybody_who_waits_for_money(stage: Stage):
    stage.sell({"dompet": 1, "emping": 1})
    stage.settle()

    def rows() -> list[tuple[str, int]]:
        with stage.database.reader() as session:
            found = payday(queries.unpaid_statements(session)).rows
            return [(row.statement.maker.name, row.amount) for row in found]

    assert rows() == [("Dapur Emping Rekaan", 55_000), ("Sekar Benangmas", 26_600)]
    stage.pay(stage.latest())
    assert rows() == [("Dapur Emping Rekaan", 55_000)]
