"""One's own scores of a specimen beside those of the panel that wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from award.calibration.rules.specimens import beside_the_panel, on_the_whole


@dataclass(frozen=True)
class Compared:
    """On one criterion."""

    title: str
    text: str
    own: int
    own_reason: str
    panel: int
    panel_reason: str

    @property
    def says(self) -> str:
        return beside_the_panel(self.own, self.panel)


def whole(compared: Sequence[Compared]) -> str:
    return on_the_whole([one.own - one.panel for one in compared])
