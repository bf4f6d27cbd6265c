"""Eight stories from the decided round, promoted, edited, agreed and published."""

from __future__ import annotations

from award.seeding.demo.applications import Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.timeline import Timeline


def plan(timeline: Timeline, cast: Cast, bids: Bids) -> None:
    """Put every story on the timeline."""
