"""Asking for a proof."""

from __future__ import annotations

from award.foundation import work
from award.foundation.acts import act
from award.foundation.errors import Refused
from award.foundation.locks import hold
from award.foundation.policy import Actor
from award.proofs.kept import KIND, assessors_in
from award.proofs.rules import BlindnessArguments
from award.rounds.models import Round


@act("blindness.prove")
def prove_blindness(round_: Round, *, actor: Actor) -> work.Job:
    """The worker tries the round as each of its assessors and as who chairs it; refused while it
    has none."""
    hold(Round, [round_.id])
    total = assessors_in(actor, round_)
    if not total:
        raise Refused("Nobody has been asked to assess in this round yet")
    return work.ask(
        KIND,
        BlindnessArguments(round_.reference),
        title=f"Prove that the panel of {round_.reference} sees nothing that it hides",
        total=total,
        actor=actor,
        round_id=round_.id,
        alone=f"prove {round_.id}",
    )
