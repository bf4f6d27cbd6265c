"""A question in plain words, for people who read the form before they start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from award.rounds.rules.conditions import All, Answered, Any_, Condition, Includes, Not, Share
from award.rounds.rules.questions import ALL_PHASES, Question, QuestionSet

_SENTENCES: Final = re.compile(r"(?<=[.!?]) (?=[A-Z“])")
_PHASE: Final = re.compile(r"\bPhase ([1-4])\b")
_ALL_OTHERS: Final = re.compile(r"\b(other|later|earlier|all|every) phases?\b(?! [1-4]\b)", re.I)


def how_answered(question: Question) -> str:
    """What sort of answer is wanted, and how much of it: "Long answer, up to 450 words"."""
    return question.of_kind.wanted(question)


def when_asked(question: Question, questions: QuestionSet, *, in_phase: int | None = None) -> str:
    """When a question is put to people, as a sentence; empty when it always is. To readers of one
    phase's questions phases go without saying."""
    phases = ""
    if in_phase is None and question.phases != ALL_PHASES:
        several = len(question.phases) > 1
        phases = f"in Phase{'s' if several else ''} {_and(str(p) for p in question.phases)}"
    if question.show_if is None:
        return f"Only asked {phases}" if phases else ""
    match question.show_if:
        case Not(part=part) if not isinstance(part, Includes):
            told = f"unless {_words(part, questions)}"
        case condition:
            told = f"if {_words(condition, questions)}"
    return f"Only asked {phases}, {told}" if phases else f"Only asked {told}"


def read_for(question: Question, titles: Mapping[str, str]) -> str:
    """Which of a round's criteria an answer is read for; `titles` by their key. Empty when it is
    for none of them, and nobody said why."""
    fed = [titles[key] for key in question.feeds if key in titles]
    if fed:
        return f"Assessors read this for {_and(f'“{title}”' for title in fed)}."
    return f"Not scored: {question.unscored}" if question.unscored else ""


def _words(condition: Condition, questions: QuestionSet) -> str:
    match condition:
        case Includes(question=key, any_of=values):
            question = questions.question(key)
            shown = _or(question.of_kind.quoted(question, value) for value in values)
            return f"you answer {shown} to {_named(key, questions)}"
        case Answered(question=key, wanted=wanted):
            named = _named(key, questions)
            return f"you answer {named}" if wanted else f"you do not answer {named}"
        case Share(question=key, column=column, below=below):
            label = questions.question(key).label_of(column)
            return f"“{label}” is less than {below}% of the total of {_named(key, questions)}"
        case All(parts=parts):
            telling = [part for part in parts if not _implied(part, parts)]
            return " and ".join(_words(part, questions) for part in telling)
        case Any_(parts=parts):
            return " or ".join(_words(part, questions) for part in parts)
        case Not(part=Includes(question=key, any_of=values)):
            question = questions.question(key)
            shown = _or(question.of_kind.quoted(question, value) for value in values)
            return f"you answer anything but {shown} to {_named(key, questions)}"
        case Not(part=part):
            return f"it is not so that {_words(part, questions)}"
    raise TypeError(f"no words for {condition!r}")


def _named(key: str, questions: QuestionSet) -> str:
    """question 3.2: by its place on the page that lists them all."""
    for number, section in enumerate(questions.sections, 1):
        for place, question in enumerate(section.questions, 1):
            if question.key == key:
                return f"question {number}.{place}"
    raise KeyError(key)


def _implied(part: Condition, parts: tuple[Condition, ...]) -> bool:
    """ "You answered it" goes without saying beside what was answered."""
    others = {key for other in parts if other is not part for key in other.questions()}
    return isinstance(part, Answered) and part.wanted and part.question in others


def _or(words: Iterable[str]) -> str:
    return _joined(list(words), "or")


def _and(words: Iterable[str]) -> str:
    return _joined(list(words), "and")


def _joined(words: list[str], last: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def in_phase(text: str, phase: int) -> str:
    """What is said to somebody of one phase: without sentences that speak of others alone."""
    return " ".join(one for one in _SENTENCES.split(text) if _said_in(one, phase))


def _said_in(sentence: str, phase: int) -> bool:
    named = {int(number) for number in _PHASE.findall(sentence)}
    return not named or phase in named or bool(_ALL_OTHERS.search(sentence))
