"""Where pages of a round lead on to what was funded in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for

from award.foundation.pointers import Pointer
from award.open_data.queries.awards import public_in
from award.open_data.queries.funded import references_of
from award.open_data.queries.methods import announced_of


def for_staff(round_ids: Sequence[int]) -> Mapping[int, Pointer]:
    """Once awards are released."""
    return {
        number: Pointer(
            "What is said of awards in public",
            url_for("open_data_staff.index", round=reference),
            "each is looked at before it is in the public list and in open data",
        )
        for number, reference in references_of(round_ids)
    }


def method(round_ids: Sequence[int]) -> Mapping[int, Pointer]:
    """Of every round that somebody may read."""
    return {
        number: Pointer(
            "How this round decides",
            url_for("round_methods.show", reference=reference),
            "The steps, who decides, and what software does.",
        )
        for number, reference in announced_of(round_ids)
    }


def for_everybody(round_ids: Sequence[int]) -> Mapping[int, Pointer]:
    return {
        number: Pointer(
            "What was funded",
            url_for("open_data.index", round=reference),
            "Projects of this round that were funded, with amounts.",
        )
        for number, reference in public_in(round_ids)
    }
