"""Whom to put into a draft by hand: everybody who may be, who fits best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from award.assessment.queries.people import AssessorRow, assessors_for
from award.foundation.folding import holds, name_key
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.interests.queries.ties import ties_as_kept
from award.interests.rules.conflicts import Tie
from award.matching.models import Draft
from award.matching.queries.asked import known_of
from award.matching.queries.entries import EntryRow
from award.matching.queries.loads import LoadRow
from award.matching.queries.reasons import topic_words
from award.matching.rules.asked import Reader, expertise, in_common
from award.rounds.rules.criteria import LIVED


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be put in. `fits`: what of the application's topics they know about, and
    `knows`: all that they do, in words; `tie`: what may be a conflict, as it was last found."""

    person: AssessorRow
    load: LoadRow | None
    fits: Sequence[str]
    knows: Sequence[str]
    tie: Tie | None
    wanted: bool
    expertise: int

    @property
    def about(self) -> str:
        """What speaks for them and against."""
        has = f", {self.load.said} in this round" if self.load else ""
        said = [f"{self.person.panel_label}{has}"]
        if self.fits:
            said.append(f"Knows about {', '.join(self.fits)}")
        if self.load and self.load.silent:
            said.append(f"{self.person.name} {self.load.silent}")
        if self.tie:
            settled = ", which was accepted" if self.tie.settled else ""
            said.append(f"May have a conflict: {self.person.name} {self.tie.why}{settled}")
        return ". ".join(said)

    def is_meant(self, typed: str) -> bool:
        """By name, address, panel, or what they know about."""
        text = (self.person.name, self.person.email, self.person.panel_label, *self.knows)
        return holds(typed, *(name_key(one) for one in text))

    @property
    def full(self) -> bool:
        return self.load is not None and self.load.full

    @property
    def turn(self) -> tuple[bool, bool, bool, bool, int, int, str]:
        """Those a sheet is wanted of first, without a conflict, with places left, not silent; of
        these, who knows most about it, and then who has least."""
        open_ = self.tie is not None and self.tie.open
        silent, load = (bool(self.load.silent), self.load.load) if self.load else (False, 0)
        name = name_key(self.person.name)
        return not self.wanted, open_, self.full, silent, -self.expertise, load, name


@within("entry")
def whom_to_put_in(
    actor: Actor, draft: Draft, entry: EntryRow, given: Mapping[int, LoadRow]
) -> list[Candidate]:
    """Nobody who is kept apart from the application, or reads it by the draft already."""
    number, here = entry.application_id, {one.person_id for one in entry.readers}
    people = [one for one in assessors_for(number, actor) if one.id not in here]
    ties, words = ties_as_kept(number), topic_words()
    paper, readers = known_of(draft.round, number, [one.id for one in people])

    def named(topics: Sequence[str]) -> list[str]:
        return [words[one] for one in topics if one in words]

    def missing(lived: bool) -> bool:
        have = sum(entry.lived is None or one.lived == lived for one in entry.readers)
        return have < entry.wanted_of(lived)

    found = []
    for one in people:
        tie, reader = ties.get(one.id), readers.get(one.id, Reader(one.id, "", 0))
        if tie is None or not tie.hard:
            found.append(
                Candidate(
                    one,
                    given.get(one.id),
                    named(in_common(paper, reader)),
                    named(sorted(reader.knows)),
                    tie,
                    missing(one.panel == LIVED),
                    expertise(paper, reader),
                )
            )
    return sorted(found, key=lambda one: one.turn)
