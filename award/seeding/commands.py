"""`flask seed`: fill a database."""

from __future__ import annotations

import click


@click.group("seed")
def seed() -> None:
    """Fill the database with fictional data."""


def prepare_demonstration() -> bool:
    """Seed the demonstration into a database that has no round yet; False when it has one."""
    from award.seeding import demo

    if not demo.is_empty():
        return False
    click.echo("Seeding the demonstration: fictional people, organisations and projects")
    demo.seed()
    return True


@seed.command("demo")
def demo_command() -> None:
    """The demonstration: three rounds, applications in every state, case studies."""
    from award.seeding import demo

    if not demo.is_empty():
        raise click.ClickException(
            "This database has rounds already; the demonstration needs an empty one."
        )
    demo.seed()
    click.echo("The demonstration is in place.")


@seed.command("volume")
@click.option("--applications", "count", required=True, type=click.IntRange(1, 200_000))
@click.option("--assessors", default=40, show_default=True, type=click.IntRange(3, 5_000))
@click.option("--seed", "number", default=1, show_default=True, type=int)
@click.option("--yes", is_flag=True, help="Also beside rounds that are not for measuring.")
def volume_command(count: int, assessors: int, number: int, yes: bool) -> None:
    """A closed round with many submitted and assessed applications, to measure with."""
    from award.seeding import volume

    others = volume.other_rounds()
    if others and not yes:
        raise click.ClickException(
            f"This database has other rounds ({', '.join(others)}), and a round made to measure"
            " with can't be taken out again. Use another database, or add --yes."
        )
    reference = volume.seed(count, assessors, number)
    click.echo(f"Seeded {count:,} applications into round {reference}.")
