"""A decision's letter as it would be sent, without sending it, and which letters are alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import current_app, render_template

from award.decisions.models import Decision
from award.decisions.queries.invited import about_the_next
from award.decisions.queries.staged import Staged
from award.decisions.rules.states import Outcome
from award.foundation import outbox

OF_EACH: Final = frozenset({"reference", "title", "amount_gbp", "comments"})
"""What letters of one kind differ in. How many comments there are is in none of them: words that
follow from it are compared."""


@dataclass(frozen=True)
class Letter:
    """One email to one person, as the outbox would render it."""

    to: outbox.Recipient
    outcome: Outcome
    subject: str
    body: str


@dataclass(frozen=True)
class LetterKind:
    """Staged decisions whose applicants read the same but for `OF_EACH`; whatever staff wrote for
    one applicant alone makes a kind of its own."""

    first: Staged
    others: tuple[Staged, ...]


def _email(one: Staged, going_on: dict[str, Any]) -> tuple[str, Any]:
    notice = outbox.NOTICES.all()[f"decision.{one.decision.outcome}"]
    of_the_list = {"was_reserved": one.was_reserved, "list_closed": one.list_closed}
    return notice.email(one.decision, {**one.to_read, **of_the_list, **going_on})


def kinds_of(staged: Sequence[Staged]) -> list[LetterKind]:
    """In the order of their first letters."""
    found: dict[Any, list[Staged]] = {}
    going_on = about_the_next(one.decision for one in staged)
    for one in staged:
        template, words = _email(one, going_on)
        alike = frozenset((key, said) for key, said in words.items() if key not in OF_EACH)
        found.setdefault((template, alike), []).append(one)
    return [LetterKind(first, tuple(others)) for first, *others in found.values()]


def letters(staged: Iterable[Staged]) -> list[Letter]:
    """Every letter these decisions would send, from the same templates and the same words."""
    shown = list(staged)
    going_on = about_the_next(one.decision for one in shown)
    return [letter for one in shown for letter in _letters_of(one.decision, _email(one, going_on))]


def feedback_letter(decision: Decision) -> Letter:
    """What tells one lead that feedback is out; the others differ in `OF_EACH` alone."""
    notice = outbox.NOTICES.all()["decision.feedback"]
    template, words = notice.email(decision, {})
    [recipient] = notice.recipients(decision)
    return _rendered(template, words, recipient, decision.outcome)


def _letters_of(decision: Decision, email: tuple[str, Any]) -> Iterable[Letter]:
    template, words = email
    for recipient in outbox.NOTICES.all()[f"decision.{decision.outcome}"].recipients(decision):
        yield _rendered(template, words, recipient, decision.outcome)


def _rendered(template: str, words: Any, recipient: outbox.Recipient, outcome: Outcome) -> Letter:
    text = render_template(
        f"email/{template}.txt",
        base_url=current_app.config["BASE_URL"],
        recipient=recipient,
        **words,
    )
    first, _, body = text.partition("\n")
    subject = first.removeprefix("Subject:").strip()
    return Letter(recipient, outcome, subject, body.strip())
