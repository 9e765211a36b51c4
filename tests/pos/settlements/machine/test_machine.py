"""The state machine over every kind of event, on both engines; and faults that turn it red."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from pos.ledger import service as ledger
from pos.sales import split, terms
from pos.settlements import due
from tests.pos.settlements.machine.ground import ground
from tests.pos.settlements.machine.machine import Settling

FAST = settings(
    max_examples=4, stateful_step_count=22, deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
LONG = settings(FAST, max_examples=120, stateful_step_count=50)


@pytest.fixture
def machine(engine_kind: str, shared_folder: Path) -> Iterator[type[Settling]]:
    """The machine on a furnished showroom of each engine."""
    with ground(engine_kind, shared_folder) as fresh:
        yield type("Machine", (Settling,), {"ground": staticmethod(fresh)})


def test_no_rupiah_is_lost_or_made_whatever_happens(machine: type[Settling]):
    run_state_machine_as_test(machine, settings=FAST)


@pytest.mark.long
def test_no_rupiah_is_lost_or_made_whatever_happens_for_long(machine: type[Settling]):
    run_state_machine_as_test(machine, settings=LONG)


# -- planted faults --------------------------------------------------------------------------------

Patch = Callable[..., None]
REAL_POST, REAL_PERCENT, REAL_NET = ledger.post, split.split_percent, split.split_net


def the_odd_rupiah_goes_to_the_house(patch: Patch) -> None:
    def off_by_one(*of: Any, **how: Any) -> split.Split:
        right = REAL_PERCENT(*of, **how)
        return split._whole(right.paid, right.maker - 1, right.commission)

    patch(terms, "split_percent", off_by_one)


def who_bears_the_discount_is_forgotten(patch: Patch) -> None:
    patch(terms, "split_net", lambda *of, **how: REAL_NET(*of, **{**how, "bearer": "house"}))


def a_returned_unit_is_rounded_up(patch: Patch) -> None:
    patch(split, "unit_share", lambda whole, q, first, last: -(-whole * (last - first + 1) // q))


def an_advance_is_written_twice(patch: Patch) -> None:
    def twice(*of: Any, reason: str, **how: Any) -> None:
        REAL_POST(*of, reason=reason, **how)
        if reason == "advance":
            REAL_POST(*of, reason="again", **how)

    patch(ledger, "post", twice)


def what_waits_for_its_money_is_settled(patch: Patch) -> None:
    patch(due, "state_of", lambda *_facts, **_how: "due")


def a_fee_stays_though_its_transfer_was_taken_back(patch: Patch) -> None:
    def forgetful(*of: Any, reason: str, **how: Any) -> None:
        if reason != "fee_back":
            REAL_POST(*of, reason=reason, **how)

    patch(ledger, "post", forgetful)


FAULTS: list[tuple[Callable[[Patch], None], list[tuple[Any, ...]]]] = [
    (the_odd_rupiah_goes_to_the_house, [("sell", "syal", 1, 500, "cash")]),
    (who_bears_the_discount_is_forgotten, [("sell", "kopi", 1, 500, "cash")]),
    (a_returned_unit_is_rounded_up, [("sell", "dompet", 2, 0, "cash"), ("give_back", 0)]),
    (an_advance_is_written_twice, [("adjust", "syal", "advance", 1_000, "bank")]),
    (
        what_waits_for_its_money_is_settled,
        [("sell", "dompet", 1, 0, "cash"), ("sell", "dompet", 1, 0, "qris"), ("settle", 0, 0)],
    ),
    (
        a_fee_stays_though_its_transfer_was_taken_back,
        [
            ("sell", "syal", 1, 0, "cash"),
            ("settle", 0, 0),
            ("pay", "syal", "bank"),
            ("take_back", 0),
        ],
    ),
]


def played(machine: type[Settling], steps: list[tuple[Any, ...]]) -> str:
    """Take these steps, comparing after each; return what the first that did not agree was."""
    game = machine()
    try:
        for step, *how in steps:
            try:
                getattr(game, step)(*how)
                game.nobody_is_off_by_one_rupiah()
            except AssertionError:
                return step
    finally:
        with suppress(Exception):
            game.opened.__exit__(None, None, None)
    return ""


@pytest.mark.parametrize("engine_kind", ["sqlite"])
@pytest.mark.parametrize(("fault", "steps"), FAULTS, ids=[fault.__name__ for fault, _ in FAULTS])
def test_a_planted_fault_turns_it_red(
    machine: type[Settling], monkeypatch: pytest.MonkeyPatch, fault: Any, steps: Any
):
    assert played(machine, steps) == ""
    fault(monkeypatch.setattr)

    assert played(machine, steps) == steps[-1][0]
