"""What pages of an application ask its lead apart from it, for as long as it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for

from award.foundation.pointers import Pointer
from award.monitoring import queries


def costs(ids: Sequence[int]) -> Mapping[int, Pointer]:
    """What applying cost: asked until it is counted."""
    return {
        number: _pointer("what applying cost you", "monitoring.cost", reference)
        for number, reference, cost, _about in queries.still_asked(ids)
        if cost
    }


def about_you(ids: Sequence[int]) -> Mapping[int, Pointer]:
    """Who applies: the same."""
    return {
        number: _pointer("about yourself", "monitoring.about_you", reference)
        for number, reference, _cost, about in queries.still_asked(ids)
        if about
    }


def _pointer(text: str, endpoint: str, reference: str) -> Pointer:
    return Pointer(text, url_for(endpoint, reference=reference), "")
