"""Each device either takes everything, or says whether something may have left."""

import os
import pty
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from printers import devices
from printers.devices import NothingLeft, SomethingLeft, Target, send
from tests.printers import printer_servers as servers

RECEIPT = b"\x1b@" + b"Selendang tapis\n" * 200
HUGE = b"x" * 20_000_000


@pytest.fixture
def target(tmp_path: Path) -> Target:
    return Target("network", "", answers=False, job="7-receipt", home=tmp_path)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the waits, so that the tests need not sit through them."""
    monkeypatch.setattr(devices, "WRITE_SECONDS", 0.4)
    monkeypatch.setattr(devices, "ANSWER_SECONDS", 0.3)


def test_a_network_printer_gets_every_byte(target: Target) -> None:
    with servers.printer(servers.reads_all) as server:
        send(replace(target, address=server.address), RECEIPT)
        assert server.wait_for(1) == [RECEIPT]


def test_a_slow_printer_is_waited_for(target: Target, impatient: None) -> None:
    with servers.printer(servers.slow) as server:
        send(replace(target, address=server.address), b"y" * 300_000)
        assert server.wait_for(1) == [b"y" * 300_000]


def test_a_printer_that_is_off_gets_nothing(target: Target) -> None:
    with pytest.raises(NothingLeft):
        send(replace(target, address=servers.nobody()), RECEIPT)


def test_an_address_that_is_none_is_not_an_accident(target: Target) -> None:
    with pytest.raises(NothingLeft):
        send(replace(target, address="127.0.0.1:kasir"), RECEIPT)


def test_a_printer_that_stops_reading_is_left_after_the_limit(
    target: Target, impatient: None
) -> None:
    with servers.printer(servers.never_reads) as server:
        began = time.monotonic()
        with pytest.raises(SomethingLeft):
            send(replace(target, address=server.address), HUGE)
        assert time.monotonic() - began < 3


def test_the_whole_job_has_a_limit_too(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "WHOLE_SECONDS", 0.5)
    with servers.printer(servers.slow) as server, pytest.raises(SomethingLeft):
        send(replace(target, address=server.address), HUGE)


@pytest.mark.parametrize("data", [RECEIPT, HUGE], ids=["small", "large"])
def test_a_printer_that_dies_in_mid_job_is_noticed(target: Target, data: bytes) -> None:
    with servers.printer(servers.dies_in_mid_job) as server, pytest.raises(SomethingLeft):
        send(replace(target, address=server.address), data)


def test_a_printer_that_answers_is_asked_before_and_after(target: Target) -> None:
    with servers.printer(servers.answering()) as server:
        send(replace(target, address=server.address, answers=True), RECEIPT)
        (paper,) = server.wait_for(1)
    assert paper == b"\x10\x04\x01\x10\x04\x04" + RECEIPT + b"\x1dr\x01"


@pytest.mark.parametrize(
    "behaviour",
    [servers.answering(status=0x1A), servers.answering(paper=0x72), servers.never_reads],
    ids=["off-line", "no paper", "dumb"],
)
def test_a_printer_that_is_not_ready_gets_no_byte_of_the_job(
    target: Target, impatient: None, behaviour: servers.Behaviour
) -> None:
    with servers.printer(behaviour) as server:
        with pytest.raises(NothingLeft):
            send(replace(target, address=server.address, answers=True), RECEIPT)
        assert all(RECEIPT[:5] not in paper for paper in server.papers)


def test_no_answer_at_the_end_leaves_the_job_in_doubt(target: Target, impatient: None) -> None:
    with servers.printer(servers.answering(at_end=False)) as server, pytest.raises(SomethingLeft):
        send(replace(target, address=server.address, answers=True), RECEIPT)


def test_a_file_printer_writes_one_file_a_job(target: Target) -> None:
    send(replace(target, connection="file"), RECEIPT)
    assert (target.home / "printed" / "7-receipt.bin").read_bytes() == RECEIPT
    assert [p.name for p in (target.home / "printed").iterdir()] == ["7-receipt.bin"]


def test_a_named_file_is_appended_to(target: Target, tmp_path: Path) -> None:
    roll = replace(target, connection="file", address=str(tmp_path / "roll.bin"))
    send(roll, b"one")
    send(roll, b"two")
    assert (tmp_path / "roll.bin").read_bytes() == b"onetwo"


def test_a_folder_that_cannot_be_written_leaves_nothing(target: Target, tmp_path: Path) -> None:
    with pytest.raises(NothingLeft):
        send(replace(target, connection="file", address=str(tmp_path)), RECEIPT)


def test_a_serial_line_gets_raw_bytes_at_its_speed(target: Target) -> None:
    ours, theirs = pty.openpty()
    got = bytearray()

    def read() -> None:
        while len(got) < len(RECEIPT):
            got.extend(os.read(ours, 4096))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    path = os.ttyname(theirs)
    send(replace(target, connection="serial", address=f"{path}@115200"), RECEIPT)
    reader.join(5)
    os.close(ours)
    os.close(theirs)
    assert bytes(got) == RECEIPT


def test_a_usb_printer_that_stopped_taking_bytes_is_left(
    target: Target, impatient: None, tmp_path: Path
) -> None:
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)
    usb = replace(target, connection="usb", address=str(pipe))
    with pytest.raises(NothingLeft):  # nobody at the other end: as unplugged
        send(usb, RECEIPT)
    handle = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(SomethingLeft):
            send(usb, HUGE)
    finally:
        os.close(handle)


def test_the_systems_queue_gets_the_job_raw(
    target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lp = tmp_path / "lp"
    lp.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/said\ncat > {tmp_path}/got\n')
    lp.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    send(replace(target, connection="lp", address="kasir"), RECEIPT)
    assert (tmp_path / "got").read_bytes() == RECEIPT
    assert (tmp_path / "said").read_text() == "-d kasir -o raw -t 7-receipt -\n"


def test_a_queue_that_refuses_took_nothing(
    target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lp = tmp_path / "lp"
    lp.write_text("#!/bin/sh\necho 'no such queue' >&2\nexit 1\n")
    lp.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(NothingLeft, match="no such queue"):
        send(replace(target, connection="lp", address="kasir"), RECEIPT)
