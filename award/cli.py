"""`flask` commands. Each chapter brings its own; those that run the whole service are here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from flask import Flask, current_app

from award import faults, starting
from award.case_studies.commands import draw_outdated
from award.case_studies.services import drawing
from award.design import assets, fingerprints, static_files
from award.foundation import checks, jobs, migrations, search
from award.foundation.db import make_file, transaction
from award.foundation.files import storage
from award.seeding.commands import prepare_demonstration


def _fail(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(1)


@click.command("assets")
def assets_command() -> None:
    """Copy NHS front end and fonts from node_modules, then build every static file."""
    static = Path(str(current_app.static_folder))
    packages = Path(current_app.root_path).parent / "node_modules"
    try:
        assets.copy_assets(packages, static / "nhsuk")
        assets.copy_fonts(packages)
        fingerprints.build(static, static_files.BUILT)
    except assets.AssetsError as error:
        _fail(str(error))


@click.command("prepare")
def prepare_command() -> None:
    """Bring the database up to date; fill an empty demonstration."""
    make_file()
    before = migrations.made()
    migrations.upgrade()
    after = migrations.made()
    if before == after:
        click.echo(f"The database is up to date ({_named(after)}).")
    elif before:
        click.echo(f"The database is brought up to date: {_named(before)} to {_named(after)}.")
    else:
        click.echo(f"The database is made ({_named(after)}).")
    if search.outdated():
        _rebuild_search()
    if drawing.outdated():
        click.echo(f"Published texts drawn: {draw_outdated()}.")
    if current_app.config["DEMONSTRATION"] and not prepare_demonstration():
        click.echo("The demonstration is in place.")


def _named(migrations: frozenset[str]) -> str:
    return ", ".join(sorted(migrations)) or "no migration"


@click.command("reset-demonstration")
def reset_command() -> None:
    """Empty the demonstration, its emails too, and seed it again."""
    if not current_app.config["DEMONSTRATION"]:
        _fail("This is not a demonstration: nothing was changed.")
    make_file()
    from award.seeding import closing

    if migrations.made() and closing.belongs_to_others():
        _fail("This database has accounts that are no demonstration's: nothing was changed.")
    migrations.downgrade("base")
    current_app.extensions["huey"].flush()
    mail_url: str = current_app.config["SETTINGS"].mail_url
    if mail_url.startswith("file:"):
        for letter in Path(mail_url.removeprefix("file:")).glob("*.eml"):
            letter.unlink()
    migrations.upgrade()
    prepare_demonstration()
    click.echo("The demonstration is as new.")


@click.command("start")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.pass_context
def start_command(context: click.Context, port: int) -> None:
    """Prepare, then run web server and worker until Ctrl-C."""
    from award import running

    if running.port_in_use(port):
        _fail(f"Port {port} is in use. Choose another: make run PORT={port + 1}")
    if "base_url" not in current_app.config["SETTINGS"].model_fields_set:
        current_app.config["BASE_URL"] = _address(port)  # emails made while seeding link to it
    if not current_app.config["DEMONSTRATION"]:
        starting.look(current_app._get_current_object())  # type: ignore[attr-defined]
    context.invoke(prepare_command)
    if storage.used_here():  # a web process that forks from this one could open no file
        sys.stdout.flush()
        os.execv(sys.executable, sys.orig_argv)
    running.run(current_app._get_current_object(), port, _welcome(port))  # type: ignore[attr-defined]


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _welcome(port: int) -> str:
    lines = ["", f"{current_app.config['SERVICE_NAME']} is at {_address(port)}"]
    if current_app.config["DEMONSTRATION"]:
        from award.seeding.demo import ACCOUNTS, PASSWORD

        lines += ["", f"Demonstration accounts, password {PASSWORD}"]
        lines += [f"  {role:<16} {email}" for role, email in ACCOUNTS]
        lines += ["  People who lead the demonstration's applications have the same password."]
    return "\n".join([*lines, "", "Press Ctrl-C to stop.", ""]) + "\n"


@click.command("worker")
@click.option("--threads", default=1, show_default=True, type=click.IntRange(1, 32))
def worker_command(threads: int) -> None:
    """Run background work: sends email."""
    starting.look(current_app._get_current_object())  # type: ignore[attr-defined]
    jobs.run_worker(current_app._get_current_object(), threads)  # type: ignore[attr-defined]


@click.group("search")
def search_group() -> None:
    """The index that search looks things up in."""


@search_group.command("rebuild")
def rebuild_command() -> None:
    """Make the index, and the keys that lists sort by, again from what is stored."""
    _rebuild_search()


def _rebuild_search() -> None:
    """A part at a time, so that nobody who writes waits long."""
    parts, made = search.rebuild(), 0
    while True:
        with transaction():
            done = next(parts, None)
        if done is None:
            break
        made = done
    click.echo(f"The search index is made again: {made} {'text' if made == 1 else 'texts'}.")


@click.command("check")
def check_command() -> None:
    """Check what must always be true of the stored rows; changes nothing."""
    wrong = 0
    for says, found in checks.CHECKS.all().items():
        faults = list(found())
        wrong += len(faults)
        click.echo(f"{'WRONG' if faults else 'ok':<6} {says}")
        for fault in faults:
            click.echo(f"       {fault}", err=True)
    if wrong:
        _fail(f"{wrong} {'fault' if wrong == 1 else 'faults'} found.")


def init_app(app: Flask) -> None:
    """Add those commands to `flask`, and have every command say in one line what went wrong."""
    for command in (
        assets_command,
        prepare_command,
        reset_command,
        start_command,
        worker_command,
        search_group,
        check_command,
    ):
        app.cli.add_command(command)
    for command in app.cli.commands.values():
        faults.said_plainly(command)
