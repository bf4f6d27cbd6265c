"""Where an assessor's pages lead on to what they are offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for

from award.foundation.pointers import Pointer
from award.foundation.web import current_actor
from award.payments.queries.offers import pays_in, was_offered

FIRST = "before you start, read what you are offered and say whether you accept"


def in_rounds(round_ids: Sequence[int]) -> Mapping[int, Pointer]:
    """Of rounds that one assesses in: the offer while it waits for an answer, then the claims."""
    return {
        number: _claims() if said else _offer(reference)
        for number, (reference, said) in pays_in(current_actor(), round_ids).items()
    }


def on_account(ids: Sequence[int]) -> Mapping[int, Pointer]:
    """For whoever was ever paid, also when they assess no more: on their account, and on a
    dashboard that has no round any more of which it would be said."""
    return dict.fromkeys(ids, _claims()) if was_offered(current_actor()) else {}


def _claims() -> Pointer:
    says = "what you accepted, and your claims"
    return Pointer("Your pay and expenses", url_for("payments.index"), says)


def _offer(reference: str) -> Pointer:
    href = url_for("payments.offer", reference=reference)
    return Pointer("What you are offered for your time", href, FIRST, waiting=True)
