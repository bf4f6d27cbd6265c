"""Why somebody would read an application, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from award.assessment.queries.profiles import offered
from award.assessment.rules.sharing import Pair
from award.foundation.scopes import within
from award.matching.models import DraftLine
from award.matching.queries.asked import known_by


def why(fits: Sequence[str], by_hand: bool, words: Mapping[str, str]) -> str:
    """Why somebody would read an application."""
    known = [words[one] for one in fits if one in words][:3]
    return "; ".join([*known, *(["chosen by hand"] if by_hand else [])]) or "to share out the work"


def topic_words() -> dict[str, str]:
    """Topics as words: one statement in a transaction."""
    return {
        f"{topic}/{value}": words
        for topic, options in offered().items()
        for value, words in options.items()
    }


def still_known(
    fits: Sequence[str], knows: Collection[str] | None
) -> tuple[Sequence[str], Sequence[str]]:
    """Of what a draft counted on, what they still say that they know, and what not any more. None:
    nothing is known of what they say."""
    if knows is None:
        return fits, ()
    return [one for one in fits if one in knows], [one for one in fits if one not in knows]


@within("some")
def reasons_of(some: Collection[DraftLine]) -> dict[Pair, str]:
    """Why each was asked: as the draft said it, without what isn't so any more."""
    words, knows = topic_words(), known_by({line.person_id for line in some})
    return {
        Pair(line.application_id, line.person_id): why(
            still_known(line.fits, knows.get(line.person_id))[0], line.by_hand, words
        )
        for line in some
    }
