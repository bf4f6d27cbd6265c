"""What a question is, and what a kind of question has to know.

`Question` is the data of a question set; what an answer to it may be and how it reads is up to
its kind. This module knows no kind: `KINDS` is filled by the package.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, TypeAlias

from award.rounds.kinds.readings import Shown
from award.rounds.rules import conditions

ALL_PHASES = (1, 2, 3, 4)
RECORDED = "_recording"  # how the key of a recording ends, and none of a question set
Cell: TypeAlias = "str | int | date | None"
KINDS: dict[str, Kind] = {}


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    hint: str = ""
    version: str = ""
    """Which version of a regime of the question it stands for: "dtac/1"."""


@dataclass(frozen=True)
class Question:
    """One question. `means` and `publish_as` tell code what the answer is, so that no code has
    to know a question by its key; what its kind can do is asked of `of_kind`, never by name."""

    key: str
    kind: str
    label: str
    short: str
    hint: str = ""
    why: str = ""
    good: str = ""
    required: bool = True
    max_words: int | None = None
    max_chars: int | None = None
    min: int | None = None
    max: int | None = None
    unit: str = ""
    options: tuple[Option, ...] = ()
    types: tuple[str, ...] = ()
    """Of files: keys of `foundation/files/types.py`."""
    max_mb: int | None = None
    max_files: int | None = None
    exclusive: str | None = None
    min_choices: int | None = None
    max_choices: int | None = None
    phases: tuple[int, ...] = ALL_PHASES
    show_if: conditions.Condition | None = None
    feeds: tuple[str, ...] = ()
    """Keys of the criteria that the answer is read for; it stands with the first of them."""
    unscored: str = ""
    """Why it feeds no criterion, where that is meant."""
    regimes: tuple[str, ...] = ()
    """Keys of the regimes that it rests on (`rules/regimes.py`)."""
    ends: bool = False
    """Of a date: what it is about has to be renewed after it."""
    crosswalk: tuple[str, ...] = ()
    """What other frameworks ask of the same: "dtac/c2" (`rules/crosswalk.py`)."""
    identifies: bool = False
    staff_only: bool = False
    """Assessors never see this answer, whatever the round's blindness."""
    kept_apart: bool = False
    """Nobody but those who apply reads this answer: a submission has it apart, to be counted."""
    register: str = ""
    """Of which public register the answer is a number: what that says of it stands beside it."""
    means: str | None = None
    publish_as: str | None = None
    adds_up_to: str | None = None
    """An earlier amount: this one and the others that name it must come to exactly that."""
    columns: tuple[Question, ...] = ()
    """Of a table: what each row is asked."""
    row: str = "row"
    """What one row is: "milestone"."""
    least: int | None = None
    most: int | None = None
    empty: str = ""
    """What a table without rows says to its readers."""
    starts_with: tuple[Mapping[str, Any], ...] = ()
    """Rows that stand in the table before anybody has written: to fill in, change or leave."""
    fixed: tuple[Option, ...] = ()
    """The rows that there are, no more and no fewer: their ids and what stands before each."""
    row_total: str = ""
    """The heading above what each row comes to."""
    shares: tuple[str, ...] = ()
    """Columns of which readers are told what share of the whole they are."""
    total: bool = False
    """Of a column: it is added up below the table."""
    width: str = ""
    """Of a column: narrow, short, medium or wide; what is usual for its kind if it has none."""
    gate: conditions.Condition | None = None
    """`show_if`, and the same of every question it depends on; worked out by `parse`."""
    masked: bool = False
    """Of a column: not shown to this reader (`blind`)."""
    recording_of: str = ""  # key of the question that it is a recording for

    @property
    def of_kind(self) -> Kind:
        return KINDS[self.kind]

    def asked(self, answers: Mapping[str, Any], phase: int) -> bool:
        """Is this question put to an application of `phase` that has given these answers?"""
        return phase in self.phases and (self.gate is None or self.gate.holds(answers))

    def parse(self, raw: Any) -> Any:
        """An answer as it is stored and compared; None when it is none."""
        value = self.of_kind.parse(self, raw)
        return None if self.is_empty(value) else value

    def problems(self, value: Any, *, final: bool) -> list[str]:
        """What is wrong with an answer, as sentences. `final` adds what only submission refuses:
        a missing answer, too many words."""
        if self.is_empty(value):
            return [self.of_kind.none(self)] if final and self.required else []
        found = self.of_kind.check(self, value)
        return found or (self.of_kind.check_final(self, value) if final else [])

    def is_empty(self, value: Any) -> bool:
        """Nothing, a blank text, no choice, an unticked box. Zero is an answer."""
        return self.of_kind.blank(value)

    def read(self, value: Any) -> Shown | None:
        """The answer as every reader is shown it; None when unanswered."""
        return None if self.is_empty(value) else self.of_kind.read(self, value)

    def display(self, value: Any) -> list[str]:
        """The same as plain lines, for where only words will do."""
        shown = self.read(value)
        return [] if shown is None else shown.lines

    @property
    def blind(self) -> Question:
        """As somebody reads it who may not know who applies: without the columns that tell."""
        columns = tuple(replace(c, masked=True) if c.identifies else c for c in self.columns)
        return replace(self, columns=columns)

    def amount(self, value: Any) -> int | None:
        """The number that an answer comes to: itself, or the total of a table."""
        return None if self.is_empty(value) else self.of_kind.amount(self, value)

    def cell(self, value: Any) -> Cell:
        """The answer in one cell of an export; None when unanswered."""
        return None if self.is_empty(value) else self.of_kind.cell(self, value)

    def searchable(self, value: Any) -> str:
        """The words that the answer is found by."""
        return "" if self.is_empty(value) else self.of_kind.searchable(self, value)

    def label_of(self, value: str) -> str:
        """The words of an option; the value itself when the option is gone."""
        return self.of_kind.offered(self).get(value, value)


class Kind:
    """One kind of question, without its form field. A method that takes a value is never given a
    blank one.

    `name` is what question sets call it, `missing` what is said to somebody who left it out.
    """

    name: ClassVar[str]
    missing: ClassVar[str]
    unreadable: ClassVar[str] = ""
    """Of a number: what is said of a text in its place."""
    in_own_words: ClassVar[bool] = False
    """A text that people write: two of them can be edited together, and it can be published."""
    several: ClassVar[bool] = False
    """A list of the values that are offered."""
    promise: ClassVar[bool] = False
    """Says something about all the other answers, so it comes after them."""
    adds_up: ClassVar[bool] = False
    """A number, of which several can make up a total (`figure`)."""
    a_day: ClassVar[bool] = False
    """A date."""
    in_a_cell: ClassVar[bool] = False
    """Fits into one box, so that a column of a table can be of this kind."""
    usual_width: ClassVar[str] = "medium"
    merges: ClassVar[bool] = False
    """Made of parts, so that two people can change it at once (`parts`, `merge`)."""
    apart: ClassVar[bool] = False
    """Its answers are not what a form says: a service of their own writes them."""
    share_of_words: ClassVar[int] = 0
    """How much of a made-up application's text goes into one answer."""

    def parse(self, question: Question, raw: Any) -> Any:
        """What came from a form or a file, as it is stored."""
        return raw

    def blank(self, value: Any) -> bool:
        return conditions.is_blank(value)

    def none(self, question: Question) -> str:
        """What is said to somebody who left it out."""
        return self.missing

    def check(self, question: Question, value: Any) -> list[str]:
        """What is wrong even with a draft's answer: it is not saved."""
        raise NotImplementedError

    def check_final(self, question: Question, value: Any) -> list[str]:
        """What a draft may have, and submitting refuses."""
        return []

    def cells(self, question: Question, value: Any) -> Iterable[CellProblem]:
        """What is wrong with single parts of an answer, in their order."""
        return ()

    def read(self, question: Question, value: Any) -> Shown:
        raise NotImplementedError

    def cell(self, question: Question, value: Any) -> Cell:
        return "; ".join(self.read(question, value).lines)

    def searchable(self, question: Question, value: Any) -> str:
        return "\n".join(self.read(question, value).lines)

    def sample(self, question: Question, chance: random.Random, words: int) -> Any:
        """A made-up answer that can be submitted; `words` for each share of the text."""
        raise NotImplementedError

    def wanted(self, question: Question) -> str:
        """What sort of answer, and how much of it: "Long answer, up to 450 words"."""
        raise NotImplementedError

    def minutes(self, question: Question) -> float:
        """How long it may take to answer, by a rule of thumb: see `rules/effort.py`."""
        return 1

    def faults(self, question: Question) -> list[str]:
        """What is wrong with the question itself, as its file describes it."""
        return []

    def offered(self, question: Question) -> dict[str, str]:
        """Value -> label, where the answer is one or some of what is offered."""
        return {}

    def quoted(self, question: Question, value: str) -> str:
        """An answer as a sentence about a condition names it."""
        return f"“{question.label_of(value)}”"

    def figure(self, number: int) -> str:
        """A number of this kind alone, without its unit."""
        return f"{number:,}"

    def amount(self, question: Question, value: Any) -> int | None:
        """The number that an answer comes to, where it is one."""
        return None

    def counted_in(self, question: Question) -> Kind | None:
        """The kind of number that answers come to: only what is alike can be added up."""
        return self if self.adds_up else None

    def parts(self, question: Question, value: Any) -> str:
        """Marks of all parts of an answer that `merges`, for the page that shows it."""
        return ""

    def merge(self, question: Question, parts: str, stored: Any, typed: Any) -> Merge:
        """What two people made of one answer, from the `parts` that the page of what was `typed`
        was drawn with."""
        raise NotImplementedError

    def sides(self, question: Question, stored: Any, kept: Any) -> tuple[list[str], list[str]]:
        """In words, what is stored and what was kept beside it, as far as the two differ."""
        return question.display(stored), question.display(kept)

    def settle(self, question: Question, stored: Any, kept: Any) -> Any:
        """The answer once somebody has chosen what was `kept` beside the stored one."""
        return kept


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with a cell of a table; with `said`, which says of which."""

    row: str
    column: str
    words: str
    said: str


@dataclass(frozen=True)
class Merge:
    """`value` is to be stored. `beside` is what clashes with it, if something does: to be chosen
    between. `back` names rows that one removed and the other changed: they stay."""

    value: Any
    beside: Any = None
    clash: bool = False
    back: tuple[str, ...] = ()
