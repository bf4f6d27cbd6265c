"""`flask seed`: fill a database."""

from __future__ import annotations

import sys

import click


@click.group("seed")
def seed() -> None:
    """Fill the database with fictional data."""


def prepare_demonstration() -> None:
    """Seed the demonstration into a database that has no round yet."""
    from award.seeding import demo

    if demo.is_empty():
        click.echo("Seeding the demonstration: fictional people, organisations and projects")
        demo.seed()


@seed.command("demo")
def demo_command() -> None:
    """The demonstration: three rounds, applications in every state, case studies."""
    from award.seeding import demo

    if not demo.is_empty():
        click.echo(
            "This database has rounds already; the demonstration needs an empty one.", err=True
        )
        sys.exit(1)
    demo.seed()
    click.echo("The demonstration is in place.")


@seed.command("volume")
@click.option(
    "--applications", "count", default=5000, show_default=True, type=click.IntRange(1, 200_000)
)
@click.option("--assessors", default=40, show_default=True, type=click.IntRange(3, 5_000))
@click.option("--seed", "number", default=1, show_default=True, type=int)
def volume_command(count: int, assessors: int, number: int) -> None:
    """A closed round with many submitted and assessed applications, to measure with."""
    from award.seeding.volume import seed as seed_volume

    reference = seed_volume(count, assessors, number)
    click.echo(f"Seeded {count:,} applications into round {reference}.")
