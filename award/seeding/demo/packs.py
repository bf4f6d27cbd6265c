"""A panel pack of the decided round, asked for just now: whatever runs jobs makes it, and it waits
among the exports of whoever asked."""

from __future__ import annotations

from award.foundation.errors import there
from award.foundation.lists import list_of
from award.packs.rules.choosing import Asked, PackKind
from award.packs.services import packs
from award.seeding.demo.applications import Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.rounds import Call
from award.seeding.demo.timeline import Timeline

TAKEN = ("d3", "d5", "d14")


def plan(timeline: Timeline, cast: Cast, calls: dict[str, Call], bids: Bids) -> None:
    staff = cast.actor("staff")

    def ask() -> None:
        reference = calls["decided"].round.reference
        shortlist = there(list_of(staff, "shortlist", reference), "the shortlist")
        chosen = [bids.all[key].application.reference for key in TAKEN]
        asked = Asked(PackKind.PANEL, scores=True, named=True)
        packs.ask(shortlist.file({}, staff), asked, chosen, actor=staff)

    timeline.at(timeline.today, ask)
