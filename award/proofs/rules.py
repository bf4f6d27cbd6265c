"""Who may have a round proved, and what a proof that is kept says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from award.foundation.clock import london
from award.foundation.policy import Permission, reads_everything, staff

PERMISSIONS = (
    Permission("blindness.read", reads_everything, "Read what was proved of a round"),
    Permission(
        "blindness.prove", staff, "Prove that a round’s panel sees nothing that the round hides"
    ),
)
OTHER: Final = "Otherwise"
"""What is protected is made different by this word."""
BY_TURNS: Final = 10
ALIKE: Final = "closed to another of the kind"
"""What of the addresses that are left out is left out for that."""
MOST_KEPT: Final = 200
MOST_SAID: Final = 20
"""Leaks of a proof that are told one by one."""


@dataclass(frozen=True)
class BlindnessArguments:
    round_reference: str


def says(_arguments: BlindnessArguments, result: Mapping[str, Any]) -> Sequence[str]:
    """A proof in sentences that name nobody; `findings` has its leaks."""
    found = result.get("found") or {}
    if not found:
        return ["Nobody was tried yet."]
    if not result["assessors"]:
        return ["Nobody was tried, so this proves nothing.", *_apart(result)]
    asked = sum(found["asked"].values())
    number = leaked_in(result)
    tried = result["assessors"]
    left = result.get("left", result["of"] - result.get("apart", 0) - tried)
    nothing = f"Nothing found so far: {tried:,} of {tried + left:,} tried."
    first = (
        (nothing if left > 0 else "Nothing leaked.")
        if not number
        else f"{number:,} {'leak was' if number == 1 else 'leaks were'} found."
    )
    said = [
        first,
        f"Tried as {result['assessors']:,} of {result['of']:,} assessors{_chairs(result)}: "
        f"{asked:,} pages, lists, searches, files and answers, {found['letters']:,} emails, "
        f"{found['values']:,} protected "
        f"values looked for, and every answer compared with that of a round in which all that is "
        f"protected is different. Tried with version {result['code']} of the service, "
        f"{london(datetime.fromisoformat(result['at'])):%d/%m/%Y, %H:%M}.",
    ]
    said += _apart(result)
    alike = found["left_out"].get(ALIKE, 0)
    others = sum(found["left_out"].values()) - alike
    if alike:
        said.append(
            f"{alike:,} times an address was left out that was closed to another assessor with the "
            f"same roles and with work in the same states: of those each assessor tried one in "
            f"{BY_TURNS}."
        )
    if others:
        said.append(f"{others:,} addresses were not tried: others just like them were.")
    return said


def _apart(result: Mapping[str, Any]) -> list[str]:
    number = result.get("apart")
    if not number:
        return []
    many = "1 assessor was" if number == 1 else f"{number:,} assessors were"
    if "chairs" not in result:  # before they were tried too
        return [
            f"{many} left out: whoever chairs the round reads what others don’t, and a suspended "
            "account reads nothing."
        ]
    return [f"{many} left out: a suspended account reads nothing."]


def _chairs(result: Mapping[str, Any]) -> str:
    number = result.get("chairs", 0)
    if not number:
        return ""
    return f", {number:,} of whom {'chairs' if number == 1 else 'chair'} the round"


def leaks_in(result: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Those that are told one by one."""
    leaks: Sequence[Mapping[str, Any]] = (result.get("found") or {"leaks": ()})["leaks"]
    return leaks[:MOST_SAID]


def leaked_in(result: Mapping[str, Any]) -> int:
    """How many there are; of all of them no more than `MOST_KEPT` are kept."""
    number: int = result.get("leaked", len(leaks_in(result)))
    return number
