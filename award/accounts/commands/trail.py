"""`flask audit`: prove the trail, write it to a file, take a person's name out of it."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import IO, Any, Final

import click
from flask.cli import AppGroup

from award.accounts.commands.days import DAY
from award.accounts.queries import people, trail
from award.accounts.queries.trail import TRAIL, EventRow, Wanted
from award.accounts.services.trail import erase_person_from_trail
from award.foundation import audit, checks
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM, Actor, Role

group = AppGroup("audit", help="The audit trail.")

READER = Actor(None, SYSTEM.name, roles=frozenset({Role.AUDITOR}))
"""Whoever can run commands can read everything."""
MOST: Final = 2**63 - 1
"""The largest number that a database has."""


@group.command("verify")
@click.option(
    "--expect",
    type=(click.IntRange(1, MOST), str),
    metavar="NUMBER FINGERPRINT",
    help="An event that was noted down: is it still there?",
)
def verify(expect: tuple[int, str] | None) -> None:
    """Check that no event was changed, added or taken out, as far as what stands beside the trail
    can tell."""
    last, faults = None, list[str]()
    for last in audit.chain():
        if not last.whole:
            faults.append(audit.broken(last))
    faults += [*audit.false_names(), *audit.left_behind(), *checks.moves()]
    if expect is not None:
        faults += [audit.missing(*expect) or ""]
    faults = [fault for fault in faults if fault]
    if faults:
        raise click.ClickException("\n".join(faults))
    click.echo("The chain is whole.")
    if expect is not None:
        click.echo(f"It holds event {expect[0]} as it was noted down.")
    if last is not None:
        click.echo(f"Last event {last.id}, fingerprint {last.hash}")


@group.command("export")
@click.option("--format", "format_", type=click.Choice(["csv", "jsonl"]), default="csv")
@click.option("--out", required=True, help="Where to write it; - for standard output.")
@click.option("--event", default="", help="A kind of thing (round) or an event (round.create).")
@click.option("--person", default="", help="Done by: part of a name or email address.")
@click.option("--subject", default="", help="About: a reference, now or once, or an address.")
@click.option("--since", type=DAY, help="First day, in London.")
@click.option("--until", type=DAY, help="Last day, in London.")
def export(
    format_: str,
    out: str,
    event: str,
    person: str,
    subject: str,
    since: date | None,
    until: date | None,
) -> None:
    """Write the trail, or what is asked for of it, oldest event first."""
    wanted = Wanted(event.strip(), person.strip(), subject.strip(), since, until)
    count = 0

    def counted() -> Iterable[EventRow]:
        nonlocal count
        for row in trail.whole_trail(READER, wanted):
            count += 1
            yield row

    write: Callable[[Iterable[EventRow], IO[str]], None] = {"csv": _csv, "jsonl": _lines}[format_]
    if out == "-":
        write(counted(), sys.stdout)
    else:
        with Path(out).open("w", encoding="utf-8", newline="") as file:
            write(counted(), file)
    with transaction():
        asked = {name: text for name, text in asdict(wanted).items() if text}
        evidence = {"format": format_, "rows": count, "filter": asked}
        audit.record(SYSTEM, "trail.export", "audit trail", evidence, codes={"format"})
    if out != "-":
        click.echo(f"Wrote {count:,} events to {out}")


def _values(row: EventRow) -> dict[str, Any]:
    """As the page's columns have them."""
    return {column.key: column.cell(row) for column in TRAIL.columns} | {"at": row.at.isoformat()}


def _csv(rows: Iterable[EventRow], file: IO[str]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(column.key for column in TRAIL.columns)
    for row in rows:
        writer.writerow([_harmless(str(cell)) for cell in _values(row).values()])


def _harmless(text: str) -> str:
    """A spreadsheet takes a name that starts so for a formula."""
    return f"'{text}" if text[:1] and text[0] in "=+-@\t\r＝＋－＠" else text


def _lines(rows: Iterable[EventRow], file: IO[str]) -> None:
    for row in rows:
        values = _values(row) | {"changes": row.changes}
        file.write(json.dumps(values, ensure_ascii=False) + "\n")


@group.command("erase-person")
@click.argument("account", metavar="EMAIL_OR_NUMBER")
def erase_person(account: str) -> None:
    """Replace a person's name by "Erased person", wherever the trail and the record of moves have
    it. The account must be suspended, or gone (then give its number)."""
    found = people.user_by_email(account.strip().lower())
    if found is None and not account.isdigit():
        raise click.ClickException(f"There is no account {account}.")
    number = found.id if found is not None else int(account)
    with transaction():
        erase_person_from_trail(number, actor=SYSTEM)
    click.echo(f"The trail names account {number} as {audit.ERASED} now.")
