"""An earlier version becomes the answer again, as a new one by whoever restores it."""

from __future__ import annotations

from award.applications.models import Application
from award.applications.queries import applications, history
from award.applications.queries.asked import asked_of
from award.applications.services.answering import repeat_on, write_answer
from award.applications.services.filing import files_change
from award.applications.services.locking import draft_for_update
from award.foundation import audit
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, StaleVersion, there
from award.foundation.policy import Actor

MADE_LAST = "Declarations are made when the application is submitted"


@act("application.view")
def restore_version(
    application: Application, question_key: str, version: int, *, actor: Actor, base_version: int
) -> None:
    """`base_version` is that of the answer which the person was shown as it is now: StaleVersion
    when it has moved on. Refused when a file that the earlier one names is gone. KeyError on an
    unknown question."""
    author = there(actor.user_id, "somebody who is signed in")
    fresh = draft_for_update(application, actor, [question_key])
    questions = asked_of(fresh)
    question = questions.question(question_key)
    if question.of_kind.promise:
        raise Refused(MADE_LAST, rule="application.edit")
    kept = there(history.version_of(fresh.id, question_key, version), "the earlier version")
    rows = applications.answers_for_update(fresh.id)
    row = rows.get(question_key)
    if row is None or row.version != base_version:
        raise StaleVersion
    value = question.parse(kept.value)
    if value == row.value:
        raise Refused("That is what the answer says now", rule="application.edit")
    if question.types:
        files_change(fresh, row.value or [], value or [])
    write_answer(fresh, row, question_key, value, author, apart=True)
    repeat_on(fresh, questions, {key: one.value for key, one in rows.items()})
    changes = {"question": question_key, "version": version}
    audit.record(actor, "application.restore_answer", fresh, changes, codes={"question"})
    db.session.flush()
