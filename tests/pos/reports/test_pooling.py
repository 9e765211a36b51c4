"""No group that an officer sees is so small that one maker could be read out of it."""

from hypothesis import given
from hypothesis import strategies as st

from pos.reports.figures import Slice
from pos.reports.pooling import FEWEST, pooled

ROWS = st.lists(
    st.builds(
        Slice, part=st.integers(1, 99), name=st.text(max_size=4), pieces=st.integers(0, 9),
        net=st.integers(0, 999), makers=st.integers(0, 999), sellers=st.integers(0, 6),
    ),
    max_size=8,
)  # fmt: skip


def row(name: str, net: int, sellers: int) -> Slice:
    return Slice(name, name, 1, net, net, sellers)


def test_small_groups_stand_together():
    found = pooled([row("Tapis", 900, 9), row("Kopi", 50, 1), row("Teri", 40, 2)], "Lain")

    assert [(one.name, one.net, one.sellers) for one in found] == [
        ("Tapis", 900, 9), ("Lain", 90, 3),
    ]  # fmt: skip


def test_a_single_small_group_takes_the_next_along():
    found = pooled([row("Tapis", 900, 9), row("Batik", 300, 4), row("Kopi", 50, 1)], "Lain")

    assert [(one.name, one.net, one.sellers) for one in found] == [
        ("Tapis", 900, 9), ("Lain", 350, 5),
    ]  # fmt: skip


def test_too_few_makers_altogether_show_no_group():
    assert pooled([row("Tapis", 900, 1), row("Galeri", 5, 0)], "Lain") == [row("Galeri", 5, 0)]


@given(ROWS)
def test_every_group_is_large_enough_and_nothing_can_be_worked_out(rows: list[Slice]):
    found = pooled(rows, "Lain")

    assert all(one.sellers >= FEWEST or not one.sellers for one in found)
    left = sum(one.sellers for one in rows) - sum(one.sellers for one in found)
    assert left == 0 or (left < FEWEST and not [one for one in found if one.sellers])
    if left == 0:
        assert sum(one.net for one in found) == sum(one.net for one in rows)
