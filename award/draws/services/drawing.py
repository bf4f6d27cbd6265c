"""Declaring that a round draws lots, and drawing them."""

from __future__ import annotations

import secrets

from award.decisions.models import DrawnPlace
from award.decisions.queries.decisions import conflicts_in
from award.decisions.rules.states import open_to_decide
from award.draws.models import Draw
from award.draws.queries.draws import CALLED, draw_of, to_draw
from award.draws.rules.lots import Among, drawn, hashed, list_digest
from award.foundation import arrival, audit, clock, kept
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused, there
from award.foundation.locks import hold
from award.foundation.many import insert_rows
from award.foundation.policy import Actor
from award.rounds.models import Round
from award.rounds.rules.stages import frozen

OPENED = "The round has opened, so whether it draws lots can’t change any more"
NO_MONEY = "A first stage decides no money, so it has no line: draw lots for shared ranks only"
NOT_DECLARED = "The round did not say before it opened that it draws lots, so it can’t"
ALREADY = "Lots were drawn for this round already. They are drawn once"
TOO_EARLY = "Lots can be drawn once the round has closed"
OUT_OF_REACH = (
    "One of this round’s applications is yours, or you have a conflict of interest with it, so "
    "somebody else has to draw lots"
)
PROMISED = "Awards, places or invitations of this round are released, so its order can’t change"
NOTHING = "No rank is shared, so there is nothing to draw lots for"


@act("draw.declare")
def declare(round_: Round, among: Among | None, *, actor: Actor) -> Draw | None:
    """Say before the round opens what it draws lots for, or that it doesn't. The seed is made with
    the first word of it, and stays while the round draws at all."""
    hold(Round, [round_.id])
    if frozen(round_, arrival.moment()):
        raise Refused(OPENED, field="among", rule="draw.opened")
    if among == Among.GROUP and round_.followed:
        raise Refused(NO_MONEY, field="among")
    found = draw_of(round_.id)
    before = found.among if found else None
    if among == before:
        return found
    if among is None:
        found = there(found, "the draw")
        told = {"round": round_.reference, "among": [before, None], "commitment": found.commitment}
        audit.record(actor, "draw.withdraw", found, told, codes={"among", "commitment"})
        db.session.delete(found)
        db.session.flush()
        return None
    if found is None:
        seed = secrets.token_hex(32)
        by = there(actor.user_id, "somebody who is signed in")
        found = Draw(round_id=round_.id, seed=seed, commitment=hashed(seed), committed_by_id=by)
        db.session.add(found)
    found.among = among
    db.session.flush()
    told = {"round": round_.reference, "among": [before, among], "commitment": found.commitment}
    audit.record(actor, "draw.declare", found, told, codes={"among", "commitment"})
    return found


@act("draw.make")
def draw_lots(round_: Round, *, shown: Marks | None = None, actor: Actor) -> Draw:
    """Once, of everything on the shortlist as it is, whatever shares a rank: so nobody chooses the
    list, and it tells nothing. Refused where the page showed other ties or another list."""
    hold(Round, [round_.id])
    draw = draw_of(round_.id)
    if draw is None:
        raise Refused(NOT_DECLARED, rule="draw.declared")
    if draw.drawn_at is not None:
        raise Refused(ALREADY, rule="draw.once")
    if not open_to_decide(round_, arrival.moment()):
        raise Refused(TOO_EARLY, rule="draw.closed")
    if conflicts_in(actor, round_):
        raise Refused(OUT_OF_REACH, rule="draw.reach")
    found = to_draw(round_, draw.among, actor)
    if found.promised:
        raise Refused(PROMISED, rule="draw.promised")
    still_as_shown(shown, found.shown, CALLED, "What lots are drawn for")
    if not found.settles:
        raise Refused(NOTHING, rule="draw.settles")
    keys = {found.named[one.candidate.key].reference: one.candidate.key for one in found.places}
    group = {one.candidate.key for one in found.group}
    insert_rows(
        DrawnPlace,
        [
            {
                "application_id": keys[one.reference],
                "number": one.number,
                "in_group": keys[one.reference] in group,
            }
            for one in drawn(draw.seed, found.references)
        ],
    )
    kept.touch(round_.id)
    draw.drawn_at = clock.now()
    draw.drawn_by_id = there(actor.user_id, "somebody who is signed in")
    draw.list_sha256, draw.listed = list_digest(found.references), len(found.places)
    draw.to_come = found.to_come
    db.session.flush()
    said = {"round": round_.reference, "list": draw.list_sha256, "listed": draw.listed,
            "group": len(group), "to_come": draw.to_come}  # fmt: skip
    audit.record(actor, "draw.make", draw, said, codes={"list"})
    return draw
