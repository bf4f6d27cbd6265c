"""Stories of the decided round: promoted, edited, agreed by the applicant and published."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from award.case_studies.models import CaseStudy
from award.case_studies.queries import managed_study, own_study
from award.case_studies.rules.merging import marks_of
from award.case_studies.services import agree, edit, promote, publish, send_to_applicant
from award.foundation import clock
from award.seeding.demo import files
from award.seeding.demo.applications import Bid, Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.timeline import Timeline

NOT_FIELDS = {"published_days_ago", "review_in_months"}


def plan(timeline: Timeline, cast: Cast, bids: Bids) -> None:
    """Put every story on the timeline."""
    for bid in bids.of_round("decided"):
        story = files.case_study(bid.key)
        if story is not None:
            published = timeline.day(-story["published_days_ago"], 11)
            timeline.at(
                published - timedelta(days=20), partial(_promote, timeline, cast, bid, story)
            )


def _promote(timeline: Timeline, cast: Cast, bid: Bid, story: dict[str, Any]) -> None:
    publisher = cast.actor("publisher")
    slug = promote(bid.application, actor=publisher).slug
    started = clock.now()
    timeline.at(started + timedelta(days=6), partial(_edit, cast, slug, story))
    timeline.at(started + timedelta(days=15), partial(_agree, cast, slug, bid))
    timeline.at(started + timedelta(days=20), partial(_publish, cast, slug, story))


def _found(study: CaseStudy | None) -> CaseStudy:
    assert study is not None
    return study


def _edit(cast: Cast, slug: str, story: dict[str, Any]) -> None:
    publisher = cast.actor("publisher")
    study = _found(managed_study(publisher, slug))
    values = {key: value for key, value in story.items() if key not in NOT_FIELDS}
    edit(study, values, base=marks_of(study), actor=publisher)
    send_to_applicant(study, version=study.version, actor=publisher)


def _agree(cast: Cast, slug: str, bid: Bid) -> None:
    lead = cast.actor(bid.lead)
    study = _found(own_study(lead, slug))
    agree(study, name=lead.name, version=study.version, actor=lead)


def _publish(cast: Cast, slug: str, story: dict[str, Any]) -> None:
    publisher = cast.actor("publisher")
    study = _found(managed_study(publisher, slug))
    review = clock.today() + timedelta(days=30 * int(story["review_in_months"]))
    publish(study, review_by_on=_first_of_month(review), actor=publisher)


def _first_of_month(day: date) -> date:
    return day.replace(day=1)
