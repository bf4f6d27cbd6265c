"""A draft becomes what assessors are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select

from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.queries.reach import visible_applications
from award.assessment.rules.sharing import Pair
from award.assessment.services.asking import ask_pairs, hold_pairs
from award.assessment.services.asking_many import UNREAD
from award.foundation import audit, clock, work
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused
from award.foundation.locks import hold
from award.foundation.policy import Actor
from award.matching.models import Draft, DraftLine
from award.matching.queries import lines
from award.matching.queries.beyond import outlook_of, standing_lines
from award.matching.queries.drafts import Figures, figures
from award.matching.queries.reasons import reasons_of
from award.matching.rules.beyond import ASSESSED, unnamed
from award.matching.rules.drafting import DraftArguments, alone
from award.rounds.models import Round

AT_A_TIME = 250
"""Lines of one step, but for somebody who has more."""
UNDECIDED = (
    "Everybody left in this draft waits for a decision about a possible conflict of interest: "
    "decide about those first"
)
NOBODY = "There is nobody left to ask in this draft"
UNSAID = "Say what becomes of the applications that are assessed already"
OVERTAKEN = "What this draft would ask for is not needed any more: make another draft"


@dataclass(frozen=True)
class Step:
    """What a step did: lines that were `asked` for, `refused` or left to wait for a decision, of
    how many people; `last` is who came last of them."""

    asked: int
    refused: int
    undecided: int
    people: int
    last: int
    ended: bool

    @property
    def lines(self) -> int:
        return self.asked + self.refused + self.undecided


def shown_of(found: Figures) -> dict[str, Any]:
    """What the page that asks remembers: who would be asked for what, not how many alone."""
    return {
        "lines": found.outlook.ask, "finished": found.outlook.finished,
        "silent": found.silent_asked, "late": sorted(found.late),
    }  # fmt: skip


SHOWN_AS = {
    "lines": "who reads what",
    "finished": "which applications are assessed already",
    "silent": "who is silent",
    "late": "for whom the day is over",
}


@act("matching.draft")
def ask_to_release(
    draft: Draft,
    *,
    shown: Marks,
    actor: Actor,
    reopens: bool | None = None,
    go_on: bool = False,
) -> work.Job:
    """Ask everybody in it, one email each; the worker does it, as many people at a time as make
    some hundred lines. What waits for a decision about a conflict stays, and can be released after
    it. `reopens`: whoever releases said that what is assessed already opens again, or (False) that
    it is left out, as is what comes to be assessed before the worker is there. `go_on`: what
    speaks against it is known."""
    hold(Round, [draft.round_id])
    found = figures(actor, draft)
    still_as_shown(shown, shown_of(found), SHOWN_AS, "The draft")
    if found.outlook.finished and reopens is None:
        raise Refused(UNSAID, field="finished")
    if not reopens and found.ask and found.outlook.reopening == found.ask:
        raise Refused(NOBODY)
    if not found.ask:
        raise Refused(
            OVERTAKEN if found.outlook.left_out else UNDECIDED if found.undecided else NOBODY
        )
    if found.warns and not go_on:
        raise Refused(UNREAD, field="go_on")
    return work.ask(
        "matching.release",
        DraftArguments(draft.round.reference, draft.number, bool(reopens)),
        title=f"Release draft {draft.number} of {draft.round.reference}",
        total=found.to_come,
        actor=actor,
        round_id=draft.round_id,
        alone=alone(draft.round_id),
    )


@act("matching.draft")
def release_some(draft: Draft, *, after: int, actor: Actor, reopens: bool = False) -> Step:
    """A step: the next people `after` that one, by number, and all that is theirs. What goes beyond
    what is needed or taken by now is left out: another draft may have been released since."""
    hold(Round, [draft.round_id])
    to_come = _to_come(draft, after, actor)
    some = _next(to_come)
    wanted = [Pair(line.application_id, line.person_id) for line in some]
    held, standing = hold_pairs(wanted)
    ties, names = standing.ties, standing.names
    apart = {pair for pair in wanted if (tie := ties.get(pair)) is not None and tie.hard}
    waits = {pair for pair in wanted if (tie := ties.get(pair)) is not None and tie.open}
    possible = {pair for pair in wanted if pair not in apart | waits}
    able = {pair for pair in possible if held.basis.verdicts[pair].refused is None}
    assessed = {
        pair: ASSESSED
        for pair in able
        if not reopens and held.applications[pair.application_id].state == ApplicationState.ASSESSED
    }
    now_standing = [one for one in standing_lines(actor, draft) if one.pair not in assessed]
    beyond = assessed | outlook_of(draft, [o for o in now_standing if o.pair in able]).left_out
    possible -= beyond.keys()
    done = ask_pairs(possible, actor=actor, held=held, because=reasons_of(some))
    now = clock.now()
    for line in some:
        pair = Pair(line.application_id, line.person_id)
        if pair in done.made:
            line.released_at = now
        elif pair not in waits:  # kept without the name, which may have to be erased
            told = ties[pair].why if pair in apart else done.refused.get(pair, "")
            line.refused = beyond.get(pair) or unnamed(told, names[pair.assessor_id])
    if draft.released_at is None and len(waits) < len(some):
        draft.released_at = now
        audit.record(actor, "round.release_draft", draft.round, {"draft": draft.number})
    db.session.flush()
    return Step(
        asked=len(done.made),
        refused=len(some) - len(done.made) - len(waits),
        undecided=len(waits),
        people=len({pair.assessor_id for pair in done.made}),
        last=some[-1].person_id if some else after,
        ended=len(some) == len(to_come),
    )


def _to_come(draft: Draft, after: int, actor: Actor) -> list[DraftLine]:
    """Lines within reach, by person, that nothing became of yet."""
    return list(
        db.session.scalars(
            select(DraftLine)
            .join(Application, Application.id == DraftLine.application_id)
            .where(
                DraftLine.draft_id == draft.id,
                DraftLine.person_id > after,
                lines.to_come(),
                visible_applications(actor),
            )
            .order_by(DraftLine.person_id, DraftLine.application_id)
        )
    )


def _next(to_come: list[DraftLine]) -> list[DraftLine]:
    """Whole people, so that each gets one email."""
    found: list[DraftLine] = []
    for _person, of_person in groupby(to_come, lambda line: line.person_id):
        theirs = list(of_person)
        if found and len(found) + len(theirs) > AT_A_TIME:
            break
        found += theirs
    return found
