"""Where pages of a round lead on to its draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for

from award.draws.queries.pointed import declared_in, references_of
from award.draws.rules.lots import Among
from award.foundation.pointers import Pointer

_SAYS = {
    Among.TIES: "Where nothing else tells two applications apart, lots are drawn.",
    Among.GROUP: "Where nothing else tells two applications apart, and among those that the scores "
    "can’t tell apart from the line where the money ends, lots are drawn.",
}


def for_staff(round_ids: Sequence[int]) -> Mapping[int, Pointer]:
    """From its settings, whatever it declared."""
    return {
        number: Pointer(
            "Draw of lots",
            url_for("draws.show", reference=reference),
            "whether lots decide between equal scores, said before the round opens",
        )
        for number, reference in references_of(round_ids)
    }


def for_everybody(round_ids: Sequence[int]) -> Mapping[int, Pointer]:
    """From the public page of a round that draws lots."""
    return {
        number: Pointer(
            "How lots are drawn, and how to check it",
            url_for("draws.published", reference=reference),
            _SAYS[among],
        )
        for number, reference, among in declared_in(round_ids)
    }
