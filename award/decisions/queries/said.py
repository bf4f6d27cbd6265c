"""What assessors said to an applicant, and the draft that is read instead of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Select, SQLColumnExpression, delete, select

from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.rules.states import AssignmentState
from award.decisions.models import FeedbackDraft
from award.decisions.rules.drafting import drafted, drawn_from
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.scopes import within


@within("application_id")
def comments_shown(application_id: SQLColumnExpression[int] | int) -> Select[str]:
    """The assessors' words that an applicant is shown; voided and conflicted sheets left out."""
    return (
        select(Sheet.comments_for_applicant)
        .join(Assignment, Assignment.id == Sheet.assignment_id)
        .where(
            Assignment.application_id == application_id,
            Assignment.state == AssignmentState.SUBMITTED,
            Sheet.comments_for_applicant != "",
        )
    )


@within("application_ids")
def comments_of(application_ids: Collection[int]) -> dict[int, list[str]]:
    """What applicants are shown of assessors, in the order of their letters. One statement."""
    shown = comments_shown(Assignment.application_id)
    rows = db.session.execute(
        shown.add_columns(Assignment.application_id)
        .where(among(Assignment.application_id, application_ids))
        .order_by(Assignment.application_id, Assignment.alias)
    )
    found: dict[int, list[str]] = {}
    for text, number in rows:
        found.setdefault(number, []).append(text)
    return found


@within("application_id")
def draft_of(application_id: int) -> FeedbackDraft | None:
    return db.session.get(FeedbackDraft, application_id)


@within("application_id")
def drawn_now(application_id: int) -> str:
    return drawn_from(comments_of([application_id]).get(application_id, ()))


@within("application_ids")
def drop_drafts(application_ids: Collection[int]) -> None:
    """Once feedback is released, which keeps for good what of it was drafted."""
    drafts = delete(FeedbackDraft).where(among(FeedbackDraft.application_id, application_ids))
    db.session.execute(drafts.execution_options(synchronize_session=False))


@dataclass(frozen=True)
class Draft:
    """A draft as it is kept: nobody may have edited it. Without text there is none, or somebody
    emptied it, so that each assessor's comments are read."""

    application_id: int
    text: str
    edited: bool
    drawn_from: str | None = None


class AsReleased(NamedTuple):
    """What a draft would be released as now, and whether assessors say something else by now than
    when it was edited."""

    text: str
    outdated: bool = False


@within("drafts")
def as_released(drafts: Iterable[Draft]) -> dict[int, AsReleased]:
    """By application: a draft that nobody has edited says what assessors' sheets say now. One
    statement, none where no draft has a text."""
    each = list(drafts)
    drawn = [one.application_id for one in each if one.text]
    now = comments_of(drawn) if drawn else {}
    return {one.application_id: _released(one, now.get(one.application_id, ())) for one in each}


def _released(one: Draft, comments: Sequence[str]) -> AsReleased:
    if not one.edited:
        return AsReleased(drafted(comments) if one.text else "")
    changed = bool(one.text) and one.drawn_from not in (None, drawn_from(comments))
    return AsReleased(one.text, changed)


@within("application_id")
def text_of(application_id: int) -> str:
    """Of one: "" where nothing was drafted, or it was emptied."""
    kept = draft_of(application_id)
    if kept is None:
        return ""
    draft = Draft(application_id, kept.text, kept.edited_by_id is not None, kept.drawn_from)
    return as_released([draft])[application_id].text
