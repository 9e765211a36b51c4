"""The verbs of `./titip`: each reads its options, calls one thing, and says what happened.

Runs inside the environment that `titip` made. What a verb does not need it does not import, so
that a start is quick.
"""

import os
import sys
from dataclasses import replace

import click

from config import BadSetting, Config


def configuration() -> Config:
    """Return the settings of the environment; stop on one that cannot be used."""
    try:
        return Config.from_env(os.environ)
    except BadSetting as bad:
        from running import stop

        stop(bad.indonesian, bad.english)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
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
    import running

    config = configuration()
    config = replace(
        config,
        port=config.port if port is None else port,
        host="0.0.0.0" if lan else host or config.host,  # noqa: S104
    )
    running.need_home(config)
    with running.only_run(config):
        listener = running.take_port(config)
        config = replace(config, port=listener.getsockname()[1])
        with running.prepared(config) as database:
            running.begin(database, config, empty=empty)
            lines = running.greeting(database, config, lan=lan)
        running.serve(config, listener.fileno(), lines)


@titip.command(hidden=True)
@click.argument("listener", type=int)
def web(listener: int) -> None:
    """Serve the web on an inherited socket; `run` starts this."""
    from core.server import Web, die_with_parent

    die_with_parent()
    sys.argv = sys.argv[:1]  # gunicorn would read our words as its own
    config = configuration()

    def load() -> object:
        from app import create_app

        return create_app(config)

    Web(load, listener=listener, workers=1 if config.is_sqlite else 2).run()


@titip.command(hidden=True)
def work() -> None:
    """Advance jobs and print; `run` starts this."""
    from core.server import die_with_parent
    from worker import work_until_stopped

    die_with_parent()
    work_until_stopped(configuration())


if __name__ == "__main__":
    titip(prog_name="titip")
