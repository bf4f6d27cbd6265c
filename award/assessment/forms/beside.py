"""What the lived-experience panel made of an application, in words."""

from __future__ import annotations

from typing import Protocol

from award.assessment.rules.panels import PART, higher_by
from award.design.formatters import number, plural
from award.foundation.figures import beside


class Summary(Protocol):
    @property
    def panel_submitted(self) -> int: ...
    @property
    def panel_mean_pct(self) -> float | None: ...
    @property
    def panels_part(self) -> bool: ...
    @property
    def lived_counted(self) -> int: ...
    @property
    def lived_mean_pct(self) -> float | None: ...
    @property
    def others_mean_pct(self) -> float | None: ...


def panel_words(summary: Summary | None, threshold_pct: int) -> str:
    """Its mean, of how many sheets, and how far from the other panel's where both score the same
    criteria; "" where it has no sheet that counts."""
    if summary is None or not (summary.panel_submitted or summary.lived_counted):
        return ""
    own = bool(summary.panel_submitted)
    mean = summary.panel_mean_pct if own else summary.lived_mean_pct
    sheets = plural(summary.panel_submitted if own else summary.lived_counted, "sheet")
    said = "no mean, as no score on one of the criteria counts,"
    if mean is not None:
        said = f"{beside(mean, threshold_pct)}%"
    words = f"{said} from {sheets}{', on criteria of its own' if own else ''}"
    if not own and (apart := higher_by(mean, summary.others_mean_pct)) is not None:
        others = beside(summary.others_mean_pct or 0.0, threshold_pct)
        words += f", {_apart(apart)} the professional panel’s {others}%"
    return f"{words}. {PART}" if summary.panels_part else words


def apart_words(apart: float) -> str:
    """How much higher or lower the lived-experience panel scored, in short."""
    if (points := number(abs(apart), 1)) == "0.0":
        return "As the others"
    return f"{points} {'higher' if apart > 0 else 'lower'}"


def _apart(apart: float) -> str:
    if (points := number(abs(apart), 1)) == "0.0":
        return "level with"
    return f"{points} points {'above' if apart > 0 else 'below'}"
