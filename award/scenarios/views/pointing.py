"""Where pages of a round lead on to its scenarios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for

from award.foundation.pointers import Pointer
from award.foundation.web import current_actor
from award.scenarios.queries.pointed import references_of
from award.scenarios.queries.shared import shared_with


def for_staff(round_ids: Sequence[int]) -> Mapping[int, Pointer]:
    return {
        number: Pointer(
            "Scenarios",
            url_for("scenarios.index", reference=reference),
            "what the money could fund under other rules, beside each other",
        )
        for number, reference in references_of(round_ids)
    }


def to_say(ids: Sequence[int]) -> Mapping[int, Pointer]:
    """On an assessor’s dashboard, the rounds whose scenarios are shared with them; those first of
    which they have still to say what they think."""
    found, rounds = shared_with(current_actor()), dict[str, tuple[str, int]]()
    for one in found:
        title, waiting = rounds.get(one.round.reference, (one.round.title, 0))
        rounds[one.round.reference] = title, waiting + (not one.closed and one.opinion is None)
    links = [
        (title, url_for("scenarios_shared.index", reference=reference), waiting)
        for reference, (title, waiting) in sorted(rounds.items(), key=lambda row: not row[1][1])
    ]
    if not links:
        return {}
    (title, href, waiting), *others = links
    says = (
        "the programme team asks whether you agree"
        if waiting
        else "what the money could fund, and what you said of it"
    )
    beside = [Pointer(f"Scenarios of {name}", where, "") for name, where, _waits in others]
    pointer = Pointer(
        f"Scenarios shared with the panel of {title}", href, says, waiting=bool(waiting),
        beside=beside,
    )  # fmt: skip
    return dict.fromkeys(ids, pointer)
