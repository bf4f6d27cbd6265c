"""What asking several people for several applications would come to, for the page that says so
before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from award.assessment.rules.asking import ALL_DEALT, NOT_ASSESSED, OF_PEOPLE
from award.assessment.rules.day_over import DayOver, was_due
from award.assessment.rules.panels import Needed
from award.assessment.rules.sharing import Basis, Helper, Pair, Plan, Work
from award.foundation.earlier import among
from award.foundation.edits import Telling
from award.foundation.folding import name_key

"""Pairs that a page remembers one by one."""
WOULD: Final = "Would be asked"
NOT_ASKED: Final = "Would not be asked"
WORDS: Final = (WOULD, NOT_ASKED, NOT_ASSESSED, ALL_DEALT)


MOST_DOUBTS: Final = 20
"""Possible conflicts that one page has room to decide about."""
ALIKE: Final = 4
"""So many of one person for one reason, or more, are decided about together."""


@dataclass(frozen=True)
class Doubt:
    """What may be a conflict between a person and an application, in words that follow the name;
    `also`: other applications of which the same is to be decided."""

    work: Work
    person: Helper
    why: str
    also: Sequence[Work] = ()

    @property
    def works(self) -> list[Work]:
        return [self.work, *self.also]


@dataclass(frozen=True)
class Proposal:
    """A plan with the applications and people that it is about, for the page that says what would
    happen."""

    works: Sequence[Work]
    helpers: Sequence[Helper]
    plan: Plan
    needed: Needed
    basis: Basis
    left_out: Sequence[Work] = ()

    @property
    def number(self) -> int:
        return len(self.plan.pairs)

    @cached_property
    def by_person(self) -> list[tuple[Helper, list[Work]]]:
        """Who would be asked for what, by name."""
        works = {one.id: one for one in self.works}
        found: dict[int, list[Work]] = {}
        for pair in self.plan.pairs:
            found.setdefault(pair.assessor_id, []).append(works[pair.application_id])
        return [
            (one, sorted(found[one.id], key=lambda work: work.reference))
            for one in self.helpers
            if one.id in found
        ]

    def _doubt(self, pair: Pair) -> str:
        verdict = self.basis.verdicts.get(pair)
        return verdict.doubt if verdict else ""

    def _in_doubt(self, some: Iterable[Pair]) -> list[Doubt]:
        works = {one.id: one for one in self.works}
        people = {one.id: one for one in self.helpers}
        found = [
            Doubt(works[pair.application_id], people[pair.assessor_id], why)
            for pair in some
            if (why := self._doubt(pair))
        ]
        return sorted(
            found, key=lambda one: (one.work.reference, name_key(one.person.name), one.person.id)
        )

    @cached_property
    def doubts(self) -> list[Doubt]:
        """Possible conflicts that wait for a decision: until then nobody is asked for these."""
        return self._in_doubt(self.plan.refused)

    @property
    def doubts_shown(self) -> list[Doubt]:
        """As a page asks about them: many of one person for one reason as one."""
        alike: dict[tuple[int, str], list[Doubt]] = {}
        for one in self.doubts:
            alike.setdefault((one.person.id, one.why), []).append(one)
        shown = list[Doubt]()
        for one in self.doubts:
            same = alike[one.person.id, one.why]
            if len(same) < ALIKE:
                shown.append(one)
            elif one is same[0]:
                shown.append(replace(one, also=[other.work for other in same[1:]]))
        return shown[:MOST_DOUBTS]

    @cached_property
    def settled(self) -> list[Doubt]:
        """Possible conflicts of those who are asked all the same, for a reason that came along."""
        return self._in_doubt(self.plan.pairs)

    @cached_property
    def over(self) -> list[tuple[Helper, int]]:
        """Who would have more in the round than they take on, and how many."""
        return [
            (one, one.has + len(works))
            for one, works in self.by_person
            if one.most is not None and one.has + len(works) > one.most
        ]

    @property
    def silent(self) -> list[Helper]:
        """Who would be asked although they let stand what they have."""
        return [one for one, _ in self.by_person if one.silent]

    @property
    def late(self) -> list[Helper]:
        """For whom the day on which it is due is over before they are asked."""
        return [one for one, _ in self.by_person if one.late_since]

    @property
    def day_over(self) -> DayOver:
        return DayOver([one.late_since for one in self.late if one.late_since], len(self.by_person))

    @property
    def against(self) -> list[str]:
        """The same of one person and one application, in sentences."""
        return [
            *(f"{one.name} has in this round {one.has_so_far}" for one, _ in self.over),
            *(words for one in self.enough for words in self._has_enough(one)),
            *("It is assessed, and would open again" for _ in self.finished),
            *(f"{one.name} {one.silent}" for one in self.silent),
            *(was_due(one.late_since) for one in self.late if one.late_since),
        ]

    @property
    def warns(self) -> bool:
        """Is there something to know before anybody is asked?"""
        some = self.over or self.enough or self.beyond or self.finished
        return bool(some or self.silent or self.late)

    @cached_property
    def reasons(self) -> list[tuple[str, list[Work]]]:
        """Why some can't be asked, the most frequent first, with the applications."""
        works = {one.id: one for one in self.works}
        found: dict[str, list[Work]] = {}
        for pair, why in sorted(self.plan.refused.items()):
            if self._doubt(pair):
                continue
            found.setdefault(why.rstrip("."), []).append(works[pair.application_id])
        return sorted(
            ((why, sorted(some, key=lambda one: one.reference)) for why, some in found.items()),
            key=lambda group: (-len(group[1]), group[0]),
        )

    @cached_property
    def _asked(self) -> Counter[int]:
        return Counter(pair.application_id for pair in self.plan.pairs)

    @cached_property
    def _adds(self) -> Mapping[int, Counter[str]]:
        """By application, how many of them are from each pool of which there can be too many."""
        pools = {one.id: self.needed.pool(one.panel) for one in self.helpers}
        found: dict[int, Counter[str]] = {one.id: Counter() for one in self.works}
        for pair in self.plan.pairs:
            if self.needed.tells(pools[pair.assessor_id]):
                found[pair.application_id][pools[pair.assessor_id]] += 1
        return found

    def _has_enough(self, work: Work) -> list[str]:
        """Of each pool that adds to what it doesn't need, in a sentence."""
        still, wanted = work.still(self.needed), self.needed.wanted
        have = {pool: many - still[pool] for pool, many in wanted.items()}
        return [
            f"It has {have[pool]} {self.needed.whom(pool, have[pool])} already, and needs "
            f"{wanted[pool]}"
            if wanted[pool]
            else f"It needs no {self.needed.whom(pool)}"
            for pool in self._adds[work.id]
            if still[pool] <= 0
        ]

    @property
    def enough(self) -> list[Work]:
        """Somebody is asked for it, and it has as many as it needs."""
        return [one for one in self.works if self._has_enough(one)]

    @property
    def beyond(self) -> list[Work]:
        """It comes to have more than it needs."""
        return [
            one
            for one in self.works
            if not self._has_enough(one)
            and any(
                many > one.still(self.needed)[pool] for pool, many in self._adds[one.id].items()
            )
        ]

    @property
    def finished(self) -> list[Work]:
        """It is assessed, and opens again."""
        return [one for one in self.works if self._asked[one.id] and one.finished]

    @cached_property
    def _left(self) -> list[Work]:
        """Nobody is asked for it, and nothing is in the way."""
        stopped = {pair.application_id for pair in self.plan.refused}
        return [one for one in self.works if not self._asked[one.id] and one.id not in stopped]

    @property
    def nobody(self) -> list[Work]:
        """Of those, which have enough."""
        return [one for one in self._left if one not in self.of_others]

    @cached_property
    def of_others(self) -> list[Work]:
        """Of those, which need more of a panel that none of these people sits on."""
        return [one for one in self._left if any(n > 0 for n in one.still(self.needed).values())]

    @cached_property
    def shown(self) -> dict[str, str]:
        """What a page remembers of it, by application and person."""
        reference = {one.id: one.reference for one in self.works}
        said = dict.fromkeys(self.plan.pairs, WOULD) | dict(self.plan.refused)
        why = {pair: f" ({doubt})" if (doubt := self._doubt(pair)) else "" for pair in said}
        return {f"{reference[pair[0]]} {pair[1]}": said[pair] + why[pair] for pair in sorted(said)}

    @property
    def called(self) -> dict[str, str]:
        """What is `shown`, in words: "AIA-7K3F9Q, Noor Example"."""
        return {
            f"{work.reference} {one.id}": f"{work.reference}, {one.name}"
            for work in self.works
            for one in self.helpers
            if f"{work.reference} {one.id}" in self.shown
        }

    @property
    def telling(self) -> Telling:
        """How the page tells what has changed since it was opened."""
        possible = {*WORDS, *self.shown.values()}
        possible |= {why.format(one.name) for why in OF_PEOPLE for one in self.helpers}
        return Telling(
            self.called,
            lambda key, said: str(said or NOT_ASKED),
            lambda marks: among(marks, dict.fromkeys(marks, possible)),
        )


@dataclass(frozen=True)
class Handing:
    """A proposal that takes from somebody what it gives to others: `takes`, by what is asked for,
    who has it now."""

    proposal: Proposal
    takes: Mapping[Pair, int]

    @classmethod
    def of(cls, proposal: Proposal, person_id: int) -> Handing:
        """Everything is that one's."""
        return cls(proposal, dict.fromkeys(proposal.plan.pairs, person_id))
