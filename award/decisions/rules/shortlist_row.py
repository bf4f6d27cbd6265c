"""One application of the shortlist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from award.applications.rules.states import ApplicationState
from award.assessment.rules.left_out import left_out_words
from award.assessment.rules.panels import higher_by
from award.decisions.rules.grounds import Ground
from award.decisions.rules.ranking import Place
from award.decisions.rules.states import Outcome
from award.rounds.kinds import Cell


@dataclass(frozen=True)
class ShortlistRow:
    """One application in a round. Percentages unrounded, 0 to 100; money in whole pounds.

    `totals` are the assessors' weighted totals, lowest first; `flags` says why their views need
    talking about, one phrase each.
    """

    application_id: int
    reference: str
    title: str
    state: ApplicationState
    organisation: str
    org_type: str
    region: str
    phase: int
    ask_gbp: int | None
    months: int | None
    place: Place
    open_until: datetime | None = None
    """While it can still change, by an extension of its own."""
    assigned: int = 0
    conflicted: int = 0
    unweighted_pct: float | None = None
    scores_excluded: int = 0
    settings: Cell = None
    total_cost_gbp: int | None = None
    totals: tuple[float, ...] = ()
    panel_submitted: int = 0
    """Sheets on the lived-experience panel's own criteria, which decide nothing."""
    beside_to_come: int = 0
    """Of these, still to come; read where `to_come` is shown."""
    panel_mean_pct: float | None = None
    panels_part: bool = False
    lived_counted: int = 0
    """Of the sheets that count, those of the lived-experience panel: with their mean and that of
    the others, where both panels score the same criteria."""
    lived_mean_pct: float | None = None
    others_mean_pct: float | None = None
    lived_totals: tuple[float, ...] = ()
    """Which of `totals` are of these."""
    flags: tuple[str, ...] = ()
    outcome: Outcome | None = None
    released: bool = False
    amount_gbp: int | None = None
    reserve_position: int | None = None
    conditions: str = ""
    exception_reason: str = ""
    note: str = ""
    ground: Ground | None = None
    words_for_applicant: str = ""
    held_because: str = ""
    confirmed: bool = False
    criterion_means: Mapping[str, float] = field(default_factory=dict)

    @property
    def to_come(self) -> int:
        """Sheets that rank it and that an assessor has still to submit, or to submit again."""
        ranking = self.assigned - self.panel_submitted - self.beside_to_come
        return max(0, ranking - self.place.candidate.submitted)

    @property
    def of_panel(self) -> tuple[int, float | None]:
        """The lived-experience panel's sheets and what they come to, on its own criteria or on
        everybody's."""
        if self.panel_submitted:
            return self.panel_submitted, self.panel_mean_pct
        return self.lived_counted, self.lived_mean_pct

    @property
    def panels_apart(self) -> float | None:
        """Points by which the lived-experience panel scored it higher than the other, on the same
        criteria."""
        return higher_by(self.lived_mean_pct, self.others_mean_pct)

    @property
    def mean_pct(self) -> float | None:
        return self.place.candidate.mean_pct

    @property
    def left_out(self) -> str:
        """What of its sheets doesn't count, in words."""
        return left_out_words(self.place.candidate.excluded, self.scores_excluded)

    @property
    def range_pct(self) -> float | None:
        return self.place.candidate.spread_pct

    @property
    def sd_pct(self) -> float | None:
        return None if self.range_pct is None else self.place.candidate.sd_pct
