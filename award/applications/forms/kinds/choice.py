"""Radios."""

from __future__ import annotations

from typing import Any

from award.applications.forms.kinds.base import Asking, label_of
from award.design.fields import Choice, ChoiceField
from award.rounds.kinds import Question


def choices_of(question: Question) -> tuple[Choice, ...]:
    """What is offered, each with its hint if it has one."""
    hints = {option.value: option.hint for option in question.options}
    offered = question.of_kind.offered(question)
    return tuple(Choice(value, label, hints.get(value, "")) for value, label in offered.items())


class AskChoice(Asking):
    def field(self, question: Question) -> Any:
        return ChoiceField(label_of(question), hint=question.hint, choices=choices_of(question))
