"""`flask rounds`: rounds and the question sets they use."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import click

from award.design.formatters import short_datetime
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.policy import SYSTEM
from award.rounds import queries, services
from award.rounds.rules.criteria import BadCriteria
from award.rounds.rules.questions import BadQuestionSet


@click.group("rounds")
def rounds() -> None:
    """Rounds and question sets."""


@rounds.command("import-questions")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_questions(path: Path) -> None:
    """Store the question set in a TOML file. A stored version never changes."""
    try:
        with transaction():
            stored = services.import_question_set(path, actor=SYSTEM)
    except (BadQuestionSet, Refused, tomllib.TOMLDecodeError) as error:
        _fail(path, error)
    else:
        click.echo(f"{stored.key} version {stored.version} is stored ({stored.digest[:12]}).")


@rounds.command("import-reference-data")
def import_reference_data() -> None:
    """Store the question sets that came with this release, and check its criteria."""
    try:
        with transaction():
            imported = services.import_reference_data(SYSTEM)
    except (BadQuestionSet, BadCriteria, Refused, tomllib.TOMLDecodeError) as error:
        _fail(Path("seeds"), error)
    else:
        for stored in imported.question_sets:
            click.echo(f"Questions: {stored.key} version {stored.version}")
        for found in imported.criteria_sets:
            click.echo(f"Criteria: {found.key} version {found.version}")


@rounds.command("list")
def list_rounds() -> None:
    """Every round, the latest first, with its stage and times in London."""
    page = 1
    while True:
        found = queries.all_rounds(page)
        for row in found.rows:
            opens, closes = short_datetime(row.opens_at), short_datetime(row.closes_at)
            click.echo(f"{row.reference}\t{row.stage}\t{opens}\t{closes}\t{row.title}")
        page += 1
        if page > found.last:
            return


def _fail(path: Path, error: Exception) -> None:
    click.echo(f"{path} was not imported:\n{error}", err=True)
    sys.exit(1)
