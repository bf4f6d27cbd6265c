"""`flask seed`: fill a database."""

from __future__ import annotations

import click
from flask import current_app

from award.foundation.db import transaction


@click.group("seed")
def seed() -> None:
    """Fill the database with fictional data."""


def prepare_demonstration() -> bool:
    """Seed the demonstration into a database that has no round yet; False when it has one."""
    from award.seeding import closing, demo

    if not demo.is_empty():
        return False
    if closing.belongs_to_others():
        raise click.ClickException(
            "This database has accounts that are no demonstration's: nothing was changed."
        )
    click.echo("Seeding the demonstration: fictional people, organisations and projects")
    demo.seed()
    return True


@seed.command("demo")
def demo_command() -> None:
    """The demonstration: three rounds, applications in every state, case studies."""
    from award.seeding import demo

    if not current_app.config["DEMONSTRATION"]:
        raise click.ClickException("Only make run and make reset make a demonstration.")
    if not demo.is_empty():
        raise click.ClickException(
            "This database has rounds already; the demonstration needs an empty one."
        )
    demo.seed()
    click.echo("The demonstration is in place.")


@seed.command("volume")
@click.option("--applications", "count", required=True, type=click.IntRange(1, 200_000))
@click.option("--assessors", default=40, show_default=True, type=click.IntRange(3, 5_000))
@click.option("--case-studies", "studies", type=click.IntRange(0, 200_000),
              help="Published ones; one for ten applications unless it says.")  # fmt: skip
@click.option("--seed", "number", default=1, show_default=True, type=click.IntRange(0, 10**9))
@click.option("--under-way", is_flag=True,
              help="A fifth is still to be assigned; one assessor in six is silent.")  # fmt: skip
@click.option("--yes", is_flag=True, help="Also beside rounds that are not for measuring.")
def volume_command(
    count: int, assessors: int, studies: int | None, number: int, under_way: bool, yes: bool
) -> None:
    """A closed round with many submitted and assessed applications, and case studies, to measure
    with."""
    from award.seeding import volume

    others = volume.other_rounds()
    if others and not yes:
        raise click.ClickException(
            f"This database has other rounds ({', '.join(others)}), and a round made to measure"
            " with can't be taken out again. Use another database, or add --yes."
        )
    studies = count // 10 if studies is None else studies
    reference = volume.seed(count, assessors, number, studies, under_way=under_way)
    click.echo(f"Seeded {count:,} applications into round {reference}.")
    if studies:
        click.echo(f"Published {studies:,} case studies.")


@click.command("close-demonstration")
def close_command() -> None:
    """Suspend the demonstration's accounts for good, and take their passwords and roles."""
    from award.seeding import closing

    with transaction():
        count = closing.close()
    click.echo(f"Closed {count} {'account' if count == 1 else 'accounts'} of the demonstration.")
