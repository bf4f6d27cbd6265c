"""`flask export`: lists as files, for scripts and for those who prefer a terminal."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, NoReturn

import click

from award.decisions.queries.shortlist_list import shortlist_list
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM
from award.reporting import services
from award.reporting.writers import WRITERS
from award.reporting.writers.files import Exported
from award.rounds.queries.rounds import round_by_reference


@click.group("export")
def export() -> None:
    """Write a list to a file."""


@export.command("shortlist")
@click.option("--round", "reference", required=True, help="Reference of the round.")
@click.option("--format", "format_", required=True, help=f"One of {', '.join(WRITERS)}.")
@click.option("--out", required=True, help="Where to write it; - for standard output.")
def shortlist_command(reference: str, format_: str, out: str) -> None:
    """A round's applications in rank order, with the columns of the staff's page."""
    if format_ not in WRITERS:
        _fail(f"There is no format {format_}: choose {', '.join(WRITERS)}.")
    round_ = round_by_reference(SYSTEM, reference.strip().upper())
    if round_ is None:
        _fail(f"There is no round {reference}.")
    view = shortlist_list(round_).file({}, SYSTEM)

    def write(file: IO[bytes]) -> Exported:
        return services.export(view, format_, file, actor=SYSTEM)

    try:
        done = _to_standard_output(write) if out == "-" else _to_file(write, Path(out).resolve())
    except OSError as error:
        _fail(f"Can't write to {out}: {error.strerror}.")
    rows = f"{done.rows:,} {'application' if done.rows == 1 else 'applications'}"
    click.echo(f"Wrote {rows} to {out}, SHA-256 {done.sha256}", err=out == "-")


def _to_standard_output(write: Callable[[IO[bytes]], Exported]) -> Exported:
    """Finished and on record before the first byte leaves."""
    with tempfile.TemporaryFile() as file:
        with transaction():
            done = write(file)
        shutil.copyfileobj(file, sys.stdout.buffer)
    return done


def _to_file(write: Callable[[IO[bytes]], Exported], out: Path) -> Exported:
    """Under another name first, so that the last step is one rename."""
    if not out.parent.is_dir():
        _fail(f"There is no folder {out.parent}.")
    if out.exists() and not out.is_file():
        _fail(f"{out} is {'a folder' if out.is_dir() else 'not a file'}: name a file.")
    number, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    try:
        with os.fdopen(number, "w+b") as file, transaction():
            done = write(file)
            os.fsync(file.fileno())
        Path(name).replace(out)
    finally:
        Path(name).unlink(missing_ok=True)
    return done


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)
