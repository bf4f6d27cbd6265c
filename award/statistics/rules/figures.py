"""What people who ask how a round went may be told: no number that tells of a few of them.

Small numbers are hidden as statistical offices do: what is under 5, and one more number wherever
sums or differences of those that are told would give it. How many were received and how many were
funded is told whatever it is: it is what requests ask first, and awards are public with their
organisations. What the two leave, all that were not funded, can't be hidden then, and is told: a
number of one whole says nothing of what any of them got. How it parts into refused, withdrawn, on
the reserve list and open is hidden where one of these is few, and so is where few are from: what a
region has received less its awards, which anybody can count, is never few either. Scores are told
of ten at least.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from types import MappingProxyType
from typing import Final

from award.applications.rules.apart import LEAST, told
from award.assessment.rules.disagreeing import OUTLYING, SCORES_APART, TOTALS_APART

LEAST_MEANS: Final = 10
"""A mean, a highest or a lowest score of fewer would come near to what one of them got."""
FEW: Final = f"Fewer than {LEAST}, or what is left would be"
FEW_MEANS: Final = f"Of fewer than {LEAST_MEANS}"
NONE: Final = "There is none"
SMALL: Final = (
    f"Numbers under {LEAST} are not told, nor one more where the others, or published awards, "
    f"would tell them; scores are told of {LEAST_MEANS} or more. How many were received and how "
    "many of them funded is told always, and so is what the two leave"
)
ONE_PERSON: Final = "They would be one person’s scores"
PARTIAL: Final = "Let somebody without a tie take them"
BANDS: Final = (80, 70, 60, 50, 0)


@dataclass(frozen=True)
class Fact:
    """An application that was submitted. Its score is what ranks it, None without one; `funded` is
    what was released, None while nothing is and on the reserve list (`reserved`)."""

    phase: str
    region: str
    org_type: str
    withdrawn: bool
    score_pct: float | None
    funded: bool | None
    amount_gbp: int | None
    criterion_means: Mapping[str, float] = field(default_factory=dict)
    reserved: bool = False


@dataclass(frozen=True)
class Figure:
    """One number, or in words why it isn't told, or what has no number."""

    part: str
    what: str
    value: float | None
    unit: str
    why: str = ""


def figures(
    facts: Sequence[Fact], titles: Mapping[str, str], assessors: Mapping[str, int]
) -> list[Figure]:
    """`titles` of the round's criteria by key; `assessors` with a submitted sheet, by panel."""
    gone = sum(one.withdrawn for one in facts)
    staying = [one for one in facts if not one.withdrawn]
    scored = [one for one in staying if one.score_pct is not None]
    funded = [one for one in staying if one.funded]
    refused = [one for one in staying if one.funded is False]
    reserved = sum(one.reserved for one in staying)
    undecided = len(staying) - len(funded) - len(refused) - reserved
    withdrawn, refusals, waiting, open_ = _between(gone, len(refused), reserved, undecided)
    without = refusals.value is None
    return [
        _count("Applications", "Received", len(facts)),
        withdrawn,
        _ranked(len(scored), len(facts)),
        _count("Decisions", "Funded or invited", len(funded)),
        _count("Decisions", "Not funded or invited, for whatever reason", len(facts) - len(funded)),
        refusals,
        waiting,
        open_,
        _rate("of those funded or refused, without the reserve list", funded,
              [*funded, *refused], hidden=without),
        _rate("of all received", funded, facts if funded or refused else ()),
        *_money(funded),
        *_scores(funded, refused),
        *_above(funded, refused),
        *_bands(scored, len(facts)),
        *_by("By phase, of all received", facts, lambda one: one.phase),
        *_by("By region, of all received", facts, lambda one: one.region),
        *_by("By type of organisation, of all received", facts, lambda one: one.org_type),
        *_criteria(scored, titles),
        *_parted("Assessors with a sheet submitted", assessors, sum(assessors.values())),
    ]  # fmt: skip


def methods(threshold_pct: int, *, first_stage: bool) -> list[Figure]:
    """What numbers rest on, in words."""
    what = "invited as far as there were places" if first_stage else "awarded as far as money went"
    selected = (
        "Top-down: by rank of the weighted mean score, or of the score that a panel agreed "
        f"instead; of those with {threshold_pct}% or more that more than half of their assessors "
        f"found in scope and recommended, {what}. What departs from it has a recorded reason"
    )
    outlier = (
        f"A total more than {OUTLYING} standard deviations from the mean of the application’s "
        "sheets: the round’s standard deviation of totals about the mean of their application, "
        f"pooled over those with two sheets or more. Totals {TOTALS_APART} points of 100 apart and "
        f"scores {SCORES_APART} of 10 apart are talked about too. No sheet is left out for that "
        "alone"
    )
    return [
        Figure("Method", "How applications were selected", None, "", selected),
        Figure("Method", "What counts as an outlier", None, "", outlier),
        Figure("Method", "What is not told", None, "", SMALL),
    ]


def partial() -> Figure:
    """Stands with the others wherever they go: they are not of the whole round."""
    what = "Left out of all these figures: what whoever took them has a tie to"
    return Figure("All of them", what, None, "applications", PARTIAL)


def _count(part: str, what: str, number: int) -> Figure:
    """What says nothing of what anybody is, or got."""
    return Figure(part, what, number, "applications")


def _between(withdrawn: int, refused: int, reserved: int, undecided: int) -> list[Figure]:
    """What isn't funded, whose sum everybody can work out: how few of it are one or the other is
    hidden. Where there is none of it all, each is 0."""
    numbers = {"Withdrawn": withdrawn, "Refused": refused,
               "On the reserve list": reserved, "Not decided yet": undecided}  # fmt: skip
    whole = sum(numbers.values())
    alone = [what for what, number in numbers.items() if number == whole >= LEAST]
    shown = told(numbers, whole) if whole and not alone else dict(numbers)
    return [
        Figure("Applications" if what == "Withdrawn" else "Decisions", what, number,
               "applications", FEW if number is None else "")
        for what, number in shown.items()
    ]  # fmt: skip


def _ranked(scored: int, received: int) -> Figure:
    """Not where the few of those received would follow that were not."""
    few = 0 < scored < LEAST or 0 < received - scored < LEAST
    what = "Assessed by enough people to be ranked"
    return Figure("Applications", what, None if few else scored, "applications", FEW if few else "")


def _rate(
    of: str, funded: Sequence[Fact], among: Sequence[Fact], *, hidden: bool = False
) -> Figure:
    """`hidden` where it would tell a number that is."""
    why = NONE if not among else FEW if hidden else ""
    rate = None if why else 100 * len(funded) / len(among)
    return Figure("Decisions", f"Success rate {of}", rate, "%", why)


def _parted(
    part: str,
    numbers: Mapping[str, int],
    whole: int,
    public: Mapping[str, int] = MappingProxyType({}),
) -> Iterator[Figure]:
    """Numbers that make a whole between them, the small ones hidden so that the rest doesn't tell
    them; nor where few are left of one without those of it that are `public`. One that is the whole
    tells nothing that the whole doesn't."""
    unit = "assessors" if part.startswith("Assessors") else "applications"
    left = {what: number - public.get(what, 0) for what, number in numbers.items()}
    without = told({what: number for what, number in left.items() if number}, sum(left.values()))
    for what, number in told(numbers, whole).items():
        hidden = number is None or (public and without.get(what, 0) is None)
        if hidden and len(numbers) > 1:
            yield Figure(part, what, None, unit, FEW)
        else:
            yield Figure(part, what, numbers[what], unit)


def _money(funded: Sequence[Fact]) -> Iterator[Figure]:
    """Each award is published with its amount."""
    amounts = [one.amount_gbp for one in funded if one.amount_gbp is not None]
    why = "" if amounts else NONE
    yield Figure("Money", "Awarded in all", sum(amounts) if amounts else None, "£", why)
    yield Figure("Money", "Mean award", round(fmean(amounts)) if amounts else None, "£", why)


def _scores(funded: Sequence[Fact], refused: Sequence[Fact]) -> Iterator[Figure]:
    for who, facts in (("funded or invited", funded), ("refused", refused)):
        found = [one.score_pct for one in facts if one.score_pct is not None]
        for what, of in _SUMMED:
            why = "" if len(found) >= LEAST_MEANS else FEW_MEANS
            value = None if why else of(found)
            yield Figure("Scores", f"{what} of those {who}", value, "% weighted", why)


_SUMMED: Final[tuple[tuple[str, Callable[[Iterable[float]], float]], ...]] = (
    ("Lowest", min), ("Mean", fmean), ("Highest", max),
)  # fmt: skip


def _above(funded: Sequence[Fact], refused: Sequence[Fact]) -> Iterator[Figure]:
    lowest = [one.score_pct for one in funded if one.score_pct is not None]
    what = "Refused, with a score above the lowest of those funded or invited"
    why, number = "", None
    if len(lowest) < LEAST_MEANS:
        why = FEW_MEANS
    else:
        number = sum(1 for one in refused if (one.score_pct or 0.0) > min(lowest))
        if number < LEAST or len(refused) - number < LEAST:
            number, why = None, FEW
    yield Figure("Scores", what, number, "applications", why)


def _bands(scored: Sequence[Fact], received: int) -> Iterator[Figure]:
    """Of all received, so that neither do they tell how few have no score."""
    names = dict(zip(BANDS, ("80% or more", "70% to under 80%", "60% to under 70%",
                             "50% to under 60%", "Under 50%"), strict=True))  # fmt: skip
    found = Counter(next(low for low in BANDS if (one.score_pct or 0.0) >= low) for one in scored)
    numbers = {names[low]: found[low] for low in BANDS}
    yield from _parted("Scores by band", numbers, received) if scored else ()


def _by(part: str, facts: Sequence[Fact], key: Callable[[Fact], str]) -> Iterator[Figure]:
    """Of all received: what parts of those not withdrawn add up to would tell how many were."""
    found = Counter(key(one) or "Not said" for one in facts)
    public = Counter(key(one) or "Not said" for one in facts if one.funded)
    yield from _parted(part, dict(sorted(found.items())), len(facts), public)


def _criteria(scored: Sequence[Fact], titles: Mapping[str, str]) -> Iterator[Figure]:
    for key, title in titles.items():
        means = [one.criterion_means[key] for one in scored if key in one.criterion_means]
        why = "" if len(means) >= LEAST_MEANS else FEW_MEANS
        yield Figure("Mean score by criterion", title, None if why else fmean(means), "of 10", why)
    yield Figure("Mean score by criterion", "By each assessor", None, "of 10", ONE_PERSON)
