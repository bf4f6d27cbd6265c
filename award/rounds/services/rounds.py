"""Set up a round, and change it as far as its stage allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from award.foundation import arrival, audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.digests import plain
from award.foundation.errors import Refused
from award.foundation.objections import hear
from award.foundation.policy import Actor
from award.rounds.models import Criterion, QuestionSetVersion, Round, RoundChange, RoundPhase
from award.rounds.queries.rounds import COLUMNS, as_data, values_of
from award.rounds.rules import changes as changing
from award.rounds.rules import values as rules
from award.rounds.rules.criteria import LIVED, CriterionValues
from award.rounds.rules.stages import frozen
from award.rounds.rules.values import PhaseValues, RoundValues
from award.rounds.services.following import check_following

_STAGES = frozenset({"follows_id", "opens_at", "closes_at", "phases", "question_set_id"})
_CODES = frozenset(
    {
        "reference", "blindness", "reveal", "assess_from", "scores_told", "deciders",
        "criteria order", "lived criteria order",
    }
)  # fmt: skip


@act("round.create")
def create_round(values: RoundValues, *, actor: Actor) -> Round:
    """Set up a round that opens later than now; Refused with the first fault otherwise."""
    _check(values)
    _check_opening(values.opens_at)
    check_following(None, values)
    round_ = Round(question_set=_question_set(values.question_set_id))
    round_.phases, round_.criteria, round_.lived_criteria = [], [], []
    _apply(round_, values)
    db.session.add(round_)
    db.session.flush()
    kept = {**asdict(values), "digest": audit.digest_of(as_data(round_))}
    audit.record(actor, "round.create", round_, kept, codes=_CODES)
    return round_


@act("round.manage")
def update_round(round_: Round, values: RoundValues, *, actor: Actor, reason: str = "") -> Round:
    """Make the round what `values` say.

    StaleDataError when somebody saved since it was loaded. Once the round has opened, title,
    summary, budget, assessment date and what assessors see of each other may change, and the
    closing time may move to a later one, each with a reason; anything else is Refused by name.
    """
    before = values_of(round_)
    changes = changing.differences(before, values)
    if not changes:
        return round_
    _check(values)
    details: dict[str, Any] = {**changes}
    if frozen(round_, arrival.moment()):
        _check_opened(before, values, reason)
        details["reason"] = [None, reason.strip()]
    elif values.opens_at != before.opens_at:
        _check_opening(values.opens_at)
    if _STAGES & changes.keys():
        check_following(round_, values)
    hear("round.update", round_, before=before, after=values, actor=actor)
    if values.question_set_id != before.question_set_id:
        round_.question_set = _question_set(values.question_set_id)
    _apply(round_, values)
    round_.updated_at = clock.now()  # a change of phases or criteria alone counts as a version too
    db.session.add(
        RoundChange(
            round_id=round_.id,
            changed_by_id=actor.user_id,
            reason=reason.strip(),
            changes=plain(changes),
        )
    )
    details["digest"] = audit.digest_of(as_data(round_))
    audit.record(actor, "round.update", round_, details, codes=_CODES)
    db.session.flush()
    return round_


def _check(values: RoundValues) -> None:
    for fault in rules.faults(values):
        raise Refused(f"{fault.text}.", field=fault.field, rule="round.valid")


def _check_opening(opens_at: datetime) -> None:
    late = rules.opening_fault(opens_at, arrival.moment())
    if late:
        raise Refused(f"{late.text}.", field=late.field, rule="round.opens_later")


def _check_opened(before: RoundValues, after: RoundValues, reason: str) -> None:
    for fault in changing.opened_faults(before, after, reason, arrival.moment()):
        rule = "round.reason" if fault.field == "reason" else "round.frozen"
        raise Refused(f"{fault.text}.", field=fault.field or None, rule=rule)


def _question_set(version_id: int) -> QuestionSetVersion:
    found = db.session.get(QuestionSetVersion, version_id)
    if found is None:
        raise Refused("Choose a question set.", field="question_set_id", rule="round.valid")
    return found


def _apply(round_: Round, values: RoundValues) -> None:
    for name in COLUMNS:
        setattr(round_, name, getattr(values, name))
    there = {phase.phase: phase for phase in round_.phases}
    round_.phases = [_phase(there.get(wanted.phase), wanted) for wanted in values.phases]
    round_.criteria = _criteria(round_.criteria, values.criteria, "")
    round_.lived_criteria = _criteria(round_.lived_criteria, values.lived_criteria, LIVED)


def _criteria(
    there: Iterable[Criterion], wanted: Iterable[CriterionValues], panel: str
) -> list[Criterion]:
    known = {criterion.key: criterion for criterion in there}
    found = [_criterion(known.get(one.key), one, place) for place, one in enumerate(wanted, 1)]
    for one in found:
        one.panel = panel
    return found


def _phase(row: RoundPhase | None, wanted: PhaseValues) -> RoundPhase:
    row = row or RoundPhase(phase=wanted.phase)
    row.budget_gbp, row.cap_gbp = wanted.budget_gbp, wanted.cap_gbp
    row.min_months, row.max_months = wanted.min_months, wanted.max_months
    return row


def _criterion(row: Criterion | None, wanted: CriterionValues, position: int) -> Criterion:
    row = row or Criterion(key=wanted.key)
    row.position, row.title, row.weight = position, wanted.title.strip(), wanted.weight
    row.guidance, row.plain = wanted.guidance, wanted.plain
    bands = [band.stored() for band in wanted.bands]
    if row.bands != bands:
        row.bands = bands
    return row
