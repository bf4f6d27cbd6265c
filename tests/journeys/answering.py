"""Fill in an application's sections in a browser, whatever the questions are."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from award.rounds.rules.questions import Question, QuestionSet
from tests.journeys.tables import fill_table
from tests.journeys.visit import Visitor


def answer(page: Page, question: Question, value: Any) -> None:
    """Give one answer with the controls that its kind has."""
    name = f"answer_{question.key}"
    match question.kind:
        case "date":
            for part, text in zip(("year", "month", "day"), str(value).split("-"), strict=True):
                page.locator(f"[name={name}-{part}]").fill(str(int(text)))
        case "yes_no" | "choice":
            page.locator(f"[name={name}][value={value}]").check(force=True)
        case "choices":
            for item in value:
                page.locator(f"[name={name}][value={item}]").check(force=True)
        case "table":
            fill_table(page, question, value)
        case "declaration":
            page.locator(f"[name={name}]").check(force=True)
        case _:
            page.locator(f"[name={name}]").fill(str(value))


def fill_section(
    visitor: Visitor, questions: QuestionSet, key: str, answers: dict[str, Any], phase: int
) -> None:
    """Answer every question of a section and save it, again where answers reveal questions."""
    section = questions.section(key)
    assert section is not None
    wanted = [question for question in section.asked(answers, phase) if question.key in answers]
    given: set[str] = set()
    address = visitor.page.url
    for _ in range(4):
        for question in wanted:  # with script, an answer may show the next question at once
            shown = visitor.page.locator(
                f"[name=answer_{question.key}], [name=answer_{question.key}-day],"
                f" [data-rows=answer_{question.key}]"
            ).first
            if question.key not in given and shown.is_visible():
                answer(visitor.page, question, answers[question.key])
                given.add(question.key)
        visitor.look()
        visitor.save_and_continue()
        if len(given) == len(wanted):
            return
        visitor.go(address, look=False)
    missing = {question.key for question in wanted} - given
    raise AssertionError(f"{key}: never asked {sorted(missing)}")
