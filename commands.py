"""The verbs of `./titip`: each reads its options, calls one thing, and says what happened.

Runs inside the environment that `titip` made. What a verb does not need it does not import, so
that a start is quick.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from config import Config

ROLES = ("manager", "cashier", "officer")


class Verbs(click.Group):
    """The verbs; a wrong option is told in Indonesian before Click's own English."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb."""
        try:
            return super().invoke(ctx)
        except click.UsageError:
            click.echo(
                "titip: perintahnya kurang atau salah tulis; lihat `./titip help`.", err=True
            )
            raise


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
def titip() -> None:
    """Titip: catat, jual, setor / record, sell, settle."""


# -- run -----------------------------------------------------------------------------------------


@titip.command()
@click.option("--port", type=click.IntRange(0, 65535), help="0: any free port")
@click.option("--host")
@click.option("--lan", is_flag=True, help="jaringan toko / serve the shop's network")
@click.option("--empty", is_flag=True, help="tanpa data contoh / no demonstration data")
def run(port: int | None, host: str | None, lan: bool, empty: bool) -> None:
    """Jalankan Titip / Serve the web pages and the printers until Ctrl-C."""
    import command_line
    import running

    config = command_line.configuration()
    config = replace(
        config,
        port=config.port if port is None else port,
        host="0.0.0.0" if lan else host or config.host,  # noqa: S104
    )
    command_line.need_home(config)
    with running.only_run(config):
        listener = running.take_port(config)
        config = replace(config, port=listener.getsockname()[1])
        with command_line.prepared(config) as database:
            running.begin(database, config, empty=empty)
            lines = running.greeting(database, config, lan=lan)
        running.serve(config, listener.fileno(), lines)


# -- goods and people ----------------------------------------------------------------------------


@titip.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="percobaan saja / only say what would happen")
@click.option("--batch", help="nama kiriman / name of the delivery")
@click.option("--outlet", help="kode tempat / code of the outlet")
def take_sheet(file: Path, dry_run: bool, batch: str | None, outlet: str | None) -> None:
    """Masukkan barang titipan dari CSV atau Excel / Take in goods from a sheet."""
    import command_line
    from catalogue.stock.importing import import_file
    from catalogue.stock.outcome import summary
    from core.collecting import pass_over_what_stays

    with (
        command_line.open_house() as house,
        command_line.place_for_goods(house, dry_run=dry_run) as database,
    ):
        pass_over_what_stays()
        outcome = import_file(
            database,
            file,
            at=house.at,
            batch=batch,
            outlet_code=outlet,
            dry_run=dry_run,
            progress=command_line.show_progress,
        )
        for line in [*summary(outcome), outcome.last_line]:
            click.echo(line)


@titip.command("create-user")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True)
def create_user(name: str, role: str) -> None:
    """Buat pengguna; sandi ditanyakan / Make a user; asks for the password."""
    import command_line
    from catalogue.outlets import queries as outlets
    from catalogue.outlets import service as places
    from core.users import service as people

    with command_line.open_house() as house:
        secrets = {"password": people.check_new_password(command_line.ask_password())}
        pin = command_line.ask_pin()
        if pin:
            secrets["pin"] = people.check_new_pin(pin)
        with house.database.writer() as session:
            user = people.create_user(
                session, name, login=name, roles=(role,), at=house.at, by=None
            )
            for kind, hashed in secrets.items():
                people.set_secret(session, user, kind, hashed, at=house.at)
            outlet = outlets.main_outlet(session)
            if outlet is not None and role != "officer":
                places.staff(session, user, outlet)
    click.echo(f"Pengguna {name} ({role}) dibuat / user {name} ({role}) made")


# -- keeping -------------------------------------------------------------------------------------


@titip.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Simpan salinan seluruh data / Write a backup of everything to FILE."""
    import command_line
    from core.backup import backup as write

    with command_line.open_house() as house:
        home = house.config.home
        size = write(house.database, home, file, at=house.at)
    click.echo(f"Cadangan dari / backup of {home}: {file} ({max(size // 1000, 1)} kB)")


@titip.command()
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Kembalikan salinan / Bring the backup FILE back; what was there is moved aside.

    A backup of SQLite may come back in an empty database of PostgreSQL: so a house moves.
    """
    import command_line
    import running
    from core.backup import restore as bring_back
    from core.clock import Clock
    from core.db import Database
    from migrations.carrying import carry_over

    config = command_line.configuration()
    command_line.need_home(config)
    with running.only_run(config), command_line.refusals():
        database = Database(config.database_url)
        at = Clock(config.now).now()
        moved = bring_back(database, config.home, file, at=at, carry=carry_over)
        with command_line.prepared(config):
            pass  # a backup of an older Titip gets today's tables
    click.echo(f"Cadangan sudah kembali di / the backup is back in {config.home}")
    if moved:
        click.echo(f"Data lama disimpan di / what was there is kept in {moved}")


@titip.command()
def verify() -> None:
    """Periksa seluruh buku / Check that every book agrees; ends with 1 where one does not."""
    import command_line
    from core.files import Files
    from pos.reports.verify import verify as look

    wrong = 0
    with command_line.open_house() as house, house.database.reader() as session:
        for verdict in look(session, Files(house.config.home)):
            click.echo(verdict.line)
            wrong += not verdict.is_good
        click.echo(f"Folder data / data folder: {house.config.home}")
    if wrong:
        click.echo(f"{wrong} pemeriksaan tidak cocok / checks that do not agree", err=True)
        sys.exit(1)
    click.echo("Semua cocok / everything agrees")


@titip.command("print-worker")
@click.option("--server", metavar="URL", help="jadi agen cetak server itu / be an agent of it")
@click.option(
    "--token-file", type=click.Path(path_type=Path), metavar="FILE",
    help="tanda pengenal agen / the agent's token",
)  # fmt: skip
def print_worker(server: str | None, token_file: Path | None) -> None:
    """Jalankan pencetak saja / Run the print worker alone, or an agent beside a distant printer."""
    import command_line
    from worker import be_agent_until_stopped, print_until_stopped

    if (server is None) != (token_file is None):
        raise click.UsageError("--server and --token-file go together")
    if server is not None and token_file is not None:
        command_line.be_agent(server, token_file, be_agent_until_stopped)
        return
    with command_line.open_house() as house:
        print_until_stopped(house.config, house.database, house.clock)


# -- measuring -----------------------------------------------------------------------------------


@titip.command()
@click.option("--rounds", type=click.IntRange(1), default=100, help="nota / sales to measure")
@click.option(
    "--settlement", is_flag=True, help="20.000 baris dihitung sambil jualan / beside selling"
)
@click.option(
    "--gallery", type=click.IntRange(1), help="katalog dengan sebanyak ini / works on show"
)
@click.option("--database", default="", help="basis data kosong / an empty database for --gallery")
def bench(rounds: int, *, settlement: bool, gallery: int | None, database: str) -> None:
    """Ukur kecepatan / Measure the figures of the README, in a folder that is thrown away."""
    if gallery:
        from bench import gallery as visitors

        looked = visitors.measure(
            gallery, url=database, say=lambda words: click.echo(words, err=True)
        )
        for line in visitors.lines(looked):
            click.echo(line)
        return
    if settlement:
        from bench import large

        for line in large.lines(large.measure(say=lambda words: click.echo(words, err=True))):
            click.echo(line)
        return
    from bench.measuring import measure
    from bench.report import lines

    for line in lines(measure(rounds, say=lambda words: click.echo(words, err=True))):
        click.echo(line)


# -- what `run` starts ---------------------------------------------------------------------------


@titip.command(hidden=True)
@click.argument("listener", type=int)
def web(listener: int) -> None:
    """Serve the web on an inherited socket; `run` starts this."""
    from core.server import Web, die_with_parent

    die_with_parent()
    sys.argv = sys.argv[:1]  # gunicorn would read our words as its own
    config = Config.from_env(os.environ)

    def load() -> object:
        from app import create_app

        return create_app(config)

    Web(load, listener=listener, workers=1 if config.is_sqlite else 2).run()


@titip.command(hidden=True)
def work() -> None:
    """Advance jobs and print; `run` starts this."""
    from core.server import die_with_parent

    die_with_parent()
    from worker import work_until_stopped

    work_until_stopped(Config.from_env(os.environ))


if __name__ == "__main__":
    titip(prog_name="titip")
