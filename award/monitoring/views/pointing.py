"""Where the settings of a round lead on to what was hard to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for

from award.foundation.pointers import Pointer
from award.monitoring.queries import hardest_before

MOST = 3


def hardest(round_ids: Sequence[int]) -> Mapping[int, Pointer]:
    """Only where five people or more said so of a question, as the page itself does."""
    return {
        key: Pointer(
            "Hardest questions",
            url_for("monitoring_told.cost", reference=reference),
            f"in {title}: " + ", ".join(f"{label} ({count})" for label, count in told[:MOST]),
        )
        for key, (reference, title, told) in hardest_before(round_ids).items()
    }
