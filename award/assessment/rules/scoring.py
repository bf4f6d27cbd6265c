"""Scores as arithmetic. Percentages are floats from 0 to 100 and never rounded here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from statistics import fmean, stdev

MIN_SCORE, MAX_SCORE = 1, 10


@dataclass(frozen=True)
class ScoredSheet:
    """A complete sheet that counts: criterion key to whole-number score, and the two votes.
    `left_out`: criteria whose score a moderator left out."""

    scores: Mapping[str, int]
    in_scope: bool
    recommend: bool
    left_out: frozenset[str] = frozenset()
    panel: str = ""
    """Whose criteria `scores` are on: "" those of the round."""
    sat_on: str = ""
    """The panel of whoever wrote it, where that tells sheets on the same criteria apart."""


@dataclass(frozen=True)
class Statistics:
    """What the sheets of one application come to; None where there are too few to say."""

    n: int = 0
    mean_pct: float | None = None
    unweighted_pct: float | None = None
    min_pct: float | None = None
    max_pct: float | None = None
    range_pct: float | None = None
    sd_pct: float | None = None
    in_scope_yes: int = 0
    recommend_yes: int = 0
    criterion_means: Mapping[str, float] = field(default_factory=dict)
    totals: tuple[float, ...] = ()
    """Of each sheet, over what of it counts."""


def is_score(value: object) -> bool:
    """A whole number from 1 to 10; True and 7.0 are none."""
    return (
        isinstance(value, int) and not isinstance(value, bool) and (MIN_SCORE <= value <= MAX_SCORE)
    )


def weighted_pct(scores: Mapping[str, int], weights: Mapping[str, int]) -> float:
    """Σ w·(score/10) ÷ Σ w × 100 over every criterion in `weights`.

    ValueError when a criterion has no score from 1 to 10. The sum is of whole numbers and there
    is one division, so equal scores always give equal percentages.
    """
    missing = [key for key in weights if not is_score(scores.get(key))]
    if missing or not weights:
        raise ValueError(f"no score from 1 to 10 for: {', '.join(missing) or 'any criterion'}")
    total = sum(weight * scores[key] for key, weight in weights.items())
    return total * 100 / (MAX_SCORE * sum(weights.values()))


def unweighted_pct(scores: Mapping[str, int]) -> float:
    """The plain mean of the scores, as a percentage."""
    return sum(scores.values()) * 100 / (MAX_SCORE * len(scores))


def running_pct(scores: Mapping[str, int | None], weights: Mapping[str, int]) -> float | None:
    """`weighted_pct` over the criteria that have a score so far; None when none has."""
    given = {key: score or 0 for key, score in scores.items() if key in weights and is_score(score)}
    if not given:
        return None
    return weighted_pct(given, {key: weights[key] for key in given})


def application_statistics(sheets: Sequence[ScoredSheet], weights: Mapping[str, int]) -> Statistics:
    """Means are over sheets: the mean of the weighted percentages, not of pooled scores. Where
    single scores are left out, no sheet can stand for all criteria: the means of the criteria are
    weighted instead, which is the same where every sheet has every score. Without any score on
    one of the criteria there is no mean, and nothing to rank by.

    The standard deviation is the sample's (n - 1), so None for fewer than two sheets.
    """
    if not sheets:
        return Statistics()
    totals = [weighted_pct(sheet.scores, _counting(sheet.left_out, weights)) for sheet in sheets]
    lowest, highest = min(totals), max(totals)
    given = {
        key: [sheet.scores[key] for sheet in sheets if key not in sheet.left_out] for key in weights
    }
    means = {key: fmean(scores) for key, scores in given.items() if scores}
    mean: float | None
    unweighted: float | None
    if len(means) < len(weights):
        mean = unweighted = None
    elif any(sheet.left_out for sheet in sheets):
        whole = sum(weights.values())
        mean = float(sum(weights[key] * Fraction(sum(given[key]), len(given[key])) for key in means)
                     * 100 / (MAX_SCORE * whole))  # fmt: skip
        unweighted = fmean(means.values()) * 100 / MAX_SCORE
    else:
        mean = fmean(totals)
        unweighted = fmean(
            unweighted_pct({key: sheet.scores[key] for key in weights}) for sheet in sheets
        )
    return Statistics(
        n=len(sheets),
        mean_pct=mean,
        unweighted_pct=unweighted,
        min_pct=lowest,
        max_pct=highest,
        range_pct=highest - lowest,
        sd_pct=stdev(totals) if len(totals) > 1 else None,
        in_scope_yes=sum(sheet.in_scope for sheet in sheets),
        recommend_yes=sum(sheet.recommend for sheet in sheets),
        criterion_means=means,
        totals=tuple(totals),
    )


def _counting(left_out: frozenset[str], weights: Mapping[str, int]) -> Mapping[str, int]:
    return {key: weight for key, weight in weights.items() if key not in left_out}
