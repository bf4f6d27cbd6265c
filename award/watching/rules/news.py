"""What is new about a case study, in words for an email."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlencode

from award.case_studies.rules.vocabulary import OUTCOME_LABELS, STAGE_LABELS
from award.watching.rules.limits import LISTED


class What(StrEnum):
    NEW = "new"
    AGAIN = "again"
    TEXT = "text"
    OUTCOME = "outcome"
    STAGE = "stage"
    UPDATE = "update"
    RUNNING = "running"


@dataclass(frozen=True)
class Event:
    """Something that became public about a case study; `words` tell it where its kind doesn't.
    Of what moves (stage, outcome, whether it runs) `was` and `now`; `stood` is by what a search
    found it just before, None where it was not there."""

    study_id: int
    at: datetime
    what: What
    words: str = ""
    was: str = ""
    now: str = ""
    stood: Mapping[str, frozenset[str]] | None = field(default=None, compare=False)

    @property
    def key(self) -> tuple[int, datetime, What]:
        return self.study_id, self.at, self.what


@dataclass(frozen=True)
class Told:
    """A case study with news: where it stands and what is new, a line each."""

    title: str
    address: str
    lines: Sequence[str]


_TOLD_APART: Final = (What.OUTCOME, What.STAGE)
"""Fields of a text by the names of their kinds of news."""
_MOVES: Final = (*_TOLD_APART, What.RUNNING)
_LABELS: Final[Mapping[What, Mapping[str, str]]] = {
    What.OUTCOME: OUTCOME_LABELS,
    What.STAGE: STAGE_LABELS,
}
_NOW: Final = {What.OUTCOME: "What became of it is now", What.STAGE: "Its stage is now"}
_NO_MORE: Final = {
    What.OUTCOME: "It doesn’t say any more what became of it",
    What.STAGE: "It says no stage any more",
}
LEFT: Final = "This search doesn’t find it any more"
_SAYS: Mapping[What, str] = {
    What.NEW: "New",
    What.AGAIN: "Published again",
    What.TEXT: "Its text was revised",
}


def changed(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> list[What]:
    """What a revision brought, by the one before it."""
    if before is None:
        return []
    found = [one for one in _TOLD_APART if _said(before, one) != _said(now, one)]
    rest = [{key: one[key] for key in one if key not in _TOLD_APART} for one in (before, now)]
    if rest[0] != rest[1]:
        found.insert(0, What.TEXT)
    return found or [What.AGAIN]


def moved(what: What, before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> tuple[str, ...]:
    """(words, was, now) of what a revision says otherwise."""
    if before is None or what not in _TOLD_APART:
        return "", "", ""
    said = _said(now, what)
    label = _LABELS[what].get(said, "")
    words = f"{_NOW[what]}: {label}" if label else _NO_MORE[what]
    return words, _said(before, what), said


def _said(content: Mapping[str, Any], what: What) -> str:
    return str(content.get(what.value) or "")


def lines_of(events: Iterable[Event]) -> list[str]:
    """Each thing once, in the order of the kinds; of something new only what was added to it, and
    of what moves where it stands now, unless it stands where it stood."""
    found = sorted(events, key=lambda one: (list(What).index(one.what), one.at))
    kinds = {one.what for one in found}
    if What.NEW in kinds:
        found = [one for one in found if one.what in (What.NEW, What.UPDATE, What.RUNNING)]
    for what in _MOVES:
        moves = [one for one in found if one.what is what]
        stays = moves[-1:] if moves and moves[0].was != moves[-1].now else []
        found = [one for one in found if one.what is not what or one in stays]
    return list(dict.fromkeys(_SAYS.get(one.what, "") or one.words for one in found))


def followed(called: str, where: str, stop: str, told: Sequence[Told]) -> str:
    """One search and what is new in it."""
    parts = [f"{called}\n{where}"]
    parts += [
        "\n".join([f"- {one.title}", *(f"  {line}" for line in one.lines), f"  {one.address}"])
        for one in told[:LISTED]
    ]
    if len(told) > LISTED:
        parts.append(f"And {len(told) - LISTED} more: open the search.")
    return "\n\n".join([*parts, f"Stop following this:\n{stop}"])


def search_path(asked: Mapping[str, Any]) -> str:
    """The address of the list that shows it."""
    return f"/case-studies?{urlencode(asked, doseq=True)}" if asked else "/case-studies"


def how_many(studies: int) -> str:
    return "1 case study" if studies == 1 else f"{studies} case studies"
