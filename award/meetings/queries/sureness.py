"""How sure one application's place is, beside it in a meeting: what the round's statistics say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from award.foundation.policy import Actor
from award.moderation.queries.panels import Item
from award.moderation.queries.sheets import PanelSheet
from award.statistics.queries.scores import Drawn
from award.statistics.queries.whole import whole

if TYPE_CHECKING:
    from award.statistics.rules.report import Application, Assessor


@dataclass(frozen=True)
class Sure:
    """Of one application: what its own sheets come to. `severities` are of those who wrote them, by
    name, and empty for whoever may not know names: the same number on another application would
    tell who is who."""

    of: Application
    severities: Sequence[tuple[str, Assessor]]

    @property
    def chance(self) -> int | None:
        """Of standing above the line, of 100."""
        found = self.of.p_above_line
        return None if found is None else round(100 * found)

    @property
    def ranks(self) -> str:
        """Between which it may stand, nearest to whole ones."""
        if self.of.ranks is None:
            return ""
        best, worst = map(round, self.of.ranks)
        return f"{best:,}" if best == worst else f"{best:,} and {worst:,}"

    @property
    def fragile(self) -> str:
        """What one sheet would move; "" where nothing is said of it."""
        moves, sheets = self.of.fragile, self.of.n
        if moves is None:
            return ""
        if not moves:
            return "No sheet of it, left out alone, would change who is above the line"
        if sheets == 1:
            return "Its one sheet decides whether it is above the line"
        each = "which" if moves == 1 else "each of which"
        of = f"{moves} of its {sheets} sheets, {each} left out alone,"
        return f"{of} would change who is above the line"


def sureness_of(
    item: Item, actor: Actor, sheets: Sequence[PanelSheet], drawn: Drawn
) -> Sure | None:
    """For who may read the round's statistics, without what they have a tie to; None while no
    score of it counts. One statement."""
    found = whole(item.panel, actor, drawn)
    one = next((one for one in found.applications if one.application == item.reference), None)
    if one is None or found.deciding is None:
        return None
    wrote = {sheet.assignment.assessor_id: sheet.who for sheet in sheets}
    severities = []
    if found.deciding.people is not None:
        severities = [
            (wrote[int(each.assessor)], each)
            for _who, each in found.deciding.assessors
            if int(each.assessor) in wrote and each.severity is not None
        ]
    return Sure(one, severities)
