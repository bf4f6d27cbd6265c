"""Keep one application open for longer than its round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm.attributes import set_committed_value

from award.applications.changing import Extension
from award.applications.models import Application
from award.applications.queries import applications, troubles
from award.applications.rules import changing
from award.applications.rules.states import ExtensionKind
from award.applications.rules.troubles import still_granted
from award.foundation import arrival, audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.many import insert_rows
from award.foundation.outbox import send_many, send_notice
from award.foundation.policy import Actor
from award.rounds.models import ExtraTime, Round

NO_REASON = "Say why this application stays open for longer"


@dataclass(frozen=True)
class Grant:
    """Until when, and why."""

    until: datetime
    kind: ExtensionKind
    reason: str


@act("application.extend")
def extend(application: Application, grant: Grant, *, actor: Actor) -> Extension:
    """Give one application a later closing moment, and tell those who write it. Refused for a
    moment that is no later than the one it has or has passed already, without a reason, and once
    assessors have it."""
    why = grant.reason.strip()
    if not why:
        raise Refused(NO_REASON, field="reason")
    fresh = applications.application_for_update(application.id)
    if fresh.state not in changing.EXTENDABLE:
        raise Refused("Only a draft, or an application that nobody assesses yet, can be extended")
    now = changing.closes(fresh.round.closes_at, fresh.extended_until)
    if grant.until <= max(now, arrival.moment()):
        raise Refused("Choose a moment that is later than when it closes now", field="until")
    row = Extension(
        application_id=fresh.id, until=grant.until, kind=grant.kind, reason=why,
        granted_by_id=there(actor.user_id, "somebody who is signed in"),
    )  # fmt: skip
    db.session.add(row)
    fresh.extended_until = grant.until
    changes = {"until": [now, grant.until], "kind": grant.kind.value, "reason": why}
    audit.record(actor, "application.extend", fresh, changes, codes={"kind"})
    db.session.flush()
    send_notice("application.extended", fresh, actor, {"until": grant.until})
    return row


@dataclass(frozen=True)
class ExtraHours:
    """How much longer, and what happened, in words for everybody."""

    hours: int
    reason: str


@act("application.extend")
def give_extra_time(
    applications_hit: Sequence[Application],
    round_: Round,
    terms: ExtraHours,
    within_days: int,
    *,
    actor: Actor,
) -> int:
    """Keep all of these open for so many hours after they close, or from now for those that have
    closed, because the service failed their people: says how many, in a fixed number of statements.

    Whoever writes each application or was hit at it is told by email, and the round's public page
    says it without names. Left out are those that assessors have. Refused without a reason, for
    none, and once it is longer ago than `within_days`.
    """
    why, now = terms.reason.strip(), arrival.moment()
    if not why:
        raise Refused("Say what happened", field="reason")
    if not terms.hours:
        raise Refused("Enter for how many hours", field="hours")
    fresh = applications.applications_for_update([one.id for one in applications_hit])
    open_ones = [one for one in fresh if one.state in changing.EXTENDABLE]
    if not open_ones or any(one.round_id != round_.id for one in open_ones):
        raise Refused("None of these can be kept open for longer")
    closing = {one.id: changing.closes(round_.closes_at, one.extended_until) for one in open_ones}
    if not still_granted(max(closing.values()), now, within_days):
        raise Refused(
            f"It closed more than {within_days} days ago. Extend single applications instead",
            field="hours",
        )
    later = {
        key: max(moment, now) + timedelta(hours=terms.hours) for key, moment in closing.items()
    }
    _extend_all(open_ones, closing, later, why, actor)
    hit = troubles.hit_at([one.id for one in open_ones])
    stated = ExtraTime(
        round_id=round_.id, from_at=hit.first_at, to_at=hit.last_at, hours=terms.hours,
        applications=len(open_ones), reason=why,
        given_by_id=there(actor.user_id, "somebody who is signed in"),
    )  # fmt: skip
    db.session.add(stated)
    told = {"hours": terms.hours, "applications": len(open_ones), "reason": why}
    audit.record(actor, "round.give_extra_time", round_, told)
    db.session.flush()
    letters = ((one, {"until": later[one.application.id], "why": why}) for one in hit.letters)
    send_many("application.extra_time", letters, actor)
    return len(open_ones)


def _extend_all(
    open_ones: Sequence[Application],
    before: Mapping[int, datetime],
    after: Mapping[int, datetime],
    why: str,
    actor: Actor,
) -> None:
    """One statement for each moment: they are a few, since most close together."""
    by_moment: dict[datetime, list[Application]] = defaultdict(list)
    for one in open_ones:
        by_moment[after[one.id]].append(one)
    version = Application.__table__.c.version
    for until, some in sorted(by_moment.items(), key=lambda pair: pair[0]):
        now = clock.now()
        values = {"extended_until": until, "version": version + 1, "updated_at": now}
        audit.change_rows(some, values)
        for one in some:
            for name, value in {**values, "version": one.version + 1}.items():
                set_committed_value(one, name, value)
    granted_by = there(actor.user_id, "somebody who is signed in")
    insert_rows(
        Extension,
        [
            {
                "application_id": one.id, "until": after[one.id], "kind": ExtensionKind.FAULT,
                "reason": why, "granted_by_id": granted_by, "granted_at": clock.now(),
            }
            for one in open_ones
        ],
    )  # fmt: skip
    audit.record_many(
        audit.Entry(
            actor, "application.extend", one,
            {
                "until": [before[one.id], after[one.id]],
                "kind": ExtensionKind.FAULT.value, "reason": why,
            },
            codes={"kind"},
        )
        for one in open_ones
    )  # fmt: skip
