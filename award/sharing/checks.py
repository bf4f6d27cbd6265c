"""What must be true of shared projects."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from award.foundation import audit
from award.foundation.db import db
from award.sharing.models import Share
from award.sharing.rules.states import ShareState

_ENDS = {
    ShareState.TAKEN_ON: "take_on",
    ShareState.DECLINED: "decline",
    ShareState.WITHDRAWN: "withdraw",
    ShareState.LAPSED: "lapse",
}


def shares_told() -> Iterator[str]:
    """Each was begun once, and what became of it is a move of the trail."""
    told = audit.times_told("share", "drop")
    query = select(Share.id, Share.reference, Share.state).order_by(Share.id)
    for key, reference, state in db.session.execute(query):
        if told[key, "begin"] != 1:
            yield f"{reference}: the trail does not say that it was begun once"
        for end, action in _ENDS.items():
            if told[key, action] != (state == end):
                yield f"{reference}: its state and the trail differ in {end.value}"


CHECKS = (("Every shared project and what became of it are in the audit trail", shares_told),)
