"""Several people and several applications at once: who is asked for which.

What is worked out here comes to the same for the same rows in any order, so that what a page said
is what is done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from award.applications.rules.states import ApplicationState
from award.assessment.rules.asking import ALL_DEALT, none_wanted, other_panel
from award.assessment.rules.panels import ANYBODY, Needed
from award.assessment.rules.profiles import PROFESSIONAL


class Pair(NamedTuple):
    """An application, and somebody who might assess it."""

    application_id: int
    assessor_id: int


class Way(StrEnum):
    """How several applications go to several people."""

    EACH = "each"
    ONE = "one"
    FILL = "fill"


WAYS: Final = {
    Way.EACH: "Ask every one of them for every application",
    Way.ONE: "Ask one of them for each application, shared out evenly",
    Way.FILL: "Ask as many of them as each application still needs, shared out evenly",
}


@dataclass(frozen=True)
class Work:
    """An application that somebody is to be asked for. `covered`: how many have scored it, or have
    it and are able to, with sheets that count towards what it needs. `panel`: whose sheet it is
    that somebody hands on; "" where nobody does. `lived`: how many are from the lived-experience
    panel, among those that are `covered` or beside them; `mix`: how many of it staff chose."""

    id: int
    reference: str
    title: str
    state: ApplicationState
    covered: int
    panel: str = ""
    lived: int = 0
    mix: int | None = None

    def still(self, needed: Needed) -> dict[str, int]:
        """By pool, how many more sheets it needs."""
        return needed.still(self.covered, self.lived)

    @property
    def finished(self) -> bool:
        """Asking one more opens it again."""
        return self.state == ApplicationState.ASSESSED


def of_most(has: int, most: int) -> str:
    """So many of how many somebody takes: "2 of 3", "4, 1 more than the 3 they take"."""
    if not most:
        return f"{has:,} of none that they take"
    over = f"{has:,}, {has - most:,} more than the {most:,} they take"
    return over if has > most else f"{has:,} of {most:,}"


@dataclass(frozen=True)
class Helper:
    """Somebody who might be asked. `load`: what they have still to do, in all rounds; `has`: what
    they have or have done in this one, of `most` that they take on in it (None: they didn't say).
    `undeclared`: in words, that no declaration of interests of theirs holds; `silent`: why they
    count as silent in this round, in words that follow the name; `late_since`: when what they would
    be asked for was due, if that is over."""

    id: int
    name: str
    load: int
    has: int = 0
    most: int | None = None
    panel: str = PROFESSIONAL
    undeclared: str = ""
    silent: str = ""
    late_since: datetime | None = None

    @property
    def has_so_far(self) -> str:
        return str(self.has) if self.most is None else of_most(self.has, self.most)


@dataclass(frozen=True)
class Verdict:
    """May this person be asked for this application? `refused` says why not; `again`: they had it
    once. `doubt`: what may be a conflict of interest and nobody has decided about, in words that
    follow the name; it is refused for that alone, or else whoever asks decides with it."""

    refused: str | None = None
    again: bool = False
    doubt: str = ""


@dataclass(frozen=True)
class Basis:
    """What was known when something was planned. `aliases`: by application, those dealt; `names`
    by person."""

    verdicts: Mapping[Pair, Verdict]
    aliases: Mapping[int, Sequence[str]]
    names: Mapping[int, str]


@dataclass(frozen=True)
class Plan:
    """`pairs` are asked for. `refused`: those that were wanted and can't be, with the reason; of
    an application that one of several gets, only where none of them can have it."""

    pairs: tuple[Pair, ...]
    refused: Mapping[Pair, str]


def planned(
    works: Sequence[Work],
    helpers: Sequence[Helper],
    verdicts: Mapping[Pair, Verdict],
    way: Way,
    needed: Needed,
    room: Mapping[int, int],
) -> Plan:
    """Who would be asked for what. `room`: how many people who never had it an application can be
    given at all.

    Shared out so that what everybody has to do, with what they have already, comes out as even as
    can be: an application that few of them can have is dealt first, and goes to whoever has least.
    Who has as many as they take on comes after all who haven't. What an application still needs of
    a panel is asked of that panel's people.
    """
    refused = {pair: one.refused for pair, one in verdicts.items() if one.refused is not None}
    able = {
        work.id: [one for one in helpers if Pair(work.id, one.id) not in refused] for work in works
    }
    load = Counter({one.id: one.load for one in helpers})
    has = Counter({one.id: one.has for one in helpers})

    def turn(one: Helper) -> tuple[bool, int, str, int]:
        return one.most is not None and has[one.id] >= one.most, load[one.id], one.name, one.id

    def pool(one: Helper) -> str:
        return needed.pool(one.panel) if way is Way.FILL else ANYBODY

    people = Counter(pool(one) for one in helpers)
    pool_of = {one.id: pool(one) for one in helpers}
    pairs: list[Pair] = []
    short: set[tuple[int, str]] = set()
    for work in sorted(works, key=lambda one: (len(able[one.id]), one.reference)):
        wanted, left = _wanted(work, way, needed, people), room[work.id]
        for one in sorted(able[work.id], key=turn):
            pair = Pair(work.id, one.id)
            if wanted[pool_of[one.id]] <= 0:
                continue
            if not verdicts[pair].again and left <= 0:
                refused[pair] = ALL_DEALT
                continue
            left -= 0 if verdicts[pair].again else 1
            load[one.id] += 1
            has[one.id] += 1
            wanted[pool_of[one.id]] -= 1
            pairs.append(pair)
        short |= {(work.id, key) for key, number in wanted.items() if number > 0}
    kept = {
        pair: why
        for pair, why in sorted(refused.items())
        if (pair.application_id, pool_of[pair.assessor_id]) in short
    }
    return Plan(tuple(sorted(pairs)), kept)


def within_panels(
    works: Sequence[Work], helpers: Sequence[Helper], verdicts: Mapping[Pair, Verdict]
) -> dict[Pair, Verdict]:
    """As `verdicts`; but a sheet that is handed on stays with its panel, whatever staff decide
    about a conflict: the panels may score other criteria, and a round may want so many of each."""
    panels, people = {one.id: one.panel for one in works}, {one.id: one for one in helpers}

    def kept(pair: Pair, one: Verdict) -> Verdict:
        helper, panel = people[pair.assessor_id], panels[pair.application_id]
        if panel in ("", helper.panel) or (one.refused is not None and not one.doubt):
            return one
        return Verdict(other_panel(helper.name, panel), again=one.again)

    return {pair: kept(pair, one) for pair, one in verdicts.items()}


def that_fill(
    way: Way, needed: Needed, helpers: Sequence[Helper], verdicts: Mapping[Pair, Verdict]
) -> dict[Pair, Verdict]:
    """As `verdicts`; but what an application still needs is filled by those of whose panel any
    application needs sheets."""
    people = {one.id: one for one in helpers}

    def kept(pair: Pair, one: Verdict) -> Verdict:
        helper = people[pair.assessor_id]
        if way is not Way.FILL or one.refused or needed.wanted[needed.pool(helper.panel)]:
            return one
        return Verdict(none_wanted(helper.name, helper.panel), again=one.again)

    return {pair: kept(pair, one) for pair, one in verdicts.items()}


def _wanted(work: Work, way: Way, needed: Needed, people: Counter[str]) -> dict[str, int]:
    """How many are asked for it, by pool; no more than there are."""
    if way is not Way.FILL:
        return {ANYBODY: people[ANYBODY] if way is Way.EACH else 1}
    return {key: max(0, min(one, people[key])) for key, one in work.still(needed).items()}


Planner = Callable[
    [Sequence[Work], Sequence[Helper], Mapping[Pair, Verdict], Way, Needed, Mapping[int, int]], Plan
]
"""As `planned`, by whatever it goes beside who may and who has least."""
