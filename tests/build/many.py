"""Many applications at once, as many copies of one as are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from award.accounts.models import User
from award.applications.models import Application
from award.decisions.rules.grounds import Ground
from award.decisions.rules.states import Outcome
from award.foundation import audit
from award.foundation.db import Base, db
from award.rounds.models import Round
from tests.build import applications, decisions


def submitted(round_: Round, number: int, lead: User | None = None) -> list[Application]:
    """So many submitted applications of the round, by id; all but the first are its copies, with
    titles of their own and without a submission. Committed."""
    first = applications.submitted(round_, lead, title="Bid 0")
    table: Any = Base.metadata.tables["application"]
    row = dict(db.session.execute(select(table).where(table.c.id == first.id)).mappings().one())
    del row["id"]
    rows = [
        {**row, "reference": f"{first.reference}-{at:05d}", "title": f"Bid {at}",
         "title_key": f"bid {at}"}
        for at in range(1, number)
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(table), rows, execution_options=audit.AS_TOLD)
    db.session.commit()
    mine = select(Application).where(Application.round_id == round_.id).order_by(Application.id)
    return list(db.session.scalars(mine))


def reserved(bids: Sequence[Application], staff: User) -> None:
    """All of them on the reserve list of a round whose decisions are released."""
    staged(bids, staff, outcomes=(Outcome.RESERVE,))
    decisions.released(bids[0].round, staff=staff)


def staged(
    bids: Sequence[Application],
    staff: User,
    *,
    outcomes: Sequence[Outcome] = (Outcome.FUND, Outcome.RESERVE, Outcome.REJECT),
) -> None:
    """A decision about each, staged by a statement: of these outcomes in turn. Committed."""
    each = [outcomes[at % len(outcomes)] for at in range(len(bids))]
    rows = [
        {
            "application_id": bid.id,
            "outcome": outcome,
            "amount_gbp": 1 if outcome == Outcome.FUND else None,
            "ground": Ground.SHEETS if outcome == Outcome.REJECT else None,
            "exception_reason": "The panel agreed to decide it as it stands.",
            "decided_by_id": staff.id,
        }
        for bid, outcome in zip(bids, each, strict=True)
    ]
    table: Any = Base.metadata.tables["decision"]
    db.session.execute(insert(table), rows, execution_options=audit.AS_TOLD)
    db.session.commit()
