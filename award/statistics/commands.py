"""`flask statistics`: what a file of scores can and can't tell."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

MOST_SHOWN = 200


@click.command("statistics")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@click.option("--budget-line", "places", type=click.IntRange(1, 1_000_000), metavar="K",
              help="How many can be selected, from the best down.")  # fmt: skip
@click.option("--lower-is-better", is_flag=True, help="The lowest score is the best.")
def statistics(file: str, as_json: bool, places: int | None, lower_is_better: bool) -> None:
    """Agreement, severity and how sure the line is, from a table with the columns application,
    assessor, criterion and score ("-" for standard input). Needs no database. Ends with 2 when
    something is wrong with the file."""
    from award.statistics.rules import reading, told  # NumPy is loaded by who needs it
    from award.statistics.rules.report import report
    from award.statistics.rules.table import table_of

    content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    found = reading.read(content)
    if found.parted:  # beside the answer, which is the same however the file was written
        said = (
            f"Read with {found.parted} between cells, and a comma in a number as its decimal point."
        )
        click.echo(said, err=True)
    if found.errors:
        for error in found.errors[:MOST_SHOWN]:
            click.echo(f"{error}.", err=True)
        if len(found.errors) > MOST_SHOWN:
            click.echo(f"And {len(found.errors) - MOST_SHOWN} more.", err=True)
        sys.exit(2)
    made = report(table_of(found.cells), places=places, lower_is_better=lower_is_better)
    if as_json:
        click.echo(json.dumps(told.as_json(made), indent=1, ensure_ascii=False, allow_nan=False))
        return
    for line in told.as_text(made):
        click.echo(line)
    if found.missing:
        click.echo(f"Left out, without a score: {told.counted(found.missing, 'row')}.")
