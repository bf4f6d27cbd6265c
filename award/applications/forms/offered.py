"""Answers from elsewhere, each beside what stands in the draft: what to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from award.applications.forms.section import Base, anchor_of
from award.applications.queries.drafts import Draft
from award.applications.rules.answers import in_force
from award.rounds.kinds import Question
from award.rounds.rules.questions import Section


@dataclass(frozen=True)
class Offer:
    """One answer that is not the draft's. `warnings` are what submitting would refuse, `lost` what
    belongs to it and can't come along; `empty` says that the draft has none."""

    question: Question
    section: Section
    value: Any
    stored: Any
    base: str
    warnings: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return self.question.is_empty(self.stored)


@dataclass(frozen=True)
class Trouble:
    """An answer that can't be taken, and why."""

    question: Question
    section: Section
    anchor: str
    why: str


@dataclass
class Compared:
    """What there is. `unknown` names what is no question of this form; `has_questions` tells an
    empty form of this round from something else."""

    offers: list[Offer] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    same: int = 0
    not_asked: list[Question] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    has_questions: bool = False

    @property
    def nothing(self) -> bool:
        return not (self.offers or self.troubles or self.same or self.not_asked)

    def trouble(self, section: Section, question: Question, why: str) -> None:
        self.troubles.append(Trouble(question, section, anchor_of(question), why))

    def add(
        self, section: Section, question: Question, value: Any, draft: Draft,
        lost: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """An answer of the question's kind: the draft's own, one that can't be saved, or an
        offer."""
        if value == draft.answers.get(question.key):
            self.same += 1
        elif wrong := question.problems(value, final=False):
            self.trouble(section, question, wrong[0])
        else:
            self.offers.append(_offer(section, question, value, lost, draft))

    def part_unasked(self, given: Mapping[str, Any], draft: Draft) -> None:
        """Put answers apart that this application is not asked for, whatever is taken of those
        `given`."""
        answers = {**draft.answers, **given}
        asked = in_force(draft.question_set, answers, draft.application.phase)
        self.not_asked = [o.question for o in self.offers if o.question.key not in asked]
        self.offers = [one for one in self.offers if one.question.key in asked]


def _offer(
    section: Section, question: Question, value: Any, lost: tuple[str, ...], draft: Draft
) -> Offer:
    kept = draft.stored.get(question.key)
    stored = kept.value if kept else None
    base = Base.of(question, stored, kept.version if kept else 0)
    warnings = tuple(question.problems(value, final=True))
    return Offer(question, section, value, stored, str(base), warnings, lost)
