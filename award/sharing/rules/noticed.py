"""What whoever shares a project is asked to look at again before it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from award.assessment.rules.contacts import contacts_in
from award.foundation.text import quoted
from award.sharing.rules.asked import STEPS
from award.sharing.rules.boxes import Box


@dataclass(frozen=True)
class Noticed:
    """Words that lead to a person, and the step in which they stand."""

    step: str
    box: str
    words: str


def leads_to_people(share: Any) -> list[Noticed]:
    """Email addresses, telephone numbers and the like; not where an address is asked for. Nobody is
    kept from sending them: they may be meant."""
    return [
        Noticed(key, box.short, quoted(found))
        for key, step in STEPS.items()
        for box in step.boxes
        if box.key != "contact"
        and (found := contacts_in("\n".join(_words(box, getattr(share, box.key)))))
    ]


def _words(box: Box, said: Any) -> Iterator[str]:
    """As they were typed: nothing of what was chosen or counted."""
    if box.table is not None:
        for row in said or ():
            yield from (str(row[one.key]) for one in box.table.columns if row.get(one.key))
    elif box.words:
        yield str(said or "")
