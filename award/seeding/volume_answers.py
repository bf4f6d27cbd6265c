"""Answers of the right kinds and lengths for volume rounds. They read like nothing."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from award.foundation import clock
from award.rounds.rules.questions import Question, QuestionSet

ANSWER_WORDS = 1_500
"""Words in the long answers of one application, all together."""

_WORDS = (
    "people care support home worker family evening visit record sensor note plan question "
    "listen choose change learn measure safe risk consent day night week council provider team "
    "carer trust data model alert check agree explain pause return morning rota travel street"
).split()


def made_up_words(count: int, chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=count))


def made_up_answers(questions: QuestionSet, phase: int, chance: random.Random) -> dict[str, Any]:
    """One answer to each question that is asked in `phase`, by question key."""
    texts = [q for q in questions if q.kind == "long_text" and q.asked({}, phase)]
    words_each = -(-ANSWER_WORDS // len(texts))
    given: dict[str, Any] = {}
    for question in questions:
        if question.asked(given, phase):
            given[question.key] = _answer(question, words_each, chance)
    return given


def answer_meaning(means: str, questions: QuestionSet, answers: dict[str, Any]) -> Any:
    """The answer to the question that has this meaning, None when the set has no such question."""
    question = questions.meaning(means)
    return answers.get(question.key) if question else None


def _answer(question: Question, words_each: int, chance: random.Random) -> Any:
    match question.kind:
        case "long_text":
            words = min(words_each, question.max_words or words_each)
            return f"{made_up_words(words, chance).capitalize()}."
        case "short_text":
            return made_up_words(6, chance).capitalize()
        case "money":
            return chance.randrange(50, 900) * 1_000
        case "number":
            low = question.min or 1
            return chance.randint(low, min(question.max or low + 30, low + 30))
        case "date":
            return (clock.today() + timedelta(days=120)).replace(day=1).isoformat()
        case "yes_no":
            return chance.choice(("yes", "no"))
        case "choice":
            return chance.choice(question.options).value
        case "choices":
            return [chance.choice(question.options).value]
        case "declaration":
            return True
    raise ValueError(f"no made-up answer for the kind {question.kind}")
