"""`flask case-studies`: what is kept beside published texts."""

from __future__ import annotations

import click

from award.case_studies.services import drawing
from award.foundation.db import transaction


@click.group("case-studies")
def case_studies() -> None:
    """The public collection."""


@case_studies.command("draw")
def draw_command() -> None:
    """Draw the published texts again that other code has drawn, or none."""
    made = draw_outdated()
    click.echo(f"Published texts drawn: {made}.")


def draw_outdated() -> int:
    """A part at a time, so that nobody who writes waits long; how many there were."""
    parts, made = drawing.draw_again(), 0
    while True:
        with transaction():
            done = next(parts, None)
        if done is None:
            return made
        made = done
