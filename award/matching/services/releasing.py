"""A draft becomes what assessors are asked for."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.queries.reach import visible_applications
from award.assessment.rules.sharing import Pair
from award.assessment.services.asking import ask_pairs
from award.foundation import audit, clock, work
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused
from award.foundation.locks import hold
from award.foundation.many import among
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.interests.queries.ties import ties_of
from award.matching.models import Draft, DraftLine
from award.matching.queries.drafts import figures
from award.matching.rules.drafting import ReleaseArguments
from award.rounds.models import Round

AT_A_TIME = 250
"""Lines of one step, but for somebody who has more."""


def shown_of(draft: Draft, actor: Actor) -> dict[str, int]:
    """What the page that asks remembers."""
    found = figures(actor, draft)
    return {"lines": found.placed - found.released - found.refused, "people": found.people}


@act("matching.draft")
def ask_to_release(draft: Draft, *, shown: Marks, actor: Actor) -> work.Job:
    """Ask everybody in it, one email each; the worker does it, as many people at a time as make
    some hundred lines."""
    hold(Round, [draft.round_id])
    now = shown_of(draft, actor)
    still_as_shown(shown, now, {"lines": "who reads what"}, "The draft")
    if not now["lines"]:
        raise Refused("There is nobody left to ask in this draft")
    return work.ask(
        "matching.release",
        ReleaseArguments(draft.round.reference, draft.number),
        title=f"Release draft {draft.number} of {draft.round.reference}",
        total=now["lines"],
        actor=actor,
        round_id=draft.round_id,
        alone=f"match {draft.round_id}",
    )


@act("matching.draft")
def release_some(draft: Draft, *, actor: Actor) -> tuple[int, int, int, bool]:
    """A step: the next people, all that is theirs. How many lines were asked for, how many could
    not be, how many people were asked, and whether nobody is left."""
    waiting = _waiting(draft, actor)
    some = _next(waiting)
    wanted = [Pair(line.application_id, line.person_id) for line in some]
    hold(User, {pair.assessor_id for pair in wanted})
    ties = ties_of({p.application_id for p in wanted}, {p.assessor_id for p in wanted})
    apart = {pair for pair in wanted if (tie := ties.get((*pair,))) is not None and tie.hard}
    done = ask_pairs([pair for pair in wanted if pair not in apart], actor=actor)
    names = _names({pair.assessor_id for pair in wanted})
    now = clock.now()
    for line in some:
        pair = Pair(line.application_id, line.person_id)
        if pair in done.made:
            line.released_at = now
        else:  # kept without the name, which may have to be erased
            why = ties[(*pair,)].why if pair in apart else done.refused.get(pair, "")
            line.refused = why.replace(names[pair.assessor_id], "").strip() or "can’t be asked now"
    if draft.released_at is None:
        draft.released_at = now
        audit.record(actor, "round.release_draft", draft.round, {"draft": draft.number})
    db.session.flush()
    people = {pair.assessor_id for pair in done.made}
    return len(done.made), len(some) - len(done.made), len(people), len(some) == len(waiting)


def _waiting(draft: Draft, actor: Actor) -> list[DraftLine]:
    """Lines within reach, by person, that nothing became of yet."""
    return list(
        db.session.scalars(
            select(DraftLine)
            .join(Application, Application.id == DraftLine.application_id)
            .where(
                DraftLine.draft_id == draft.id,
                DraftLine.released_at.is_(None),
                DraftLine.refused == "",
                visible_applications(actor),
            )
            .order_by(DraftLine.person_id, DraftLine.application_id)
        )
    )


def _next(waiting: list[DraftLine]) -> list[DraftLine]:
    """Whole people, so that each gets one email."""
    found: list[DraftLine] = []
    for _person, theirs in groupby(waiting, lambda line: line.person_id):
        lines = list(theirs)
        if found and len(found) + len(lines) > AT_A_TIME:
            break
        found += lines
    return found


@within("people")
def _names(people: Collection[int]) -> dict[int, str]:
    rows = db.session.execute(select(User.id, User.name).where(among(User.id, people)))
    return {row.id: row.name for row in rows}
