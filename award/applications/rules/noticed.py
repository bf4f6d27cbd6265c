"""What in an answer its readers may not expect: said to who applies, and to staff. It is never a
reason to refuse, and no assessor is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from award.applications.rules.answers import SectionView
from award.applications.rules.files import VIRUS
from award.applications.rules.naming import Who, texts, to_applicant
from award.foundation.unseen import unseen_in
from award.rounds.kinds import Files, Question
from award.rounds.rules.questions import Section


def noticed(question: Question, value: Any) -> str:
    """A sentence about characters that nobody sees; "" where there are none. What a file is called
    is not told: names are made visible where they are shown."""
    if question.types:
        return ""
    found = unseen_in("\n".join(texts(value)))
    return f"We noticed {found.said}." if found else ""


@dataclass(frozen=True)
class Look:
    """Something to look at before it is sent, and where."""

    section: Section
    question: Question
    about: str
    words: str


def worth_a_look(
    sections: Sequence[SectionView], given: Mapping[str, Any], who: Who | None
) -> list[Look]:
    """What was noticed in answers, and what is told of files, as they are read by their people.
    `who` applies, where assessors may not know."""
    found = []
    for view in sections:
        for item in view.answers:
            question, shown = item.question, item.shown
            if words := noticed(question, given.get(question.key)):
                found.append(Look(view.section, question, question.short, words))
            if who and (names := who.named_in(question, given.get(question.key))):
                words = to_applicant(names)
                found.append(Look(view.section, question, question.short, words))
            for one in shown.items if isinstance(shown, Files) else ():
                found += [
                    Look(view.section, question, one.name, f"{said}.")
                    for said in one.said
                    if said != VIRUS  # that is in the way, and stands there
                ]
    return found
