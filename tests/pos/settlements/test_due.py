from datetime import date

import pytest

from pos.settlements.due import Facts, state_of

CUTOFF = date(2026, 5, 15)


@pytest.mark.parametrize(
    "what, facts, hold_days, expected",
    [
        ("a sale of that day", Facts(date(2026, 5, 15), date(2026, 5, 15)), 0, "due"),
        ("a sale of the next day", Facts(date(2026, 5, 16), date(2026, 5, 16)), 0, "later"),
        ("the last day of its hold", Facts(date(2026, 5, 8), date(2026, 5, 8)), 7, "due"),
        ("one day too young", Facts(date(2026, 5, 9), date(2026, 5, 9)), 7, "hold"),
        (
            "money not seen yet",
            Facts(date(2026, 5, 1), date(2026, 5, 1), claimed=True), 0, "unconfirmed",
        ),
        (
            "money not seen and too young",
            Facts(date(2026, 5, 14), date(2026, 5, 14), claimed=True), 7, "unconfirmed",
        ),
        ("a return of a due sale", Facts(date(2026, 5, 15), date(2026, 5, 8)), 7, "due"),
        ("a return of a due sale, made later", Facts(date(2026, 5, 17), date(2026, 5, 8)), 7, "due"),
        ("a return of a sale on hold", Facts(date(2026, 5, 15), date(2026, 5, 14)), 7, "hold"),
        (
            "a return of a sale that waits for its money",
            Facts(date(2026, 5, 15), date(2026, 5, 1), claimed=True), 0, "unconfirmed",
        ),
        (
            "a return of a settled sale, within the hold",
            Facts(date(2026, 5, 15), date(2026, 5, 14), origin_settled=True), 7, "due",
        ),
        (
            "a return of a settled sale whose money is not seen",
            Facts(date(2026, 5, 15), date(2026, 5, 1), claimed=True, origin_settled=True),
            7, "due",
        ),
        (
            "a return of a settled sale after the cut-off",
            Facts(date(2026, 5, 16), date(2026, 5, 1), origin_settled=True), 0, "later",
        ),
        ("a payout of that day", Facts(date(2026, 5, 15)), 7, "due"),
        ("a payout of the next day", Facts(date(2026, 5, 16)), 7, "later"),
    ],
)  # fmt: skip
def test_what_is_due(what: str, facts: Facts, hold_days: int, expected: str):
    assert state_of(facts, cutoff=CUTOFF, hold_days=hold_days) == expected
