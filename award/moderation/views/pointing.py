"""From an assessor’s profile to the round that they chair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for

from award.foundation.pointers import Pointer
from award.moderation.queries.panels import chaired_by


def chaired(ids: Sequence[int]) -> Mapping[int, Pointer]:
    return {
        person_id: Pointer(
            f"Moderate {round_.title}",
            url_for("moderation.index", reference=round_.reference),
            "you chair this round",
        )
        for person_id, round_ in chaired_by(ids).items()
    }
