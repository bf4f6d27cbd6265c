"""A question in plain words, for people who read the form before they start."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from award.rounds.rules.conditions import All, Answered, Any_, Condition, Includes, Not
from award.rounds.rules.kinds import SHORT_TEXT_CHARS
from award.rounds.rules.questions import ALL_PHASES, Question, QuestionSet


def how_answered(question: Question) -> str:
    """What sort of answer is wanted, and how much of it: "Long answer, up to 450 words"."""
    match question.kind:
        case "short_text":
            return f"Short answer, {_short_limit(question)}"
        case "long_text":
            return f"Long answer, up to {question.max_words:,} words"
        case "number":
            return _number("Whole number", question, "{:,}".format, _unit(question))
        case "money":
            return _number("Amount in whole pounds", question, "£{:,}".format)
        case "date":
            return "Date"
        case "yes_no":
            return "Yes or no"
        case "choice":
            return "Choose one"
        case "choices":
            return _choices(question)
        case "declaration":
            return "Tick to agree"
    raise ValueError(f"no words for the kind {question.kind}")


def _short_limit(question: Question) -> str:
    if question.max_words:
        return f"up to {question.max_words} word{'s' if question.max_words > 1 else ''}"
    return f"up to {question.max_chars or SHORT_TEXT_CHARS} characters"


def _unit(question: Question) -> str:
    return "%" if question.unit == "%" else f" {question.unit}".rstrip()


def _number(name: str, question: Question, shown: Callable[[int], str], unit: str = "") -> str:
    least = None if question.min is None else shown(question.min)
    most = None if question.max is None else shown(question.max)
    if least and most:
        return f"{name}, from {least} to {most}{unit}"
    if most:
        return f"{name}, up to {most}{unit}"
    if least:
        return f"{name}, {least}{unit} or more"
    return f"{name} of{unit}" if unit.strip() else name


def _choices(question: Question) -> str:
    if question.max_choices:
        return f"Choose up to {question.max_choices}"
    if (question.min_choices or 0) > 1:
        return f"Choose {question.min_choices} or more"
    return "Choose all that apply"


def when_asked(question: Question, questions: QuestionSet) -> str:
    """When a question is put to people, as a sentence; empty when it always is."""
    phases = ""
    if question.phases != ALL_PHASES:
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


def _words(condition: Condition, questions: QuestionSet) -> str:
    match condition:
        case Includes(question=key, any_of=values):
            question = questions.question(key)
            shown = _or(_shown(question, value) for value in values)
            return f"you answer {shown} to {_named(key, questions)}"
        case Answered(question=key, wanted=wanted):
            named = _named(key, questions)
            return f"you answer {named}" if wanted else f"you do not answer {named}"
        case All(parts=parts):
            telling = [part for part in parts if not _implied(part, parts)]
            return " and ".join(_words(part, questions) for part in telling)
        case Any_(parts=parts):
            return " or ".join(_words(part, questions) for part in parts)
        case Not(part=Includes(question=key, any_of=values)):
            question = questions.question(key)
            shown = _or(_shown(question, value) for value in values)
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


def _shown(question: Question, value: str) -> str:
    return value.capitalize() if question.kind == "yes_no" else f"“{question.label_of(value)}”"


def _or(words: Iterable[str]) -> str:
    return _joined(list(words), "or")


def _and(words: Iterable[str]) -> str:
    return _joined(list(words), "and")


def _joined(words: list[str], last: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
