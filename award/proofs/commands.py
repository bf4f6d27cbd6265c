"""`flask prove`: what a round promises, tried."""

from __future__ import annotations

import json
import sys

import click

from award.foundation.logs import quietly
from award.proofs.findings import findings_of
from award.proofs.proving import Found
from award.proofs.rounds import Proof
from award.proofs.rules import BlindnessArguments, leaked_in, leaks_in, says


@click.group("prove")
def prove() -> None:
    """Try what a round promises, on a copy of it in memory: nothing is changed or sent."""


@prove.command("blindness")
@click.option("--round", "reference", required=True, help="Reference of the round.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def blindness(reference: str, as_json: bool) -> None:
    """As each assessor of the round, and as who chairs it: everything that can be asked, and
    whether it tells what the round hides. Ends with 1 on a leak, with 2 when there is no such
    round, or nobody to try."""
    try:
        proof = Proof(reference)
    except LookupError:
        click.echo(f"There is no round {reference}.", err=True)
        sys.exit(2)
    found, tried = Found(), list[int]()
    try:
        with quietly():
            for person, one in proof.each():
                found.add(one)
                tried.append(person)
                if not as_json:
                    turn = f"{len(tried)} of {len(proof.people)} assessors, {one.seconds:.1f} s"
                    click.echo(f"{'LEAK' if one.leaks else 'ok':<6} {turn}", err=True)
        result = proof.result(found, tried)
    finally:
        proof.close()
    if as_json:
        click.echo(json.dumps(result, indent=1, ensure_ascii=False))
    else:
        told = [*says(BlindnessArguments(reference), result)]
        told += map(str, findings_of(leaks_in(result)))
        more = leaked_in(result) - len(leaks_in(result))
        for sentence in (*told, f"And {more:,} more.") if more else told:
            click.echo(sentence)
    if found.leaks or not tried:
        sys.exit(1 if found.leaks else 2)
