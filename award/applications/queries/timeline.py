"""What has happened to an application, from the rows that say so."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from award.accounts.models import User
from award.applications.changing import Extension, Reopening
from award.applications.models import Submission
from award.applications.rules.machine import TELLS
from award.applications.rules.timeline import Event, Step, steps
from award.applications.together import HandOver
from award.foundation.db import UTCDateTime
from award.foundation.many import plain_rows
from award.foundation.scopes import within
from award.foundation.workflow import StateChange


@within("application_id")
def timeline(application_id: int, reader_id: int | None = None) -> list[Step]:
    """What has happened, as the applicants are told it, the oldest first: what a colleague of the
    reader did has their name."""
    rows = plain_rows(_rows(), {"application_id": application_id})
    return steps((Event(*row) for row in rows), reader_id)


def _event(what: Any, at: Any, **columns: Any) -> tuple[ColumnElement[Any], ...]:
    """The columns of an `Event`; each NULL has its type, or PostgreSQL takes it for a text."""
    rest = {
        "person_id": cast(null(), Integer), "who": literal(""), "target": literal(""),
        "text": literal(""), "number": literal(0), "until": cast(null(), UTCDateTime),
        "other_id": cast(null(), Integer), **columns,
    }  # fmt: skip
    return (
        (literal(what) if isinstance(what, str) else what).label("what"),
        at.label("at"),
        *(value.label(name) for name, value in rest.items()),
    )


@within()
@cache
def _rows() -> Select[Any]:
    """All of them in one statement, each part found by its own index."""
    found: BindParameter[int] = bindparam("application_id")
    before, after = aliased(User), aliased(User)
    kind_and_state = cast(Reopening.kind, String) + " " + cast(Reopening.state, String)
    parts = union_all(
        select(
            *_event(
                case((StateChange.action == TELLS, "feedback"), else_="moved"), StateChange.at,
                person_id=StateChange.actor_id, who=StateChange.actor_name,
                target=StateChange.target, text=func.coalesce(StateChange.reason, ""),
            )
        ).where(StateChange.kind == "application", StateChange.subject_id == found),
        select(
            *_event(
                "sent", Submission.received_at, person_id=Submission.submitted_by_id,
                who=User.name, number=Submission.number,
            )
        )
        .join(User, User.id == Submission.submitted_by_id)
        .where(Submission.application_id == found),
        select(
            *_event(
                "opened", Reopening.opened_at, person_id=Reopening.opened_by_id, who=User.name,
                target=cast(Reopening.kind, String), until=Reopening.until,
            )
        )
        .join(Reopening.opened_by)
        .where(Reopening.application_id == found),
        select(
            *_event("ended", Reopening.ended_at, target=kind_and_state, number=Reopening.replaces)
        ).where(Reopening.application_id == found, Reopening.ended_at.is_not(None)),
        select(*_event("extended", Extension.granted_at, until=Extension.until)).where(
            Extension.application_id == found
        ),
        select(
            *_event(
                "handed over", HandOver.handed_over_at, person_id=HandOver.to_id, who=after.name,
                text=before.name, other_id=HandOver.from_id,
            )
        )
        .join(after, after.id == HandOver.to_id)
        .join(before, before.id == HandOver.from_id)
        .where(HandOver.application_id == found),
    ).subquery()  # fmt: skip
    return select(*parts.c).order_by(parts.c.at)
