"""What staff are told of answers that are kept apart: what was counted once, and of it only what
tells of nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from award.applications.queries.apart import asked_apart
from award.applications.rules.apart import LEAST, told, told_of_several
from award.reporting.models import ApartCount
from award.rounds.rules.questions import Question, QuestionSet


@dataclass(frozen=True)
class Counted:
    """How often each answer was given, in the order in which they are offered."""

    question: Question
    numbers: list[dict[str, str | int | None]]


@dataclass(frozen=True)
class Counts:
    """Of all that was received, withdrawn since or not. `withheld` says why there are none."""

    received: int = 0
    counted_at: datetime | None = None
    counted: tuple[Counted, ...] = ()
    withheld: str = ""


def counts_of(row: ApartCount | None, questions: QuestionSet) -> Counts:
    asked = asked_apart(questions)
    if not asked:
        return Counts(withheld="This round does not ask.")
    if row is None:
        return Counts(
            withheld="Answers are counted once, soon after the round has closed for everyone: "
            "extensions and whatever is open again included."
        )
    if row.received < LEAST:
        said = (
            f"Fewer than {LEAST} applications were received, so a number could tell who said what."
        )
        return Counts(row.received, row.counted_at, withheld=said)
    found, all_told = [], True
    for question in asked:
        offered = question.of_kind.offered(question)
        kept = row.numbers.get(question.key, {"answered": 0, "given": {}})
        numbers = {value: int(kept["given"].get(value, 0)) for value in offered}
        if question.of_kind.several or question.show_if:
            shown = told_of_several(numbers, kept["answered"], open_to_all=all_told)
        else:
            shown = told(numbers, row.received)
            all_told = all_told and None not in shown.values()
        found.append(
            Counted(
                question,
                [{"answer": words, "number": shown[value]} for value, words in offered.items()],
            )
        )
    return Counts(row.received, row.counted_at, tuple(found))
