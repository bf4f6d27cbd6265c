"""Closing a round's reserve list: everybody who waits on it is refused at once, on the ground that
the ranking gives, and told in a letter of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from award.applications.models import Application
from award.decisions.models import Decision, Release, ReservePlace
from award.decisions.queries.closing import ReserveList, reserve_list
from award.decisions.queries.from_reserve import waiting_on_reserve
from award.decisions.queries.staged import being_released, lock_round
from award.decisions.rules.closing import SHOWS, ClosingArguments
from award.decisions.rules.questions import NONE, Accepted, refuse_unaccepted
from award.decisions.rules.releasing import releasing
from award.decisions.rules.states import APPLICATION_ACTION, Outcome
from award.decisions.services import refusals
from award.decisions.services.accepting import keep_accepted
from award.decisions.services.staging import CODES, told_of, values_of
from award.foundation import audit, clock, kept, outbox, work
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused, there
from award.foundation.locks import hold
from award.foundation.many import insert_rows
from award.foundation.moving import make_many
from award.foundation.policy import Actor
from award.foundation.workflow import judge
from award.rounds.models import Round


@dataclass(frozen=True)
class Closed:
    """How many waited, and how many emails were queued."""

    count: int
    emailed: int


@act("decision.release")
def close_reserve(
    round_: Round,
    *,
    actor: Actor,
    confirmation: str,
    shown: Marks | None = None,
    accepted: Accepted = NONE,
) -> Closed:
    """Refuse all who wait on the round's reserve list, and tell each lead.

    `confirmation` must be the round's reference, in either case. Refused for whoever may not see
    all of the round, when nobody waits (so a second press does nothing), and where one of them
    can't be refused so: the money reaches it, or the round asks for another person, or where words
    that they have raise a question beside a refusal whose kind isn't `accepted` with a reason.
    Changed when the list is not what the person looked through (`shown`, marks of
    `ReserveList.shown`).
    """
    refusals.may_release(round_, confirmation, actor)
    lock_round(round_)
    return _close(_ready(round_, shown, accepted, actor), accepted, actor)


@act("decision.release")
def close_reserve_or_ask(
    round_: Round,
    *,
    actor: Actor,
    confirmation: str,
    shown: Marks,
    accepted: Accepted = NONE,
) -> Closed | work.Job:
    """As `close_reserve`, for as many as a request does by itself; more are a job."""
    refusals.may_release(round_, confirmation, actor)
    lock_round(round_)
    under_way = being_released(round_)
    found = None if under_way else _ready(round_, shown, accepted, actor)
    if found is not None and len(found.waiting) <= work.AT_ONCE:
        return _close(found, accepted, actor)
    total = len(found.waiting) if found else 0
    return work.ask(
        "decision.close_reserve",
        ClosingArguments(round_.reference, json.dumps(dict(shown)), accepted.kept()),
        title=f"Close the reserve list of {round_.reference}, {total:,} applications",
        total=total,
        actor=actor,
        round_id=round_.id,
        alone=releasing(round_.id),
    )


def _ready(round_: Round, shown: Marks | None, accepted: Accepted, actor: Actor) -> ReserveList:
    waiting = waiting_on_reserve(round_, actor)
    hold(Application, [one.application_id for one in waiting], referred=False)
    found = reserve_list(round_, actor)
    if not found.waiting:
        raise Refused("Nobody waits on the reserve list, so nothing was changed.", rule="stale")
    now = found.shown
    still_as_shown(shown, now, SHOWS.names(now), "The reserve list")
    if found.faults:
        number = len(found.faults)
        raise Refused(
            f"Nothing was changed. {number} of {len(found.waiting)} can’t be refused here: what "
            "stands against it is said beside each.",
            rule="reserve list",
        )
    refuse_unaccepted(found.raised, accepted)
    return found


def _close(found: ReserveList, accepted: Accepted, actor: Actor) -> Closed:
    asked = keep_accepted(found.round, found.raised, accepted, actor=actor)
    waiting, at = found.waiting, clock.now()
    letters = {one.decision.application: one for one in found.as_refused}
    action = APPLICATION_ACTION[Outcome.REJECT]
    moves = [judge(one.application, action, actor=actor) for one in waiting]
    insert_rows(ReservePlace, [_kept(one) for one in waiting])
    values = {
        one: {
            **values_of(
                Outcome.REJECT,
                ground=found.ground_of(one),
                exception_reason=found.reason_for(one),
            ),
            "decided_by_id": refusals.person(actor),
            "confirmed_by_id": None,
            "confirmed_at": None,
            "released_at": at,
            "version": one.version + 1,
        }
        for one in waiting
    }
    audit.change_each(values)
    kept.notice(waiting)
    audit.record_many(
        audit.Entry(
            actor, "decision.from_reserve", one, told_of(one.application, one, _codes(said)), CODES
        )
        for one, said in values.items()
    )
    make_many(moves)
    emailed = outbox.send_many(
        f"decision.{Outcome.REJECT}",
        [
            (one, {**letters[one.application].to_read, "was_reserved": True, "list_closed": True})
            for one in waiting
        ],
        actor,
    )
    _record(found, len(waiting), emailed, asked, actor)
    return Closed(len(waiting), emailed)


def _codes(said: Mapping[str, Any]) -> dict[str, Any]:
    return {key: said[key] for key in ("outcome", "ground")}


def _kept(one: Decision) -> dict[str, Any]:
    return {
        "decision_id": one.id,
        "place": one.reserve_position,
        "since": there(one.released_at, "when it was released"),
        "note": one.note,
        "exception_reason": one.exception_reason,
        "staged_by_id": one.decided_by_id,
        "over_budget_because": "",
    }


def _record(
    found: ReserveList, count: int, emailed: int, asked: Mapping[str, object], actor: Actor
) -> None:
    """A release, as any other act that tells applicants a decision."""
    round_ = found.round
    counts = {outcome.value: 0 for outcome in Outcome} | {"reject": count, "emailed": emailed}
    counts |= {"awarded_gbp": 0, "sheets_closed": 0}
    release = Release(
        round_id=round_.id,
        released_at=clock.now(),
        released_by_id=actor.user_id,
        over_budget_because="",
        **counts,
    )
    db.session.add(release)
    told: dict[str, object] = {**counts, "exceptions": found.departing, **asked}
    audit.record(actor, "round.release_decisions", round_, told)
    audit.record(actor, "round.close_reserve", round_, {"applications": count})
    db.session.flush()
