"""Two to four case studies on the same rows: what each says, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from award.case_studies.rules.fields import CALLED
from award.case_studies.rules.measured import is_better
from award.case_studies.rules.running import StillRunning
from award.case_studies.rules.said import Result
from award.case_studies.rules.story import Story
from award.foundation import clock

LEAST: Final = 2
MOST: Final = 4
NOT_SAID: Final = "Not said"
NONE_OF_THEM: Final = "None of its results"
_STAGE: Final = "How far along it is"
_RUNS: Final = "Is it still running?"
_AWARD: Final = "Award"


@dataclass(frozen=True)
class Line:
    """One row: its heading, and for each case study in turn what it says, in paragraphs."""

    heading: str
    cells: tuple[tuple[str, ...], ...]


def _of_people(told: Story) -> Iterator[str]:
    yield ", ".join(told.beneficiaries)
    if told.people_count:
        yield f"{told.people_count:,} {'person' if told.people_count == 1 else 'people'}"


def _length(told: Story) -> Iterator[str]:
    if told.length_months:
        yield f"{told.length_months} {'month' if told.length_months == 1 else 'months'}"


def _cost(told: Story) -> Iterator[str]:
    yield told.cost_band
    yield told.sentences.get("cost_words", "")


def _results(better: bool) -> Callable[[Story], Iterator[str]]:
    def read(told: Story) -> Iterator[str]:
        these = [one for one in told.results if is_better(one) is better]
        for result in these:
            yield in_a_sentence(result, which_way=not better, what_for=len(told.problems) > 1)
        if told.results and not these:
            yield NONE_OF_THEM

    return read


def in_a_sentence(result: Result, *, which_way: bool = False, what_for: bool = False) -> str:
    """“Falls found within: 31 to 4 (minutes; 34 people)”."""
    told = " to ".join(value for value in (result.before, result.after) if value)
    text = f"{result.measure or 'A result'}: {told}" if told else result.measure
    apart = [result.unit] if told and result.unit else []
    if result.n is not None:
        apart.append(f"{result.n:,} {'person' if result.n == 1 else 'people'}")
    text += f" ({'; '.join(apart)})" if apart else ""
    if which_way and result.direction_label:
        text += f", {result.direction_label.lower()}"
    if what_for and result.problem_label:
        text += f" [{result.problem_label}]"
    return text


def _sentence(key: str) -> tuple[str, Callable[[Story], Iterator[str]]]:
    return CALLED[key], lambda told: iter((told.sentences.get(key, ""),))


_ROWS: Final[Sequence[tuple[str, Callable[[Story], Iterator[str]]]]] = (
    ("What became of it", lambda told: iter((told.outcome,))),
    (_STAGE, lambda told: iter((told.stage.says,) if told.stage else ())),
    ("What got better", _results(better=True)),
    ("What did not, or can’t be told", _results(better=False)),
    ("Cost in use", _cost),
    ("In a sentence", lambda told: iter((told.summary,))),
    ("Where care happens", lambda told: iter((", ".join(told.settings),))),
    ("Who it was for", _of_people),
    ("How long it ran", _length),
    _sentence("staff_time"),
    _sentence("errors_and_missed"),
    _sentence("less_well_for"),
    _sentence("who_said_no"),
    ("How strong the evidence is", lambda told: iter(told.evidence or ())),
    (_AWARD, lambda told: iter((told.award_line,))),
    ("Kind of AI", lambda told: iter((", ".join(told.capabilities),))),
    ("What it senses", lambda told: iter((", ".join(told.senses),))),
    ("A buyer’s questions", lambda told: iter((_answered(told),))),
    ("Who to ask", lambda told: iter((told.contact,))),
)
"""What became of it first, and whether it still runs."""


def _answered(told: Story) -> str:
    return f"{told.answered} of {len(told.answers)} answered" if told.answered else ""


def lines(
    stories: Sequence[Story],
    running: Sequence[StillRunning],
    amounts: Sequence[str],
) -> list[Line]:
    """Every row, whatever is said; whether each still runs is what was said of it last, in its
    stage or by its team when asked. `amounts` are what is public of their awards, "" for none."""
    found = [
        Line(heading, tuple(tuple(filter(None, read(told))) for told in stories))
        for heading, read in _ROWS
    ]
    at = next(place for place, line in enumerate(found) if line.heading == _AWARD)
    awards = zip(found[at].cells, amounts, strict=True)
    found[at] = Line(_AWARD, tuple((*cell, amount) if amount else cell for cell, amount in awards))
    at = next(place for place, line in enumerate(found) if line.heading == _STAGE)
    far = tuple((one.stage_says,) if one.stage_says else () for one in running)
    found[at] = Line(_STAGE, far)
    found.insert(at + 1, Line(_RUNS, tuple(tuple(_runs(one)) for one in running)))
    return found


def _runs(said: StillRunning) -> Iterator[str]:
    if said.by_stage and said.stage_since:
        yield f"{said.label}, as published on {_day(said.stage_since)}"
    elif said.silent or not (said.answer or said.waiting_since):
        yield said.label
    if said.answered_at:
        yield f"{said.told}, its team said on {_day(said.answered_at)}"
        if said.words:
            yield said.words
    if said.waiting_since:
        again = " again" if said.answer else ""
        yield f"Asked{again} on {_day(said.waiting_since)}, no answer yet"


def _day(moment: datetime) -> str:
    return clock.long_date(clock.london(moment).date())


def as_rows(
    titles: Sequence[str], addresses: Sequence[str], told: Sequence[Line]
) -> Iterator[list[str]]:
    """The same as a table of texts, for a file."""
    yield ["", *titles]
    yield ["Address", *addresses]
    for line in told:
        yield [line.heading, *("\n".join(cell) or NOT_SAID for cell in line.cells)]
