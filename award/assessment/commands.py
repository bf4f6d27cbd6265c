"""`flask sheets`: is a list of fingerprints that somebody kept still what is stored?"""

from __future__ import annotations

import re
import sys
from typing import Any, Final

import click

from award.assessment.queries.fixed import Kept, kept_sheets
from award.foundation.digests import sha256_of

_DIGEST: Final = re.compile(r"\b[0-9a-f]{64}\b")
_REFERENCE: Final = re.compile(r"\b(?:AIA-[0-9A-Z]{6}|AIV-\d+-\d+)\b")
"""Of an application, or of one that was made to measure with."""


@click.group("sheets")
def sheets() -> None:
    """Submitted score sheets."""


@sheets.command("verify")
@click.argument("file", type=click.File("r", errors="replace"))
def verify(file: Any) -> None:
    """Compare the downloaded list of a round's sheets (CSV or JSON, "-" for standard input) with
    what is stored. Ends with 1 when one differs, with 2 when there is no fingerprint in it."""
    claimed = [(digest, line) for line in file for digest in _DIGEST.findall(line)]
    if not claimed:
        click.echo("There is no fingerprint in it.", err=True)
        sys.exit(2)
    stored, wrong = kept_sheets({digest for digest, _ in claimed}), 0
    for digest, line in claimed:
        fault, found = "", stored.get(digest)
        if found is None:
            fault = f"no sheet with the fingerprint {digest} is kept"
        elif sha256_of(found.sheet.content) != digest:
            fault = f"{_named(found)} was changed since"
        elif found.reference not in (_REFERENCE.findall(line) or [found.reference]):
            fault = f"{_named(found)} stands beside something else in the list"
        wrong += bool(fault)
        click.echo(f"WRONG  {fault}" if fault else f"ok     {_told(found)}", err=bool(fault))
    if wrong:
        sys.exit(1)


def _named(kept: Kept) -> str:
    content = kept.sheet.content
    return f"{kept.reference}, {content['assessor']}, submitted for time {kept.sheet.number}"


def _told(kept: Kept | None) -> str:
    if kept is None:
        return ""
    fixed = kept.sheet.fixed_at
    first = kept.shown_at.isoformat() if kept.shown_at else "never"
    apart = kept.seen_at is None or fixed <= kept.seen_at
    after = "before" if apart else "AFTER"
    return (
        f"{_named(kept)}: fixed {fixed.isoformat()}, readable by another from: {first}, "
        f"fixed {after} its author could read another's{_before(kept)}"
    )


def _before(kept: Kept) -> str:
    """The submission that this one took the place of, so that the first is still known."""
    return "".join(
        f"; submission {one.number} was fixed {one.fixed_at.isoformat()}, {one.sha256}"
        for one in kept.earlier
    )
