"""Radios."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from award.applications.forms.kinds.base import Asking, label_of
from award.design.fields import Choice, ChoiceField
from award.design.fields.rows import Column
from award.rounds.kinds import Question


def choices_of(question: Question) -> tuple[Choice, ...]:
    """What is offered, each with its hint if it has one."""
    hints = {option.value: option.hint for option in question.options}
    offered = question.of_kind.offered(question)
    return tuple(Choice(value, label, hints.get(value, "")) for value, label in offered.items())


class AskChoice(Asking):
    def field(self, question: Question) -> Any:
        return ChoiceField(label_of(question), hint=question.hint, choices=choices_of(question))

    def column(self, question: Question) -> Column:
        offered = question.of_kind.offered(question)

        def read(text: str) -> str:
            plain = " ".join(text.split()).casefold()
            for value, label in offered.items():
                if plain in (value.casefold(), label.casefold()):
                    return value
            raise ValueError(f"{question.label} must be one of the choices")

        return replace(super().column(question), read=read, options=tuple(offered.items()))
