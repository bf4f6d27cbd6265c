"""What somebody asked the shortlist to show: which rows, in which order, with which columns.

How an address or a form says it is the list's affair: `decisions.queries.shortlist_list`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from award.applications.rules.machine import states_of
from award.applications.rules.states import PERHAPS_UNSENT, ApplicationState
from award.decisions.rules.grounds import GROUNDS, Ground
from award.decisions.rules.ranking import BELOW, Place
from award.decisions.rules.states import DECIDABLE, Outcome, outcomes_of
from award.foundation.folding import holds, name_key

ALWAYS = ("rank", "reference", "title")
"""Keys of the columns that stay in view; the others can be chosen."""


class Entry(NamedTuple):
    """What rows are chosen and sorted by; keys are `folding.name_key`, the organisation's empty
    where none leads yet."""

    place: Place
    reference: str
    title_key: str
    organisation_key: str
    phase: int
    state: ApplicationState
    talk: bool = False
    """Is there a reason to talk about it? Looked up only where that is asked."""
    held: bool = False
    confirmed: bool = False
    former_key: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All that a filter's words are looked for in."""
        return name_key(self.reference), self.title_key, self.organisation_key, self.former_key


TALK = {"yes": "Worth talking about"}
STANDINGS: dict[str, tuple[str, Callable[[Place], bool]]] = {
    "ranked": ("Ranked", lambda p: p.rank is not None),
    "within": ("Within budget", lambda p: p.within_budget is True),
    "beyond": ("Beyond budget", lambda p: p.within_budget is False),
    "meets": ("Meets the threshold", lambda p: p.meets_threshold),
    "below": (BELOW, lambda p: BELOW in p.short),
    "no_majority": ("Threshold met, no majority", lambda p: bool(p.short) and BELOW not in p.short),
    "incomplete": ("Incomplete", lambda p: p.rank is None),
}
DECISIONS: dict[str, tuple[str, Callable[[Entry], bool]]] = {
    "none": ("Undecided", lambda e: e.place.candidate.outcome is None and e.state in DECIDABLE),
    "staged": ("Staged", lambda e: _staged(e)),
    "unconfirmed": ("To be confirmed", lambda e: _staged(e) and not e.confirmed),
    "confirmed": ("Confirmed", lambda e: _staged(e) and e.confirmed),
    "held": ("Held back", lambda e: _staged(e) and e.held),
    "released": ("Released", lambda e: _released(e)),
    "invite": ("Invite", lambda e: e.place.candidate.outcome == Outcome.INVITE),
    "fund": ("Fund", lambda e: e.place.candidate.outcome == Outcome.FUND),
    "reserve": ("Reserve", lambda e: e.place.candidate.outcome == Outcome.RESERVE),
    "reject": ("Do not fund", lambda e: e.place.candidate.outcome == Outcome.REJECT),
}
_MONEY = ("within", "beyond")
_TWO = ("unconfirmed", "confirmed")


def standings_of(*, first_stage: bool) -> dict[str, str]:
    """What rows can be asked for by where they stand: in a first stage money ends nowhere."""
    named = {key: words for key, (words, _) in STANDINGS.items()}
    return {k: v for k, v in named.items() if not (first_stage and k in _MONEY)}


def decisions_of(*, first_stage: bool, four_eyes: bool, held: bool = True) -> dict[str, str]:
    """What rows can be asked for by what is decided, of what can be decided in such a round;
    whether a second person confirmed it, and what is `held` back, of those who are told."""
    possible = outcomes_of(first_stage=first_stage)
    listed = {key: words for key, (words, _) in DECISIONS.items()}
    never = (() if four_eyes else _TWO) + (() if held else ("held",))
    named = {k: words for k, words in listed.items() if k not in never}
    for outcome in Outcome:
        if outcome in possible:
            named[outcome] = possible[outcome]
        else:
            del named[outcome]
    return named


def grounds_of(*, first_stage: bool) -> dict[str, str]:
    """On which grounds such a round can have refused."""
    never = Ground.MONEY if first_stage else Ground.PLACES
    return {key: words for key, words in GROUNDS.items() if key != never}


SORTS: dict[str, Callable[[Entry], Any]] = {
    "reference": lambda e: e.reference,
    "title": lambda e: e.title_key or None,
    "organisation": lambda e: e.organisation_key or None,
    "mean": lambda e: e.place.candidate.score_pct,
    "spread": lambda e: e.place.candidate.spread_pct,
    "sheets": lambda e: e.place.candidate.submitted,
    "recommend": lambda e: _recommending(e.place),
    "ask": lambda e: e.place.candidate.ask_gbp or None,
}
"""None always stands last. By rank is how rows come, and when they were submitted sorts nothing."""
SORTED_BY = {
    "rank": "rank", "reference": "reference", "title": "title",
    "organisation": "lead organisation", "mean": "weighted mean or agreed score",
    "spread": "spread", "sheets": "sheets in", "recommend": "share who recommend", "ask": "ask",
}  # fmt: skip
DOWNWARDS = ("mean", "spread", "sheets", "recommend", "ask")
"""Sorted with the largest first, unless the other way is asked for."""
_TURNED = {"title": "Z to A", "organisation": "Z to A"}


def states(*, first_stage: bool) -> dict[str, str]:
    """Application states that such a round's shortlist can have, and what staff call them."""
    never = ApplicationState.AWARDED if first_stage else ApplicationState.INVITED
    return {
        key: state.staff_label
        for key, state in states_of(first_stage=first_stage).items()
        if key not in PERHAPS_UNSENT and key != never
    }


@dataclass(frozen=True)
class ShortlistView:
    """All rows by rank and the usual columns, unless told otherwise.

    `sort` is a key of SORTED_BY, after a minus for the other way round; `columns` are keys of the
    chosen columns without those of ALWAYS, empty for the usual ones.
    """

    phase: int | None = None
    state: str = ""
    standing: str = ""
    decision: str = ""
    ground: str = ""
    talk: str = ""
    text: str = ""
    sort: str = "rank"
    columns: tuple[str, ...] = ()

    @property
    def filtered(self) -> bool:
        return bool(
            self.phase
            or self.state
            or self.standing
            or self.decision
            or self.ground
            or self.talk
            or self.text
        )

    @property
    def by_rank(self) -> bool:
        return self.sort == "rank"

    @property
    def draws_line(self) -> bool:
        """Where the money ends is drawn across the whole ranking, or not at all: between rows that
        a filter left over it would belong to what isn't shown."""
        return self.by_rank and not self.filtered

    @property
    def sort_key(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def downwards(self) -> bool:
        return self.sort.startswith("-") != (self.sort_key in DOWNWARDS)

    def order(self) -> str:
        """What the rows are sorted by, in words."""
        words = f"By {SORTED_BY[self.sort_key]}"
        if not self.sort.startswith("-"):
            return words
        usual = "the smallest first" if self.sort_key in DOWNWARDS else "the last first"
        return f"{words}, {_TURNED.get(self.sort_key, usual)}"

    def of_entries(self, entries: Sequence[Entry]) -> list[Entry]:
        """Those that are wanted, sorted; what is equal keeps the order of the ranking."""
        found = [entry for entry in entries if self._shows(entry)]
        if self.sort_key == "rank":
            return found[::-1] if self.downwards else found
        by = SORTS[self.sort_key]
        known = [entry for entry in found if by(entry) is not None]
        known.sort(key=by, reverse=self.downwards)
        return known + [entry for entry in found if by(entry) is None]

    def _shows(self, entry: Entry) -> bool:
        return (
            self.phase in (None, entry.phase)
            and self.state in ("", entry.state)
            and (not self.standing or STANDINGS[self.standing][1](entry.place))
            and (not self.decision or DECISIONS[self.decision][1](entry))
            and self.ground in ("", entry.place.candidate.ground)
            and (not self.talk or entry.talk)
            and (not self.text or holds(self.text, *entry.names))
        )


def _staged(entry: Entry) -> bool:
    return entry.place.candidate.outcome is not None and not _released(entry)


def _released(entry: Entry) -> bool:
    return entry.place.candidate.released


def _recommending(place: Place) -> float | None:
    """As a share: 2 of 2 stand before 2 of 3."""
    said = place.candidate.counted
    return place.candidate.recommend_yes / said if said else None
