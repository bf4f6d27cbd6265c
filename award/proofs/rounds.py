"""A whole round's proof, an assessor at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select

from award.accounts.models import user_role
from award.proofs.asked import Limits
from award.proofs.copying import Copy
from award.proofs.facts import Facts, facts_of
from award.proofs.proving import Found, prove_one
from award.proofs.rules import MOST_KEPT
from award.proofs.worlds import settle


class Proof:
    """The copy of the service as it was when the proof began, and how far it is."""

    def __init__(self, reference: str) -> None:
        self.copy = Copy()
        try:
            with self.copy.app.app_context():
                self.facts: Facts = facts_of(self.copy.connection, reference)
            settle(self.copy, self.facts, self.facts.applications)
        except BaseException:
            self.copy.close()
            raise
        self._refused: dict[Any, frozenset[str]] = {}
        # Who is suspended reads nothing.
        self.people = [one for one in self.facts.panel if self.facts.people[one].active]

    def each(self, tried: Collection[int] = ()) -> Iterator[tuple[int, Found]]:
        """One assessor's turn after another, but for those who were `tried`. The first of each kind
        is refused by routes that later ones try by turns."""
        for turn, person in enumerate(self.people):
            if person in tried:
                continue
            kind = self._kind(person)
            limits = Limits(refused=self._refused.get(kind, frozenset()), turn=turn)
            found = prove_one(self.copy, self.facts, person, limits)
            self._refused.setdefault(kind, found.refused)
            yield person, found

    def _kind(self, person: int) -> tuple[frozenset[Any], ...]:
        """People with the same roles, with work in the same states, and alike in whether they
        chair, have a part in applications or meet people elsewhere."""
        roles = select(user_role.c.role_id).where(user_role.c.user_id == person)
        tied, met = self.facts.tied.get(person), self.facts.met(person).people
        return (
            frozenset(self.copy.connection.scalars(roles)),
            frozenset(one.state for one in self.facts.own(person).values()),
            frozenset({("has a part", bool(tied)), ("meets people", bool(met)),
                       ("chairs", person in self.facts.chairs)}),
        )  # fmt: skip

    def result(self, found: Found, tried: Sequence[int]) -> dict[str, Any]:
        """What is kept of it: numbers, addresses and what kind of thing; nobody's words."""
        data = found.as_data()
        data["leaks"] = data["leaks"][:MOST_KEPT]
        return {
            "round": self.facts.round.reference,
            "blindness": self.facts.round.blindness,
            "reveal": self.facts.round.reveal,
            "at": self.copy.at.isoformat(timespec="minutes"),
            "code": code(),
            "tried": [*tried],
            "assessors": len(tried),
            "chairs": len(self.facts.chairs & {*tried}),
            "of": len({*self.facts.panel, *tried}),
            "left": len({*self.people}.difference(tried)),
            "apart": len(self.facts.panel) - len(self.people),
            "leaked": len(found.leaks),
            "found": data,
        }

    def close(self) -> None:
        self.copy.close()


@cache
def code() -> str:
    """A fingerprint of what ran: programs and templates."""
    app = Path(current_app.root_path)
    digest = hashlib.sha256()
    for folder, ending in ((app, "*.py"), (app.parent / "templates", "*")):
        for path in sorted(folder.rglob(ending)):
            if path.is_file():
                digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]
