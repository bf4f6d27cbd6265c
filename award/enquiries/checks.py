"""What must be true of enquiries."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from award.enquiries.models import Enquiry
from award.enquiries.rules.states import EnquiryState
from award.foundation import audit
from award.foundation.db import db

_ENDS = {EnquiryState.ANSWERED: "answer", EnquiryState.SET_ASIDE: "set_aside"}


def enquiries_told() -> Iterator[str]:
    """Each came in once, and each answer is a move of the trail."""
    told = audit.times_told("enquiry", "drop")
    query = select(
        Enquiry.id, Enquiry.reference, Enquiry.state, Enquiry.token_digest != ""
    ).order_by(Enquiry.id)
    for key, reference, state, linked in db.session.execute(query):
        if told[key, "receive"] != 1:
            yield f"{reference}: the trail does not say that it came in once"
        if told[key, "confirm"] != (state != EnquiryState.UNCONFIRMED) and linked:
            yield f"{reference}: its state and the trail differ in whether it was confirmed"
        for end, action in _ENDS.items():
            if told[key, action] != (state == end):
                yield f"{reference}: its state and the trail differ in {end.value}"


CHECKS = (("Every enquiry and its answer are in the audit trail", enquiries_told),)
