"""Kind of question -> the field that asks it, and the way between its data and JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from award.design.fields import (
    Choice,
    ChoiceField,
    ChoicesField,
    DatePartsField,
    DeclarationField,
    LongTextField,
    MoneyField,
    ShortTextField,
    WholeNumberField,
)
from award.rounds.rules.questions import Question


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Asking:
    """`field` makes the unbound field; `load` and `dump` go from and to the JSON value."""

    field: Callable[[Question], Any]
    load: Callable[[Any], Any] = _same
    dump: Callable[[Any], Any] = _same


def label_of(question: Question) -> str:
    """The question, and whether it may be left out."""
    return question.label if question.required else f"{question.label} (optional)"


def called(question: Question) -> str:
    """The start of a message about the answer, in the words that stand beside the field."""
    words = f"“{question.label}”"
    return f"Your answer to {words}" if question.label.endswith("?") else words


def _short_text(question: Question) -> Any:
    limit = f"{question.max_words} words at most." if question.max_words else ""
    hint = " ".join(part for part in (question.hint, limit) if part)
    return ShortTextField(label_of(question), hint=hint)


def _long_text(question: Question) -> Any:
    # A draft is kept whatever its length; only submitting refuses.
    return LongTextField(
        label_of(question), hint=question.hint, max_words=question.max_words, enforce=False
    )


SMALL = 1_000  # below it nobody needs to be shown how thousands are written


class _SmallNumberField(WholeNumberField):
    def parse(self, text: str) -> int:
        try:
            return super().parse(text)
        except ValueError as error:
            raise ValueError(str(error).replace("like 12 or 1,500", "like 12")) from error


def _number(question: Question) -> Any:
    small = question.max is not None and question.max < SMALL
    return (_SmallNumberField if small else WholeNumberField)(
        label_of(question),
        hint=question.hint,
        called=called(question),
        minimum=question.min,
        maximum=question.max,
        suffix=question.unit,
    )


def _money(question: Question) -> Any:
    return MoneyField(
        label_of(question),
        hint=question.hint,
        called=called(question),
        minimum=question.min,
        maximum=question.max,
    )


def _date(question: Question) -> Any:
    return DatePartsField(label_of(question), hint=question.hint, called=called(question))


def _options(question: Question) -> tuple[Choice, ...]:
    return tuple(Choice(option.value, option.label, option.hint) for option in question.options)


def _choice(question: Question) -> Any:
    return ChoiceField(label_of(question), hint=question.hint, choices=_options(question))


def _choices(question: Question) -> Any:
    return ChoicesField(
        label_of(question),
        hint=question.hint,
        choices=_options(question),
        exclusive=question.exclusive,
    )


def _yes_no(question: Question) -> Any:
    choices = (("yes", "Yes"), ("no", "No"))
    return ChoiceField(label_of(question), hint=question.hint, choices=choices)


def _declaration(question: Question) -> Any:
    return DeclarationField(label_of(question), hint=question.hint)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


ASKING: dict[str, Asking] = {
    "short_text": Asking(_short_text),
    "long_text": Asking(_long_text),
    "number": Asking(_number),
    "money": Asking(_money),
    "date": Asking(_date, load=_day, dump=lambda day: day and day.isoformat()),
    "yes_no": Asking(_yes_no),
    "choice": Asking(_choice),
    "choices": Asking(_choices),
    "declaration": Asking(_declaration),
}
