"""Keeping the ranking in rows."""

from __future__ import annotations

from sqlalchemy import delete, select

from award.applications.models import Application
from award.applications.rules.states import PERHAPS_UNSENT
from award.assessment.queries.keeping import rounds_of
from award.decisions.models import Decision, RoundLine, RoundStanding
from award.decisions.queries import placing
from award.foundation.db import db
from award.foundation.kept import Watch, replace
from award.foundation.many import inserting
from award.foundation.scopes import everything

WATCHES = (Watch(Decision, lambda decision: decision.application_id, rounds_of),)


@everything("kept rows rank everything; readers come through `readable`")
def _keep_ranking(round_id: int) -> None:
    """Everybody's place, then what the places come to."""
    places = placing.places(placing.terms_of(round_id))
    replace(RoundStanding, ("application_id",), placing.COLUMNS, places)
    gone = select(Application.id).where(
        Application.round_id == round_id, Application.state.in_(sorted(PERHAPS_UNSENT))
    )
    db.session.execute(
        delete(RoundStanding)
        .where(RoundStanding.round_id == round_id, RoundStanding.application_id.in_(gone))
        .execution_options(synchronize_session=False)
    )
    line = db.session.execute(placing.sums(round_id)).one()._asdict()
    row = inserting(RoundLine).values(round_id=round_id, **line)
    db.session.execute(row.on_conflict_do_update(index_elements=["round_id"], set_=line))


KEEPERS = (("ranking", _keep_ranking),)
