"""Draws of lots, through the services."""

from __future__ import annotations

from datetime import timedelta

from award.accounts.models import User
from award.draws.models import Draw
from award.draws.rules.lots import Among
from award.draws.services import drawing
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.errors import there
from award.rounds.models import Round
from tests.build import applications, assessment, rounds
from tests.build.accounts import actor_of


def declared(round_: Round, staff: User, among: Among = Among.TIES) -> Draw:
    """Committed: said an hour before the round opened, whenever that was."""
    whole = rounds.whole(round_.id)
    with clock.at(min(clock.now(), whole.opens_at - timedelta(hours=1))), transaction():
        return there(drawing.declare(whole, among, actor=actor_of(staff)), "the draw")


def drawn(round_: Round, staff: User) -> Draw:
    """Committed: applications of the round are alike, and lots told them apart: so many that
    another seed gives another order."""
    for number in range(1, 8):
        assessment.assessed(applications.submitted(round_, title=f"Alike {number}"), staff=staff)
    declared(round_, staff)
    return made(round_, staff)


def made(round_: Round, staff: User) -> Draw:
    """Committed: the lots are drawn."""
    with transaction():
        return drawing.draw_lots(rounds.whole(round_.id), actor=actor_of(staff))
