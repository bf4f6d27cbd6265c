"""From an assessor’s dashboard to the meeting at which they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import url_for

from award.foundation.pointers import Pointer
from award.foundation.web import current_actor
from award.meetings.queries.along import rounds_heard


def to_read_along(ids: Sequence[int]) -> Mapping[int, Pointer]:
    """While it is on, and they are recorded as there."""
    actor = current_actor()
    if "sits" not in actor.marks:  # it came with the account
        return {}
    says = "the panel’s meeting is on, and you are recorded as there"
    links = [
        Pointer(
            f"Read along in the meeting of {one.title}",
            url_for("along.index", reference=one.reference),
            says,
            waiting=True,
        )
        for one in rounds_heard(actor)
    ]
    if not links:
        return {}
    first, *others = links
    return dict.fromkeys(ids, replace(first, beside=others))
