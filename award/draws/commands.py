"""`flask draw`: lots drawn again from their file."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.group("draw")
def draw() -> None:
    """Lots that rounds have drawn."""


@draw.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--commitment", metavar="SHA256",
              help="The seed’s SHA-256 that the round published before it opened.")  # fmt: skip
def verify(file: str, commitment: str | None) -> None:
    """Draw the lots of FILE again ("-" for standard input). Needs no database. Ends with 2 when
    anything does not hold."""
    from award.draws.rules import record

    content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        found = record.read(content.decode())
    except (record.Unreadable, UnicodeDecodeError) as error:
        words = str(error) if isinstance(error, record.Unreadable) else "It is not text in UTF-8"
        click.echo(f"{words}.", err=True)
        sys.exit(2)
    wanted = commitment.strip().lower() if commitment else None
    wrong = list(record.faults(found, wanted))
    for one in wrong:
        click.echo(f"{one}.", err=True)
    if wrong:
        sys.exit(2)
    click.echo(f"The draw of round {found.round} holds: {len(found.lots):,} lots drawn again.")
    if wanted is None:
        click.echo(f"Compare with what was published before the round opened: {found.commitment}")
