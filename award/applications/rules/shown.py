"""When a question shows, as data that a script in the page can follow while people choose."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from award.rounds.rules.conditions import All, Answered, Any_, Condition, Includes, Not, Share


def as_data(
    condition: Condition, here: Collection[str], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """The closed form as JSON. What depends on a question outside this page (`here`) can't
    change on it, and is settled now from the stored `answers`."""
    match condition:
        case Includes(question, values) if question in here:
            return {"question": question, "in": list(values)}
        case Answered(question, wanted) if question in here:
            return {"question": question, "answered": wanted}
        case Share(question, column, below) if question in here:
            return {"question": question, "share": column, "below": below}
        case All(parts):
            return {"all": [as_data(part, here, answers) for part in parts]}
        case Any_(parts):
            return {"any": [as_data(part, here, answers) for part in parts]}
        case Not(part):
            return {"not": as_data(part, here, answers)}
    return {"is": condition.holds(answers)}
