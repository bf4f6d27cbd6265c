"""What staff decide about possible conflicts while they ask people, recorded as decisions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.applications import applications_for_update
from award.applications.rules.states import ASSESSABLE
from award.assessment.rules.sharing import Pair
from award.foundation.acts import act, part_of
from award.foundation.edits import Changed, mark
from award.foundation.locks import hold
from award.foundation.policy import Actor
from award.interests.queries.ties import ties_of
from award.interests.services.deciding import MAY_ASSESS, Decision, record_decisions

CHANGED = (
    "What was found between some of them has changed since you opened the page. Nothing was "
    "recorded. Look at it as it is now, then decide again."
)


@dataclass(frozen=True)
class Decided:
    """About one person and one application. `found`: a mark of the reasons that the page showed."""

    decision: str
    reason: str
    found: str


@act("conflict.decide")
def decide_many(
    applications: Sequence[Application], decided: Mapping[Pair, Decided], *, actor: Actor
) -> int:
    """Record what was decided about each; how many. Changed, and nothing recorded, where something
    else is between them by now, or somebody has decided meanwhile."""
    hold(User, {pair.assessor_id for pair in decided})
    fresh = {one.id: one for one in applications_for_update([one.id for one in applications])}
    ties = ties_of(list(fresh), {pair.assessor_id for pair in decided})
    made: list[Decision] = []
    for pair, one in sorted(decided.items()):
        tie, application = ties.get(pair), fresh.get(pair.application_id)
        if application is None or application.state not in ASSESSABLE:
            raise Changed(CHANGED)
        if tie is None or not tie.open or mark(tie.why) != one.found:
            raise Changed(CHANGED)
        made.append(Decision(application, pair.assessor_id, tie, one.decision, one.reason))
    record_decisions(made, actor=actor)
    return len(decided)


@part_of("assessment.assign")
def decide_those_asked(
    despite: Mapping[Pair, str],
    among: Collection[Pair],
    applications: Mapping[int, Application],
    *,
    actor: Actor,
) -> None:
    """That these may be asked although there may be a conflict, each for the reason that was given
    with it. People and applications are held."""
    wanted = {pair: despite[pair] for pair in among if pair in despite}
    if not wanted:
        return
    ties = ties_of({one.application_id for one in wanted}, {one.assessor_id for one in wanted})
    made = [
        Decision(applications[pair.application_id], pair.assessor_id, tie, MAY_ASSESS, why)
        for pair, why in sorted(wanted.items())
        if (tie := ties.get(pair)) and tie.open
    ]
    if made:
        record_decisions(made, actor=actor)
