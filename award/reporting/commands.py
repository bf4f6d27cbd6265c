"""`flask export`: lists as files, for scripts and for those who prefer a terminal."""

from __future__ import annotations

import os
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from award.foundation.db import transaction
from award.foundation.policy import SYSTEM
from award.reporting import services
from award.reporting.registry import shortlist_export
from award.reporting.writers import WRITERS
from award.rounds.queries import round_by_reference


@click.group("export")
def export() -> None:
    """Write a list to a file."""


@export.command("shortlist")
@click.option("--round", "reference", required=True, help="Reference of the round.")
@click.option("--format", "format_", required=True, help=f"One of {', '.join(WRITERS)}.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
def shortlist_command(reference: str, format_: str, out: Path) -> None:
    """A round's applications in rank order, with the columns of the staff's page."""
    if format_ not in WRITERS:
        _fail(f"There is no format {format_}: choose {', '.join(WRITERS)}.")
    round_ = round_by_reference(SYSTEM, reference)
    if round_ is None:
        _fail(f"There is no round {reference}.")
    if not out.parent.is_dir():
        _fail(f"There is no folder {out.parent}.")
    draft = _beside(out)
    try:
        with draft.open("w+b") as file, transaction():
            table = partial(shortlist_export, round_, SYSTEM)
            done = services.export(table, round_, format_, file, actor=SYSTEM)
            os.fsync(file.fileno())
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    rows = f"{done.rows:,} {'application' if done.rows == 1 else 'applications'}"
    click.echo(f"Wrote {rows} to {out}, SHA-256 {done.sha256}")


def _beside(out: Path) -> Path:
    """An empty file in the same folder, so that the last step is one rename."""
    try:
        number, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    except OSError as error:
        _fail(f"Can't write to {out.parent}: {error.strerror}.")
    os.close(number)
    return Path(name)


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)
