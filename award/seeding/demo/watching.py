"""Fictional people who follow searches of the collection, or rounds that open: strangers, and one
with an account."""

from __future__ import annotations

from functools import partial

from award.foundation.policy import ANONYMOUS
from award.seeding.demo.people import Cast
from award.seeding.demo.timeline import Timeline
from award.watching.rules.kinds import Kind
from award.watching.services import following

COUNCIL, WAITS = "commissioning@demo.example", "hana.frost@demo.example"
PROVIDER = "office@rowan-homecare.demo.example"


def plan(timeline: Timeline, cast: Cast) -> None:
    """Some are confirmed, one waits for its link to be followed."""

    def begin(
        asked: dict[str, list[str]],
        email: str,
        *,
        confirmed: bool = True,
        kind: Kind = Kind.SEARCH,
    ) -> None:
        made = following.begin(asked, email, actor=ANONYMOUS, kind=kind)
        if confirmed:
            following.confirm(made, actor=ANONYMOUS)

    def follow_signed_in() -> None:
        staff = cast.actor("staff")
        following.begin({}, staff.email, actor=staff)

    timeline.at(timeline.day(-30, 10), partial(begin, {"q": ["falls"]}, COUNCIL))
    timeline.at(timeline.day(-30, 11), partial(begin, {"setting": ["extra_care"]}, COUNCIL))
    timeline.at(timeline.day(-29, 9), follow_signed_in)
    timeline.at(timeline.day(-3, 10), partial(begin, {}, PROVIDER, kind=Kind.ROUNDS))
    timeline.at(timeline.day(-1, 20), partial(begin, {"q": ["rotas"]}, WAITS, confirmed=False))
