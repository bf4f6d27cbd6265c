"""What an applicant is told of scores, beside the ground: as much as the round chose before it
opened, and nothing that would tell one assessor's scores, or one other application's.

It is worked out once, when the decision is released, and kept as it was told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import ceil, floor
from statistics import fmean, median
from typing import Any, Final, NamedTuple

from award.assessment.rules.ordering import EXACT
from award.decisions.rules.exceptions import although
from award.decisions.rules.grounds import ON_MERIT
from award.decisions.rules.ranking import Candidate, Place
from award.decisions.rules.states import Outcome
from award.rounds.rules.values import BESIDE, OWN

LEAST: Final = 10
"""Applications behind a number about others."""
LEAST_AWARDED: Final = 3
"""Awards behind a bound that all of them keep, which is far from anybody's score."""
STEP: Final = 5
"""Per cents that such a bound is rounded down to."""
LEAST_SHEETS: Final = 2
"""Sheets behind a mean: of one it would be that assessor's scores."""
NOTABLE: Final = 0.5
"""Points from 1 to 10 from which it is said that a mean is below another."""
UNRANKED: Final = "Too few assessments of it were complete, so there is no score to tell."
ONE_SHEET: Final = (
    "One assessment alone counts, so its scores are one person’s, and nobody is told them."
)
LEFT_OUT: Final = (
    "Single scores were left out, so means of criteria could be one person’s scores, and nobody is "
    "told them."
)
GOOD: Final = (Outcome.FUND, Outcome.INVITE)


class Terms(NamedTuple):
    """What a round says of itself: how much is told, the threshold, criteria as key, title and
    weight, and whether applicants learn which words are those of the lived-experience panel."""

    scores_told: str
    threshold_pct: int
    criteria: tuple[tuple[str, str, int], ...]
    panels_named: bool = False
    first_stage: bool = False


class Scored(NamedTuple):
    """An application's place with what the ranking doesn't need: how many single scores were left
    out, and what sheets on the lived-experience panel's own criteria came to."""

    place: Place
    scores_excluded: int = 0
    panel_submitted: int = 0
    panel_mean_pct: float | None = None

    @property
    def panel_pct(self) -> float | None:
        """What may be told of that panel: nothing where it is one person."""
        return self.panel_mean_pct if self.panel_submitted >= LEAST_SHEETS else None


@dataclass(frozen=True)
class Line:
    """A criterion: mean scores from 1 to 10. What isn't told is None."""

    title: str
    weight: int
    own: float
    middle: float | None = None
    awarded: float | None = None


@dataclass(frozen=True)
class Told:
    """What one applicant is told. `silent` says why there are no numbers, `few` why some are
    missing. Percentages are unrounded but for `ended`: between which whole ones the money or the
    places ended, and where there are too few for that, `from_pct`: from which on all stand that
    were selected, which is not said where one of them has no rank. Half of the `ranked` have
    `middle_pct`, a whole one, or more; `lived` is what the lived-experience panel's own criteria
    came to, and the same of half of the round."""

    first_stage: bool
    threshold_pct: int
    silent: str = ""
    few: tuple[str, ...] = ()
    score_pct: float | None = None
    mean_pct: float | None = None
    agreed: bool = False
    sheets: int = 0
    in_scope: int = 0
    recommend: int = 0
    lines: tuple[Line, ...] = ()
    ranked: int | None = None
    middle_pct: float | None = None
    awarded: int | None = None
    ended: tuple[int, int] | None = None
    from_pct: int | None = None
    lived: tuple[float, float | None] | None = None

    @property
    def has_middle(self) -> bool:
        return any(line.middle is not None for line in self.lines)

    @property
    def has_awarded(self) -> bool:
        return any(line.awarded is not None for line in self.lines)

    @property
    def furthest(self) -> tuple[str, ...]:
        """The two criteria, or one, furthest below the mean of those that were selected."""
        behind = [
            (line.awarded - line.own, line.title)
            for line in self.lines
            if line.awarded is not None and line.awarded - line.own >= NOTABLE
        ]
        return tuple(title for _by, title in sorted(behind, key=lambda one: -one[0])[:2])

    @property
    def still_below(self) -> bool:
        """Would it have ended below the money, or the places, with just the threshold?"""
        score, line = self.score_pct, self.ended[0] if self.ended else self.from_pct
        return (
            score is not None
            and line is not None
            and round(score, EXACT) < self.threshold_pct < line
        )

    @property
    def departs(self) -> tuple[str, ...]:
        votes = self.in_scope, self.recommend
        return although(self.score_pct, self.threshold_pct, self.sheets, votes)

    def kept(self) -> dict[str, Any]:
        """As it is stored; `read` is the way back."""
        return asdict(self)


def read(body: Mapping[str, Any]) -> Told:
    pairs = {name: tuple(body[name]) if body[name] else None for name in ("ended", "lived")}
    lines = tuple(Line(**line) for line in body["lines"])
    return Told(**{**body, **pairs, "few": tuple(body["few"]), "lines": lines})


@dataclass(frozen=True)
class Others:
    """What can be told of all: None for what has too few applications behind it."""

    ranked: int | None
    middle_pct: float | None
    middles: Mapping[str, float]
    awarded: int | None
    awards: Mapping[str, float]
    ended: tuple[int, int] | None
    from_pct: int | None
    lived_middle: float | None


def others_in(
    terms: Terms, every: Sequence[Scored], decided: Callable[[Candidate], bool]
) -> Others:
    """`decided`: which decisions count as made."""
    ranked = [one for one in every if one.place.rank is not None]
    made = [one.place for one in ranked if decided(one.place.candidate)]
    awarded = [place for place in made if place.candidate.outcome in GOOD]
    totals = [one.place.candidate.score_pct for one in ranked]
    lived = [one.panel_pct for one in ranked]
    ended = _ended(awarded, made)
    unranked = any(
        one.place.rank is None
        and one.place.candidate.outcome in GOOD
        and decided(one.place.candidate)
        for one in every
    )
    return Others(
        ranked=len(ranked) if len(ranked) >= LEAST else None,
        middle_pct=_half_from(totals),
        middles=_by_criterion(terms, median, (one.place for one in ranked)),
        awarded=len(awarded) if len(awarded) >= LEAST else None,
        awards=_by_criterion(terms, fmean, awarded),
        ended=ended,
        from_pct=None if ended or unranked else _from(awarded, terms.threshold_pct),
        lived_middle=_half_from(lived),
    )


def _by_criterion(
    terms: Terms, how: Callable[[list[float]], float], places: Iterable[Place]
) -> dict[str, float]:
    means = [place.candidate.criterion_means for place in places]
    found = {key: _of_many(how, (one.get(key) for one in means)) for key, *_ in terms.criteria}
    return {key: value for key, value in found.items() if value is not None}


def _of_many(how: Callable[[list[float]], float], values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return how(known) if len(known) >= LEAST else None


def _half_from(values: Iterable[float | None]) -> int | None:
    """A whole per cent that half of them reach: of an odd number the middle is somebody's own."""
    middle = _of_many(median, values)
    return None if middle is None else floor(round(middle, EXACT))


def _ended(awarded: Sequence[Place], made: Sequence[Place]) -> tuple[int, int] | None:
    """Whole per cents between which the lowest award and the highest that went without stand:
    true of exceptions too, and nobody's own score."""
    reached = [_score(place) for place in awarded if not place.short]
    without = [
        _score(place)
        for place in made
        if place.candidate.outcome == Outcome.RESERVE or place.candidate.ground in ON_MERIT
    ]
    if min(len(reached), len(without)) < LEAST:
        return None
    low, high = sorted((min(reached), max(without)))
    return floor(low), max(ceil(high), floor(low) + 1)


def _from(awarded: Sequence[Place], threshold_pct: int) -> int | None:
    """Rounded down, and the page says that it is: with so few awards the lowest mean itself would
    be one application's score, told to everybody else. None where it would say no more than the
    threshold does."""
    if len(awarded) < LEAST_AWARDED:
        return None
    found = floor(min(map(_score, awarded)) / STEP) * STEP
    return found if found > threshold_pct else None


def _score(place: Place) -> float:
    return round(place.candidate.score_pct or 0.0, EXACT)


def told(terms: Terms, one: Scored, others: Others) -> Told | None:
    """None where the round tells nothing but the ground."""
    if terms.scores_told not in (OWN, BESIDE):
        return None
    place, candidate = one.place, one.place.candidate
    if place.rank is None:
        return Told(terms.first_stage, terms.threshold_pct, UNRANKED)
    if candidate.counted < LEAST_SHEETS:
        return Told(terms.first_stage, terms.threshold_pct, ONE_SHEET)
    beside = terms.scores_told == BESIDE
    # Each criterion has so many scores at least, wherever those that were left out stood.
    whole = candidate.counted - one.scores_excluded >= LEAST_SHEETS or not one.scores_excluded
    few = [] if whole else [LEFT_OUT]
    if beside:
        few += _few(others, first_stage=terms.first_stage)
    lived = one.panel_pct if terms.panels_named else None
    return Told(
        first_stage=terms.first_stage,
        threshold_pct=terms.threshold_pct,
        few=tuple(few),
        score_pct=candidate.score_pct,
        mean_pct=candidate.mean_pct,
        agreed=candidate.moderated_pct is not None,
        sheets=candidate.counted,
        in_scope=candidate.in_scope_yes,
        recommend=candidate.recommend_yes,
        lines=_lines(terms, candidate, others if beside else None) if whole else (),
        ranked=others.ranked if beside else None,
        middle_pct=others.middle_pct if beside else None,
        awarded=others.awarded if beside else None,
        ended=others.ended if beside else None,
        from_pct=others.from_pct if beside else None,
        lived=None if lived is None else (lived, others.lived_middle if beside else None),
    )


def _few(others: Others, *, first_stage: bool) -> Iterable[str]:
    if others.middle_pct is None:
        yield f"The round’s middle is told once {LEAST} applications are ranked: there are fewer."
        return
    if others.awarded is None:
        what = "invited on" if first_stage else "awarded money"
        yield f"Means of those {what} are told once there are {LEAST}: there are fewer."


def _lines(terms: Terms, candidate: Candidate, others: Others | None) -> tuple[Line, ...]:
    means = candidate.criterion_means
    return tuple(
        Line(
            title,
            weight,
            means[key],
            others.middles.get(key) if others else None,
            others.awards.get(key) if others else None,
        )
        for key, title, weight in terms.criteria
        if key in means
    )
