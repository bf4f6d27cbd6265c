"""Save answers so that nobody's text is ever written over unseen.

Each answer carries a version. A save names the version it started from; when the stored answer
has moved on and says something else, the newcomer is put beside it as a conflict and a person
chooses. The application's row is locked meanwhile, so two first answers can't race either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from award.applications.models import Answer, AnswerConflict, Application
from award.applications.queries import applications
from award.applications.queries.asked_about import asked_about
from award.applications.rules.history import is_kept
from award.applications.rules.states import ApplicationState
from award.applications.services.locking import draft_for_update
from award.applications.together import AnswerVersion
from award.foundation import audit, clock, earlier
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused, StaleVersion, there
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.rounds.kinds import Merge
from award.rounds.queries.question_sets import questions_of
from award.rounds.rules.questions import Question, QuestionSet

LARGEST_INTEGER = 2**31 - 1
VERSION = ("application_id", "question_key", "version", "value", "author_id", "saved_at",
           "typed_by")  # fmt: skip
"""What is kept of an answer that was."""


@dataclass
class SaveResult:
    """What became of a post. `saved` are keys whose answer changed, `versions` those of every
    answer posted, `invalid` what could not be an answer at all (not saved). `merged` are keys whose
    answer is made of this post and of what others did meanwhile, `back` names of rows that one
    removed and the other changed: they stay."""

    saved: list[str] = field(default_factory=list)
    conflicts: list[AnswerConflict] = field(default_factory=list)
    invalid: dict[str, list[str]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    saved_at: datetime | None = None

    @property
    def apart(self) -> set[str]:
        """Keys of what is not the stored answer now."""
        return {one.question_key for one in self.conflicts} | self.invalid.keys()


@act("application.view")
def save_answers(
    application: Application,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    base_versions: Mapping[str, int],
    base_parts: Mapping[str, str] | None = None,
    by_helper: bool = False,
) -> SaveResult:
    """Save the answers in `values` (question key to JSON value; None, "", [] clear one).

    `base_versions` has the version each was edited from, 0 or nothing for "there was none", and
    `base_parts` the marks of its parts, of an answer that has some: those are merged one by one.
    `by_helper`: whoever types for them has typed it, if there is somebody.
    Answers over a word limit are saved; what isn't an answer of its kind goes to `invalid`.
    KeyError on an unknown question. Refused when not a draft, not the lead's, or too late.
    """
    author = there(actor.user_id, "somebody who is signed in")
    application = draft_for_update(application, actor, values.keys())
    questions = questions_of(application.round)
    rows = applications.answers_for_update(application.id)
    typed_by = application.helper if by_helper else ""
    result = SaveResult(saved_at=clock.now())
    evidence: dict[str, list[int]] = {}
    for key, raw in values.items():
        question = questions.question(key)
        if question.of_kind.apart:
            raise Refused("This answer is not saved with the others", rule="application.edit")
        value = question.parse(raw)
        wrong = question.problems(value, final=False)
        row = rows.get(key)
        version = row.version if row else 0
        if wrong:
            result.invalid[key] = wrong
            continue
        base, parts = base_versions.get(key, 0), (base_parts or {}).get(key)
        stored = row.value if row else None
        found = _with_others(question, stored, value, moved_on=base != version, parts=parts)
        result.back += found.back
        if found.value != value and not found.clash:
            result.merged.append(key)
        if found.value != stored:
            rows[key] = write_answer(application, row, key, found.value, author, typed_by=typed_by)
            result.saved.append(key)
            if not question.kept_apart:  # that one was answered can tell how
                evidence[key] = [version, version + 1]
        if found.clash:
            result.conflicts.append(_keep_beside(application, key, found.beside, base, author))
    if result.saved:
        repeat_on(application, questions, {key: row.value for key, row in rows.items()})
    if result.saved or result.conflicts:
        clashed = [
            c.question_key for c in result.conflicts if c.question_key not in questions.apart
        ]
        changes = {"answers": evidence, "conflicts": clashed}
        audit.record_sitting(
            actor, "application.save_answers", application, changes, codes={"conflicts"}
        )
    db.session.flush()
    result.versions = {key: rows[key].version if key in rows else 0 for key in values}
    return result


def _with_others(
    question: Question, stored: Any, typed: Any, *, moved_on: bool, parts: str | None
) -> Merge:
    """What to store of an answer that others may have saved since the page was drawn."""
    if question.of_kind.merges and (moved_on or parts is not None):
        return question.of_kind.merge(question, parts or "", stored, typed)
    if typed != stored and moved_on:
        return Merge(stored, beside=typed, clash=True)
    return Merge(typed)


@within("conflict")
def _whose(_actor: Actor, conflict: AnswerConflict) -> Application | None:
    return asked_about(conflict.application_id)


@act("application.view", about=_whose)
def resolve_conflict(
    conflict: AnswerConflict,
    choice: str,
    *,
    actor: Actor,
    base_version: int,
    text: str | None = None,
) -> None:
    """Settle a conflict: "mine" takes the text kept in it, "theirs" leaves the stored answer,
    "both" takes `text`, edited from the two. `base_version` is that of the stored answer the
    person was shown: StaleVersion when it has moved on again."""
    author = there(actor.user_id, "somebody who is signed in")
    application = db.session.get_one(Application, conflict.application_id)
    application = draft_for_update(application, actor, [conflict.question_key])
    db.session.refresh(conflict, ["resolved_at", "value"])
    if conflict.resolved_at is not None:
        raise Refused("This choice has been made already", rule="application.resolve_conflict")
    row = applications.answers_for_update(application.id).get(conflict.question_key)
    if (row.version if row else 0) != base_version:
        raise StaleVersion
    questions = questions_of(application.round)
    if choice == "both":
        value = questions.question(conflict.question_key).parse(text)
        if value is None:
            raise Refused("Write the answer that you want to keep", field="text")
    elif choice in ("mine", "theirs"):
        question, stored = questions.question(conflict.question_key), row.value if row else None
        mine = choice == "mine"
        value = question.of_kind.settle(question, stored, conflict.value) if mine else stored
    else:
        raise ValueError(choice)
    if value != (row.value if row else None):
        write_answer(application, row, conflict.question_key, value, author)
        fresh = applications.stored_answers(application.id)
        repeat_on(application, questions, {key: answer.value for key, answer in fresh.items()})
    conflict.resolved_at = clock.now()
    conflict.resolution = choice
    codes = {"question": conflict.question_key, "choice": choice}
    if conflict.question_key in questions.apart:
        codes = {}
    changes = {**codes, "conflict": conflict.id}
    audit.record(actor, "application.resolve_conflict", application, changes, codes=codes)
    db.session.flush()


@part_of("application.view", "application.continue", "reopening.close", "application.ask_changes")
def write_answer(
    application: Application,
    row: Answer | None,
    key: str,
    value: Any,
    author_id: int,
    at: datetime | None = None,
    apart: bool = False,
    typed_by: str = "",
) -> Answer:
    """The stored answer becomes this; what it was stays to be found by who saw it, and as a version
    of it, whoever wrote it when, if this is a step `apart`. The caller flushes, once for all."""
    at = at or clock.now()
    if row is None:
        row = Answer(application_id=application.id, question_key=key)
        db.session.add(row)
    else:
        earlier.keep("application", application.id, {f"answer {key}": row.value})
        if apart or is_kept(
            row.value, (row.author_id, row.typed_by), row.saved_at,
            now=value, now_by=(author_id, typed_by), now_at=at,
        ):  # fmt: skip
            facts = {name: getattr(row, name) for name in VERSION}
            db.session.add(AnswerVersion(**facts))
    row.value = value
    row.author_id, row.typed_by = author_id, typed_by
    row.saved_at = at
    return row


def _keep_beside(
    application: Application, key: str, value: Any, base: int, author_id: int
) -> AnswerConflict:
    """Pressing Save twice on the same stale page leaves one conflict, not two."""
    for kept in applications.conflict_rows(application.id, key):
        if kept.value == value and kept.author_id == author_id:
            return kept
    conflict = AnswerConflict(
        application_id=application.id,
        question_key=key,
        value=value,
        base_version=base,
        author_id=author_id,
    )
    db.session.add(conflict)
    return conflict


@part_of("application.view", "application.continue", "reopening.close", "application.ask_changes")
def repeat_on(
    application: Application,
    questions: QuestionSet,
    answers: Mapping[str, Any],
    *,
    sent: bool = False,
) -> None:
    """Title, ask and duration stand on the application too, for lists and sorting; those of what
    was submitted, until it is submitted again."""
    if application.state != ApplicationState.DRAFT and not sent:
        return
    asked = questions.meaning("title")
    title = asked and answers.get(asked.key)
    shown = " ".join(str(title or "").split())[:300]
    if shown != application.title:
        earlier.keep("application", application.id, {"title": application.title})
    application.title = shown
    application.amount_requested_gbp = _amount(questions, answers, "amount_requested")
    application.duration_months = _amount(questions, answers, "duration_months")


def _amount(questions: QuestionSet, answers: Mapping[str, Any], means: str) -> int | None:
    """A number that the column can hold; one beyond it is refused at submission in any case."""
    question = questions.meaning(means)
    value = question.amount(answers.get(question.key)) if question else None
    return value if value is not None and abs(value) <= LARGEST_INTEGER else None
