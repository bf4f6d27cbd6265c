"""`flask registers`: what public registers say of organisations."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from flask.cli import AppGroup

from award.accounts.commands.days import DAY
from award.accounts.rules.extracts import BadExtract
from award.accounts.services.registers import import_extract
from award.design.formatters import plural
from award.foundation.db import transaction

registers = AppGroup("registers", help="Public registers of organisations.")


@registers.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-of", "day", type=DAY, help="The day of the extract.")
@click.option("--whole", is_flag=True, help="What the file lacks is in its register no more.")
def load(path: Path, day: date | None, whole: bool) -> None:
    """Load an extract of a register from a CSV file in UTF-8."""
    try:
        with transaction():
            loaded = import_extract(path, as_of=day, whole=whole)
    except UnicodeDecodeError:
        raise click.ClickException(
            f"{path} was not imported: it is not in UTF-8. Save it as “CSV UTF-8” and load it again"
        ) from None
    except BadExtract as error:
        raise click.ClickException(f"{path} was not imported:\n{error}") from None
    left = loaded.rows - loaded.stored
    click.echo(
        f"{plural(loaded.rows, 'row')} of {loaded.as_of}: {loaded.stored:,} stored"
        + (f", {left:,} left as they were, which are of a later day" if left else "")
        + (f", {loaded.gone:,} marked as gone" if whole else "")
    )
