"""Where an assessor's pages lead on to specimens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for

from award.calibration.queries.left import Left, left_in
from award.design.formatters import plural
from award.foundation.pointers import Pointer
from award.foundation.web import current_actor


def in_rounds(round_ids: Sequence[int]) -> Mapping[int, Pointer]:
    """Of rounds that one assesses in: specimens while they stand before the first application, or
    are asked for beside others, then what one made of them."""
    found = left_in(current_actor(), round_ids)
    return {number: _pointer(left) for number, left in found.items() if left.to_do or left.done}


def _pointer(left: Left) -> Pointer:
    href = url_for("calibration.index", reference=left.reference)
    if left.to_do:
        what = f"Score {plural(left.to_do, 'specimen')}"
        says = "when you can" if left.begun else "before your first application opens"
        return Pointer(what, href, says, waiting=not left.begun, asks=left.begun)
    return Pointer("Specimens you scored", href, "your scores beside those of a panel")
