"""What must be true of draws."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from award.applications.models import Application
from award.decisions.models import DrawnPlace
from award.draws.models import Draw
from award.draws.rules.lots import drawn, hashed, list_digest
from award.foundation import audit
from award.foundation.db import db
from award.rounds.models import Round


def seeds() -> Iterator[str]:
    """Each is the one that the trail says was committed to, and was drawn from as it says."""
    declared, made = audit.last_told(["draw.declare"]), audit.last_told(["draw.make"])
    query = select(Draw, Round.reference).join(Round, Round.id == Draw.round_id).order_by(Draw.id)
    for draw, reference in db.session.execute(query, execution_options={"populate_existing": True}):
        told, drew = declared.get(draw.id) or {}, made.get(draw.id)
        if draw.commitment != hashed(draw.seed) or told.get("commitment") != draw.commitment:
            yield f"{reference}: its seed is not the one that was committed to"
        if (told.get("among") or [None])[-1] != draw.among:
            yield f"{reference}: what it draws lots for is not what was declared"
        if (draw.drawn_at is not None) != (drew is not None) or (
            drew is not None and drew.get("list") != draw.list_sha256
        ):
            yield f"{reference}: its draw and the trail differ"


def lots() -> Iterator[str]:
    """Drawn again from seed and list, they are the same."""
    rows = db.session.execute(
        select(Application.round_id, DrawnPlace.number, Application.reference)
        .join(Application, Application.id == DrawnPlace.application_id)
        .order_by(Application.round_id, DrawnPlace.number)
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for round_id, number, reference in rows:
        found.setdefault(round_id, []).append((number, reference))
    query = (
        select(Draw, Round.reference)
        .join(Round, Round.id == Draw.round_id)
        .where(Draw.drawn_at.is_not(None))
        .order_by(Draw.id)
    )
    for draw, reference in db.session.execute(query):
        numbered = found.pop(draw.round_id, [])
        references = [one for _number, one in numbered]
        if list_digest(references) != draw.list_sha256:
            yield f"{reference}: its lots are not of the list that was drawn from"
        elif numbered != [(one.number, one.reference) for one in drawn(draw.seed, references)]:
            yield f"{reference}: its lots are not what the seed gives"
    for round_id in found:
        yield f"round {round_id}: it has lots that nobody drew"


CHECKS = (
    ("Every draw has the seed that was committed to, and is in the audit trail", seeds),
    ("Every lot is what seed and list give", lots),
)
