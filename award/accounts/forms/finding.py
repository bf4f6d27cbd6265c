"""What became of looking a number up, beside the boxes that it filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from award.accounts.rules.organisations import NUMBERS
from award.accounts.rules.registers import Known


@dataclass(frozen=True)
class Found:
    """`choices` are the organisations to choose between where several registers know the number;
    `known` is the one that was taken, and `differs` what it says otherwise than the boxes. `own`
    is an organisation of the person's own that has the number, `taken` the kind of number that
    somebody else's has. `took_out` says that the boxes of an earlier look-up were emptied first,
    `other` is a number of the same kind in its box, for which nothing was filled in."""

    typed: str
    choices: Sequence[Known] = ()
    known: Known | None = None
    differs: Sequence[tuple[str, str]] = ()
    own: tuple[str, str] | None = None
    taken: str = ""
    took_out: bool = False
    other: str = ""

    @property
    def taken_number(self) -> str:
        return NUMBERS.get(self.taken, "")
