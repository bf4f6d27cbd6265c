"""`flask rounds`: rounds and the question sets they use."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from award.design.formatters import short_datetime
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.policy import SYSTEM
from award.rounds.kinds import ALL_PHASES
from award.rounds.queries import lists
from award.rounds.queries.question_sets import pairs_with, question_set
from award.rounds.rules.carrying import added
from award.rounds.rules.criteria import BadCriteria
from award.rounds.rules.questions import BadQuestionSet
from award.rounds.rules.regimes import BadRegimes
from award.rounds.services import reference_data


@click.group("rounds")
def rounds() -> None:
    """Rounds and question sets."""


@rounds.command("import-questions")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_questions(path: Path) -> None:
    """Store the question set in a TOML file. A stored version never changes."""
    with _told(path), transaction():
        stored = reference_data.import_question_set(path, actor=SYSTEM)
    click.echo(f"{stored.key} version {stored.version} is stored ({stored.digest[:12]}).")
    for first, full in pairs_with(question_set(stored.id)):
        found = added(first, full, ALL_PHASES[-1])
        click.echo(
            f"{found.shared} answers of {first.key} are carried over into {full.key} version "
            f"{full.version}, which asks {found.new} more questions."
        )
        for question, room in found.longer:
            click.echo(f"  {question.key}: {room}")


@rounds.command("import-reference-data")
def import_reference_data() -> None:
    """Store the question sets and regimes that came with this release, and check its criteria."""
    with _told(Path("seeds")), transaction():
        imported = reference_data.import_reference_data(actor=SYSTEM)
    for stored in imported.question_sets:
        click.echo(f"Questions: {stored.key} version {stored.version}")
    for found in imported.criteria_sets:
        click.echo(f"Criteria: {found.key} version {found.version}")
    for record in imported.regimes:
        click.echo(f"Regimes: {record.key} {record.version}, record {record.revision}")


@rounds.command("list")
def list_rounds() -> None:
    """Every round, the latest first, with its stage and times in London."""
    lines = [_HEADINGS, *_lines()]
    if len(lines) == 1:
        click.echo("There is no round yet.")
        return
    widths = [max(len(line[at]) for line in lines) for at in range(len(_HEADINGS) - 1)]
    for line in lines:
        padded = (text.ljust(width) for text, width in zip(line, widths, strict=False))
        click.echo("  ".join([*padded, line[-1]]))


_HEADINGS = ("Reference", "Stage", "Opens", "Closes", "Title")


def _lines() -> Iterator[tuple[str, ...]]:
    for row in lists.all_rounds().rows:
        opens, closes = short_datetime(row.opens_at), short_datetime(row.closes_at)
        yield row.reference, row.stage.value, opens, closes, row.title


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What is wrong with a file, under its name."""
    try:
        yield
    except (BadQuestionSet, BadCriteria, BadRegimes, Refused, tomllib.TOMLDecodeError) as error:
        raise click.ClickException(f"{path} was not imported:\n{error}") from None
    except UnicodeDecodeError:
        raise click.ClickException(f"{path} was not imported: it is not text (UTF-8).") from None
