"""What a round that follows another must be, for its invited applications to go on in it."""

from __future__ import annotations

from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.rounds.models import Round
from award.rounds.queries.question_sets import question_set
from award.rounds.queries.two_stages import StageRound, could_be_followed, next_round, phases_of
from award.rounds.rules.carrying import clashes
from award.rounds.rules.values import RoundValues


@part_of("round.create", "round.manage")
def check_following(round_: Round | None, values: RoundValues) -> None:
    """Refused, at the field, when it can't follow the round that it names."""
    following = next_round(round_.id) if round_ is not None else None
    if following is not None:
        _check_followed(following, values)
    if values.follows_id is None:
        return
    offered = {number for number, _, _ in could_be_followed(round_.id if round_ else None)}
    first = db.session.get(Round, values.follows_id)
    if first is None or first.id not in offered:
        raise _refused("Choose a round that nothing else follows")
    if following is not None:
        raise _refused("Another round follows this one, so it can’t be a second stage itself")
    if values.opens_at < first.closes_at:
        raise Refused(
            "The second stage must open after the first has closed.",
            field="opens_at",
            rule="round.stages",
        )
    if lacking := sorted(phases_of(first.id) - {phase.phase for phase in values.phases}):
        named = " and ".join(map(str, lacking))
        raise _refused(f"It must be open for every phase of its first stage: Phase {named} too")
    found = clashes(question_set(first.question_set_id), question_set(values.question_set_id))
    if found:
        raise _refused(f"Answers could not be carried over into these questions: {found[0]}")


def _check_followed(following: StageRound, values: RoundValues) -> None:
    """The other way round, for a first stage that changes."""
    if values.closes_at > following.opens_at:
        raise Refused(
            f"{following.title} follows this round, so it must close before that opens.",
            field="closes_at",
            rule="round.stages",
        )
    if found := clashes(question_set(values.question_set_id), following.questions):
        raise Refused(
            f"Answers could not be carried over into {following.title}: {found[0]}.",
            field="question_set_id",
            rule="round.stages",
        )
    lacking = {phase.phase for phase in values.phases} - phases_of(following.id)
    if lacking:
        raise Refused(
            f"{following.title} follows this round, and is not open for Phase {min(lacking)}.",
            field=f"phase_{min(lacking)}_open",
            rule="round.stages",
        )


def _refused(words: str) -> Refused:
    return Refused(f"{words}.", field="follows_id", rule="round.stages")
