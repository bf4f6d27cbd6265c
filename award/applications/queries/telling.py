"""How pages about an application say what has changed since they were opened."""

from __future__ import annotations

from typing import Any

from award.accounts.queries.organisations import organisations_of
from award.applications.models import Application
from award.applications.queries.drafts import Draft
from award.foundation import earlier
from award.foundation.edits import Marks, Telling
from award.foundation.policy import Actor
from award.foundation.scopes import within

KIND = "application"


@within("draft")
def about_draft(draft: Draft, actor: Actor) -> Telling:
    """Of the page that shows every answer before it is sent."""
    application, questions = draft.application, draft.question_set
    home = application.organisation

    def before(marks: Marks) -> dict[str, Any]:
        # What is stored may be what was shown: a question that is not asked any more.
        stored = {f"answer {key}": [value] for key, value in draft.answers.items()}
        versions = [[home.reference, one] for one in range(1, home.version)] if home else []
        possible = {**stored, "phase": range(1, 5), "organisation": versions}
        kept = earlier.find(KIND, application.id, marks)
        return earlier.among(marks, possible) | kept

    def words(key: str, value: Any) -> str:
        if key == "phase":
            return f"Phase {value}" if value else ""
        if key == "organisation":
            return _home(draft, actor, value)
        return "\n".join(questions.question(key.removeprefix("answer ")).display(value))

    return Telling(draft.called, words, before)


def _home(draft: Draft, actor: Actor, shown: list[Any] | None) -> str:
    if shown is None:
        return ""
    reference, version = shown
    home = draft.application.organisation
    if home is not None and home.reference == reference:
        return home.name if home.version == version else f"{home.name}, with an earlier record"
    names = {row.reference: row.name for row in organisations_of(actor)}
    return names.get(reference, str(reference))


def about_withdrawing(application: Application) -> Telling:
    """Of the page that asks whether to withdraw it."""

    def before(marks: Marks) -> dict[str, Any]:
        kept = earlier.find(KIND, application.id, marks)
        return earlier.among(marks, {"sent": (True, False)}) | kept

    def words(key: str, value: Any) -> str:
        if key == "sent":
            return "" if value is None else "Submitted" if value else "A draft that was not sent"
        return str(value or "")

    return Telling({"sent": "The application", "title": "Title"}, words, before)
