"""What stood in an application's scores at each moment, told from rows that are never changed: a
panel's pages say from it what they showed, and nothing is kept twice for that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from award.assessment.rules.scoring import ScoredSheet, application_statistics
from award.moderation.rules.shown import WHOLE, Criterion, left_out_titles


@dataclass(frozen=True)
class Span:
    """From when to when; `until` is None for what still stands."""

    since: datetime
    until: datetime | None

    def has(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True)
class InForce:
    """A sheet as it was submitted once, under its assessor's letter."""

    letter: str
    during: Span
    sheet: ScoredSheet


@dataclass(frozen=True)
class LeftOut:
    """One score of the sheet under the letter that was submitted at `of_sheet`; or WHOLE."""

    letter: str
    of_sheet: datetime
    key: str
    during: Span


@dataclass(frozen=True)
class Stood:
    """The whole history of one application's scores."""

    sheets: Sequence[InForce]
    out: Sequence[LeftOut]

    def means(self, weights: Mapping[str, int]) -> list[list[float | int | None]]:
        """Mean and number of sheets that counted, at each moment at which they could change."""
        found = []
        for standing in self._each_moment():
            counting = [one for one in standing if WHOLE not in one.left_out]
            mean = application_statistics(counting, weights).mean_pct
            found.append([mean, len(counting)])
        return found

    def left_out_of(self, letter: str, criteria: Sequence[Criterion]) -> list[str]:
        """What didn't count of their sheet, in words, at each such moment."""
        return [
            "; ".join(left_out_titles(criteria, one.left_out))
            for standing in self._each_moment(letter)
            for one in standing
        ]

    def _each_moment(self, letter: str = "") -> Iterator[list[ScoredSheet]]:
        spans = [*(one.during for one in self.sheets), *(one.during for one in self.out)]
        for moment in sorted({at for one in spans for at in (one.since, one.until) if at}):
            yield [
                replace(one.sheet, left_out=frozenset(self._out(one, moment)))
                for one in self.sheets
                if one.during.has(moment) and letter in ("", one.letter)
            ]

    def _out(self, sheet: InForce, moment: datetime) -> Iterable[str]:
        for one in self.out:
            same = (one.letter, one.of_sheet) == (sheet.letter, sheet.during.since)
            if same and one.during.has(moment):
                yield one.key
