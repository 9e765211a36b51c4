"""Agents beside distant printers: what the queue lets them do, and a real one over HTTPS."""

import os
import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

import command_line
from config import PROJECT, Config
from core.dispatch import TitipFlask
from core.errors import Conflict, NotFound
from core.ids import new_uuid
from core.users import service as people
from printers import agents, spool
from printers.agent import BadServer, Server, run_agent
from printers.agents import UnknownAgent
from printers.models import PrintAgent, Printer, PrintJob, State
from printers.outcome import Outcome
from tests.houses import app_at
from tests.printers import papers, printer_servers
from tests.printers.test_views import sign_in

CERTIFICATE = Path(__file__).parent.parent / "data" / "localhost.pem"


def enrolled(session: Session, at: datetime, **fields: Any) -> tuple[PrintAgent, str, Printer]:
    """An agent with its token and one printer beside it."""
    boss = people.create_user(session, "Boss", login=new_uuid(), roles=["manager"], at=at, by=None)
    agent, token = agents.enrol(session, "Lapak", by=boss.id, at=at)
    told = {"name": "Struk lapak", "connection": "network", "address": "192.0.2.1:9100"}
    printer = Printer(**(told | fields), agent_id=agent.id)
    session.add(printer)
    session.flush()
    return agent, token, printer


def queued(session: Session, printer: Printer, at: datetime) -> PrintJob:
    return spool.enqueue(
        session, printer, papers.receipt(), source_kind="sale", source_id=1, by=None, at=at
    )


def test_a_claim_that_got_lost_is_handed_out_again_unmarked(session: Session, at: datetime) -> None:
    agent, _token, printer = enrolled(session, at)
    job = queued(session, printer, at)
    assert agents.work(session, agent, at=at) == [printer.id]

    first = agents.claim(session, agent, printer.id, at=at)
    again = agents.claim(session, agent, printer.id, at=at)

    assert first is again is job
    agents.begin(session, job, at=at)
    agents.report(session, job, Outcome("sent"), at=at)
    agents.report(session, job, Outcome("something", "heard twice"), at=at)
    assert (job.state, job.copy, job.error) == (State.SENT, 0, None)
    assert agents.claim(session, agent, printer.id, at=at) is None


def test_an_agent_that_died_after_it_began_leaves_the_paper_to_a_person(
    session: Session, at: datetime
) -> None:
    agent, _token, printer = enrolled(session, at)
    job, later = queued(session, printer, at), queued(session, printer, at)
    agents.claim(session, agent, printer.id, at=at)
    agents.begin(session, job, at=at)
    with pytest.raises(Conflict):
        agents.begin(session, job, at=at)

    assert agents.claim(session, agent, printer.id, at=at) is later

    assert job.state == State.UNCONFIRMED
    assert spool.retry(session, job, by=None, at=at).copy == 1


def test_what_never_left_is_tried_again_by_itself(session: Session, at: datetime) -> None:
    agent, _token, printer = enrolled(session, at)
    job = queued(session, printer, at)
    agents.claim(session, agent, printer.id, at=at)
    agents.begin(session, job, at=at)

    agents.report(session, job, Outcome("nothing", "Kertas habis."), at=at)

    assert (job.state, job.bytes_left, job.error) == (State.QUEUED, False, "Kertas habis.")
    later = at + timedelta(minutes=1)
    assert agents.claim(session, agent, printer.id, at=later) is job


def test_a_drawer_pulse_that_came_too_late_is_never_sent(session: Session, at: datetime) -> None:
    agent, _token, printer = enrolled(session, at, drawer=True)
    pulse = spool.open_drawer(session, printer, source_kind="sale", source_id=1, by=None, at=at)
    assert agents.claim(session, agent, printer.id, at=at) is pulse
    late = at + spool.DRAWER_LIVES

    with pytest.raises(Conflict):
        agents.begin(session, pulse, at=late)
    assert agents.claim(session, agent, printer.id, at=late) is None
    assert pulse.state == State.EXPIRED


def test_an_agent_touches_its_own_printers_only_and_none_once_revoked(
    session: Session, at: datetime
) -> None:
    agent, token, printer = enrolled(session, at)
    other, _token, _theirs = enrolled(session, at, name="Struk bazar")
    job = queued(session, printer, at)

    with pytest.raises(NotFound):
        agents.claim(session, other, printer.id, at=at)
    with pytest.raises(NotFound):
        agents.lock_job(session, other, job.id)
    assert agents.by_token(session, token) is agent
    agents.revoke(session, agent, by=agent.enrolled_by, at=at)
    with pytest.raises(UnknownAgent):
        agents.by_token(session, token)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nobody", "Basic x"])
def test_without_a_known_token_every_door_is_shut(
    app: TitipFlask, client: FlaskClient, header: str
) -> None:
    headers = {"Authorization": header}
    assert client.get("/agent/work", headers=headers).status_code == 401
    assert client.get("/agent/jobs/1/paper", headers=headers).status_code == 401
    for path in ("hello", "printers/1/claim", "jobs/1/begin", "jobs/1/report"):
        assert client.post(f"/agent/{path}", headers=headers).status_code == 401


def test_a_manager_enrols_an_agent_sees_its_token_once_and_turns_it_away(
    app: TitipFlask, client: FlaskClient
) -> None:
    sign_in(app, client, "manager")
    assert client.post("/manage/printers/agents", data={"name": " "}).status_code == 422
    shown = client.post("/manage/printers/agents", data={"name": "Lapak"}).text
    token = shown.split('data-testid="agent-token">')[1].split("<")[0]
    assert len(token) >= 22 and "print-worker --server" in shown

    assert token not in client.get("/manage/printers/agents").text
    stranger = app.test_client()  # no cookie, no Origin: the token alone lets it in
    headers = {"Authorization": f"Bearer {token}"}
    assert stranger.post("/agent/hello", headers=headers).json == {"name": "Lapak"}
    assert "tersambung" in client.get("/manage/printers/agents").text
    client.post("/manage/printers/agents/1/revoke", data={"key": new_uuid()})
    assert stranger.get("/agent/work", headers=headers).status_code == 401


def test_a_paper_that_cannot_be_rendered_is_reported_and_stops_nothing(
    app: TitipFlask, client: FlaskClient
) -> None:
    at = app.house.clock.now()
    with app.house.database.writer() as session:
        _agent, token, printer = enrolled(session, at, language="zpl")
        number = queued(session, printer, at).id
    headers = {"Authorization": f"Bearer {token}"}
    claim = client.post(f"/agent/printers/{printer.id}/claim", headers=headers)
    assert claim.json == {"job": number}
    assert client.get(f"/agent/jobs/{number}/paper", headers=headers).status_code == 422
    wrong = client.post(f"/agent/jobs/{number}/report", headers=headers, data={"outcome": "?"})
    assert wrong.status_code == 422
    said = {"outcome": "failed", "words": "Bukan untuk label."}
    assert (
        client.post(f"/agent/jobs/{number}/report", headers=headers, data=said).status_code == 200
    )
    with app.house.database.reader() as session:
        assert session.get_one(PrintJob, number).state == State.FAILED


@pytest.mark.parametrize("url", ["", "ftp://x", "https://", "http:///x"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadServer):
        Server.at(url, "t")


@pytest.mark.parametrize(
    ("url", "token", "said"),
    [
        ("https://galeri.example.org", None, "cannot be read"),
        ("ftp://galeri.example.org", "x", "no address of a server"),
    ],
)
def test_an_agent_that_cannot_begin_ends_with_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], url: str, token: str | None, said: str
) -> None:
    file = tmp_path / "titip-agen.token"
    if token:
        file.write_text(token)

    with pytest.raises(SystemExit):
        command_line.be_agent(
            url, file, lambda server, path: run_agent(server, path, threading.Event())
        )

    assert said in capsys.readouterr().err


def test_an_agent_that_was_turned_away_ends_and_says_where_to_enrol(
    sqlite_database: Any, home: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    config = Config(home=home, database_url=f"sqlite:///{home / 'titip.db'}")
    (home / "titip-agen.token").write_text("nobody")
    with app_at(config) as app, serving(app) as port, pytest.raises(SystemExit):
        command_line.be_agent(
            f"https://127.0.0.1:{port}", home / "titip-agen.token",
            lambda server, path: run_agent(server, path, threading.Event()),
        )  # fmt: skip
    assert "enrol an agent" in capsys.readouterr().err


# -- a second process, a real server, a real printer ---------------------------------------------


@contextmanager
def serving(app: TitipFlask, port: int = 0) -> Iterator[int]:
    """Serve the house over HTTPS on 127.0.0.1 and yield the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    server = make_server("127.0.0.1", port, app, threaded=True, ssl_context=context)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def agent_process(port: int, token_file: Path) -> Iterator[subprocess.Popen[str]]:
    """Run `print-worker` as an agent in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, str(PROJECT / "commands.py"), "print-worker",
         "--server", f"https://127.0.0.1:{port}", "--token-file", str(token_file)],
        env=os.environ | {"SSL_CERT_FILE": str(CERTIFICATE)}, text=True, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


def test_an_agent_prints_over_https_and_goes_on_when_the_server_is_back(
    sqlite_database: Any, home: Path
) -> None:
    config = Config(home=home, database_url=f"sqlite:///{home / 'titip.db'}")
    with (
        app_at(config) as app,
        printer_servers.printer(printer_servers.reads_all) as printer,
    ):
        at = app.house.clock.now()
        with app.house.database.writer() as session:
            _agent, token, beside = enrolled(session, at, address=printer.address)
            first = queued(session, beside, at).id
        (home / "titip-agen.token").write_text(token + "\n")
        with serving(app) as port:
            started = agent_process(port, home / "titip-agen.token")
            process = started.__enter__()
            paper = printer.wait_for(1, seconds=20)[0]
        try:
            with app.house.database.writer() as session:
                second = queued(session, session.get_one(Printer, beside.id), at).id
            with serving(app, port):
                printer.wait_for(2, seconds=20)
                wait_until_sent(app, second)
        finally:
            started.__exit__(None, None, None)
        assert process.returncode == 0
        assert b"Rp1.648.500" in paper
        wait_until_sent(app, first)


def wait_until_sent(app: TitipFlask, number: int) -> None:
    """The agent's report has arrived."""
    for _attempt in range(100):
        with app.house.database.reader() as session:
            job = session.get_one(PrintJob, number)
            if job.state == State.SENT:
                return
        threading.Event().wait(0.1)
    assert job.state == State.SENT
