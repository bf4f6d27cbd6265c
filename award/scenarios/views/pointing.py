"""Where pages of a round lead on to its scenarios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for

from award.foundation.pointers import Pointer
from award.scenarios.queries.pointed import references_of


def for_staff(round_ids: Sequence[int]) -> Mapping[int, Pointer]:
    return {
        number: Pointer(
            "Scenarios",
            url_for("scenarios.index", reference=reference),
            "what the money could fund under other rules, beside each other",
        )
        for number, reference in references_of(round_ids)
    }
