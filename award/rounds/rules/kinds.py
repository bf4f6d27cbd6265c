"""The kinds of question: what an answer looks like in JSON, what is wrong with it, how it reads.

| kind         | JSON value                    |
|--------------|-------------------------------|
| short_text   | string                        |
| long_text    | string with line breaks       |
| number       | int                           |
| money        | int, whole pounds             |
| date         | "YYYY-MM-DD"                  |
| yes_no       | "yes" or "no"                 |
| choice       | an option's value             |
| choices      | list of option values         |
| declaration  | true                          |
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from award.rounds.rules.questions import Question

SHORT_TEXT_CHARS = 300
MOST_CHARACTERS = 20_000
"""Of any text, a draft's included: several times what the longest question asks for."""

# What the browser's counter takes for white space (ECMAScript's \\s), so that the number beside
# the box and the number checked here never differ.
_WORD = re.compile("[^\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def count_words(text: str) -> int:
    """Words as people count them: runs of characters between white space."""
    return len(_WORD.findall(text))


@dataclass(frozen=True)
class Kind:
    """One kind of question. `check` sees only answers that aren't empty."""

    name: str
    check: Callable[[Question, Any], list[str]]
    check_final: Callable[[Question, Any], list[str]]
    display: Callable[[Question, Any], list[str]]
    faults: Callable[[Question], list[str]]
    missing: str

    def problems(self, question: Question, value: Any, *, final: bool) -> list[str]:
        if question.is_empty(value):
            return [self.missing] if final and question.required else []
        found = self.check(question, value)
        return found or (self.check_final(question, value) if final else [])


def _nothing(_question: Question, _value: Any) -> list[str]:
    return []


def _no_faults(_question: Question) -> list[str]:
    return []


def _is_text(_question: Question, value: Any) -> list[str]:
    if not isinstance(value, str):
        return ["The answer must be text"]
    if len(value) > MOST_CHARACTERS:
        return [
            f"Your answer has {len(value):,} characters, and a draft keeps {MOST_CHARACTERS:,} at "
            "most. Shorten it, then save it again"
        ]
    return []


def _text_limits(question: Question, value: str) -> list[str]:
    found = []
    words = count_words(value)
    if question.max_words and words > question.max_words:
        over = words - question.max_words
        found.append(
            f"Your answer has {words:,} words: cut {over:,} to get down to {question.max_words:,}"
        )
    limit = question.max_chars or (SHORT_TEXT_CHARS if question.kind == "short_text" else None)
    if not found and limit and len(value) > limit:
        found.append(f"Your answer has {len(value):,} characters: the most is {limit:,}")
    return found


def _number(question: Question, value: Any) -> list[str]:
    if isinstance(value, bool) or not isinstance(value, int):
        return ["Enter a whole number"]
    shown = "£{:,}".format if question.kind == "money" else "{:,}".format
    if question.min is not None and value < question.min:
        return [f"Enter {shown(question.min)} or more"]
    if question.max is not None and value > question.max:
        return [f"Enter {shown(question.max)} or less"]
    return []


def _date(_question: Question, value: Any) -> list[str]:
    try:
        if _ISO_DAY.fullmatch(value):
            date.fromisoformat(value)
            return []
    except (TypeError, ValueError):
        pass
    return ["Enter a real date"]


def _choice(question: Question, value: Any) -> list[str]:
    return [] if value in _values(question) else ["Choose one of the answers offered"]


def _yes_no(_question: Question, value: Any) -> list[str]:
    return [] if value in ("yes", "no") else ["Choose yes or no"]


def _choices(question: Question, value: Any) -> list[str]:
    offered = _values(question)
    if not isinstance(value, list) or any(item not in offered for item in value):
        return ["Choose from the answers offered"]
    if any(value.count(item) > 1 for item in value):
        return ["Choose each answer once"]
    if question.exclusive and question.exclusive in value and len(value) > 1:
        return [
            f"Choose either “{question.label_of(question.exclusive)}” or other answers, not both"
        ]
    if question.max_choices and len(value) > question.max_choices:
        return [f"Choose {question.max_choices} or fewer"]
    return []


def _enough_choices(question: Question, value: list[str]) -> list[str]:
    if question.exclusive in value:
        return []  # "none of these" stands alone whatever the least number is
    few = question.min_choices and len(value) < question.min_choices
    return [f"Choose at least {question.min_choices}"] if few else []


def _declaration(_question: Question, value: Any) -> list[str]:
    return [] if value is True else ["Tick the box to agree"]


def _values(question: Question) -> list[str]:
    return [option.value for option in question.options]


def _needs_options(question: Question) -> list[str]:
    values = _values(question)
    faults = [] if len(values) >= 2 else ["needs at least two options"]
    if len(set(values)) < len(values):
        faults.append("an option stands twice")
    if question.exclusive and question.exclusive not in values:
        faults.append(f"the exclusive option {question.exclusive} isn't there")
    if question.min_choices and question.min_choices > len(values):
        faults.append("min_choices is more than the options there are")
    if question.max_choices and (question.min_choices or 1) > question.max_choices:
        faults.append("min_choices is more than max_choices")
    return faults


def _bounds(question: Question) -> list[str]:
    if question.min is None or question.max is None or question.min <= question.max:
        return []
    return ["min is more than max"]


def _needs_words(question: Question) -> list[str]:
    return [] if question.max_words else ["needs max_words"]


def _show_date(_question: Question, value: str) -> list[str]:
    day = date.fromisoformat(value)
    return [f"{day.day} {day:%B %Y}"]


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "short_text", _is_text, _text_limits, lambda _q, v: [v], _no_faults, "Enter an answer"
        ),
        Kind(
            "long_text", _is_text, _text_limits, lambda _q, v: [v], _needs_words, "Write an answer"
        ),
        Kind(
            "number",
            _number,
            _nothing,
            lambda q, v: [f"{v:,} {q.unit}".strip() if q.unit != "%" else f"{v}%"],
            _bounds,
            "Enter a number",
        ),
        Kind(
            "money",
            _number,
            _nothing,
            lambda _q, v: [f"£{v:,}"],
            _bounds,
            "Enter an amount in pounds",
        ),
        Kind("date", _date, _nothing, _show_date, _no_faults, "Enter a date"),
        Kind(
            "yes_no",
            _yes_no,
            _nothing,
            lambda _q, v: [v.capitalize()],
            _no_faults,
            "Choose yes or no",
        ),
        Kind(
            "choice",
            _choice,
            _nothing,
            lambda q, v: [q.label_of(v)],
            _needs_options,
            "Choose an answer",
        ),
        Kind(
            "choices",
            _choices,
            _enough_choices,
            lambda q, v: [q.label_of(i) for i in v],
            _needs_options,
            "Choose at least one answer",
        ),
        Kind(
            "declaration",
            _declaration,
            _nothing,
            lambda _q, _v: ["Agreed"],
            _no_faults,
            "Tick the box to agree",
        ),
    )
}
