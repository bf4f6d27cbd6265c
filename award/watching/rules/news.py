"""What is new about a case study, in words for an email."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from award.watching.rules.limits import LISTED


class What(StrEnum):
    NEW = "new"
    AGAIN = "again"
    TEXT = "text"
    STAGE = "stage"
    UPDATE = "update"
    RUNNING = "running"


@dataclass(frozen=True)
class Event:
    """Something that became public about a case study; `words` tell it where its kind doesn't."""

    study_id: int
    at: datetime
    what: What
    words: str = ""


@dataclass(frozen=True)
class Told:
    """A case study with news: where it stands and what is new, a line each."""

    title: str
    address: str
    lines: Sequence[str]


_SAYS: Mapping[What, str] = {
    What.NEW: "New",
    What.AGAIN: "Published again",
    What.TEXT: "Its text was revised",
}


def changed(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> list[What]:
    """What a revision brought, by the one before it."""
    if before is None:
        return []
    found = [What.STAGE] if (before.get("stage") or "") != (now.get("stage") or "") else []
    rest = [{key: one[key] for key in one if key != "stage"} for one in (before, now)]
    if rest[0] != rest[1]:
        found.insert(0, What.TEXT)
    return found or [What.AGAIN]


def lines_of(events: Iterable[Event]) -> list[str]:
    """Each thing once, in the order of the kinds; of something new only what was added to it."""
    found = sorted(events, key=lambda one: (list(What).index(one.what), one.at))
    kinds = {one.what for one in found}
    if What.NEW in kinds:
        found = [one for one in found if one.what in (What.NEW, What.UPDATE, What.RUNNING)]
    stages = [one for one in found if one.what is What.STAGE]
    answers = [one for one in found if one.what is What.RUNNING]
    past = {*stages[:-1], *answers[:-1]}
    return list(
        dict.fromkeys(_SAYS.get(one.what, "") or one.words for one in found if one not in past)
    )


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
