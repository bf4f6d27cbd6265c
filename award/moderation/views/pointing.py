"""From an assessor’s dashboard and profile to rounds that they chair and what they are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import url_for

from award.design.formatters import long_datetime, plural, short_datetime
from award.foundation.pointers import Pointer
from award.foundation.web import current_actor
from award.moderation.queries.mentions import Mention, asked_of
from award.moderation.queries.panels import Chaired, chaired_by, to_agree


def chaired(ids: Sequence[int]) -> Mapping[int, Pointer]:
    return {person_id: _pointer(*rounds) for person_id, rounds in chaired_by(ids).items()}


def to_chair(ids: Sequence[int]) -> Mapping[int, Pointer]:
    """The same on one’s own dashboard, with how many wait for a score to be agreed: a round with
    most of them first."""
    actor = current_actor()
    found = {} if actor.user_id is None else chaired_by([actor.user_id])
    rounds = found.get(actor.user_id or 0, ())
    if not rounds:
        return {}
    opened = [one.round.id for one in rounds if one.is_open]
    left = to_agree(actor, opened) if opened else {}
    first = sorted(rounds, key=lambda one: -left.get(one.round.id, (0, 0))[0])
    pointer = _pointer(*first)
    waits, all_ = left.get(first[0].round.id, (0, 0))
    if waits:
        says = (
            f"{waits} of {plural(all_, 'application')} with sheets {_have(waits)} no score agreed"
        )
        pointer = replace(pointer, says=says, figure=waits)
    return dict.fromkeys(ids, pointer)


def _have(many: int) -> str:
    return "has" if many == 1 else "have"


def asked(ids: Sequence[int]) -> Mapping[int, Pointer]:
    """What somebody is asked in discussions, for themselves: until they say something there."""
    found = asked_of(current_actor())
    if not found:
        return {}
    first, *others = found
    says = f"asked {short_datetime(first.at)}. It stands here until you say something there"
    beside = [Pointer(f"And of “{one.title}”", _remark(one), "") for one in others]
    text = f"You are asked something in the discussion of “{first.title}”"
    return dict.fromkeys(ids, Pointer(text, _remark(first), says, waiting=True, beside=beside))


def _remark(one: Mention) -> str:
    page = "of_moderators" if one.chair else "of_assessors"
    anchor = f"remark-{one.remark_id}"
    return url_for(f"discussion.{page}", reference=one.reference, _anchor=anchor)


def _pointer(first: Chaired, *others: Chaired) -> Pointer:
    """To the first, with what belongs to it and the others beside."""
    beside = [Pointer(_called(one), _of(one, "moderation.index"), "") for one in others]
    if first.is_open:
        beside = [
            Pointer("Its shortlist", _of(first, "decisions.shortlist"), ""),
            Pointer("The panel’s meeting", _of(first, "meetings.index"), ""),
            Pointer("Your exports", url_for("packs.index"), ""),
            *beside,
        ]
        says = "you chair this round, and it is open to you"
    else:
        due = long_datetime(first.round.assessment_due_at)
        says = f"you chair this round. It opens to you once all sheets are due, {due}"
    href = _of(first, "moderation.index")
    return Pointer(_called(first), href, says, waiting=first.is_open, beside=beside)


def _called(one: Chaired) -> str:
    return f"Moderate {one.round.title}" if one.is_open else one.round.title


def _of(one: Chaired, endpoint: str) -> str:
    return url_for(endpoint, reference=one.round.reference)
