"""Stories of the decided round, each as far on its way as its file says.

`published_days_ago`, or `sent_days_ago` for one that waits for its lead. `[next]` is a new version
of a published one: taken back `days_ago`, with the fields that changed. With `asked` it was sent,
and the lead asked for changes in these words; without, it is still being written.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from award.case_studies.models import CaseStudy
from award.case_studies.queries.manage import managed_study, own_study
from award.case_studies.rules.fields import EDITABLE, edited
from award.case_studies.services import agreement, editing, promotion, publication
from award.foundation import clock
from award.foundation.edits import marks_of
from award.foundation.errors import there
from award.seeding.demo import files
from award.seeding.demo.applications import Bid, Bids
from award.seeding.demo.people import Cast
from award.seeding.demo.timeline import Timeline

WRITING, READING, WAITING = timedelta(days=6), timedelta(days=9), timedelta(days=5)
"""From the start to the sending, from there to the agreement, and from there to the public."""


def plan(timeline: Timeline, cast: Cast, bids: Bids) -> None:
    """Put every story on the timeline."""
    for bid in bids.of_round("decided"):
        story = files.case_study(bid.key)
        if story is None:
            continue
        if "published_days_ago" in story:
            published = timeline.day(-story["published_days_ago"], 11)
            sent = published - WAITING - READING
            timeline.at(published - WAITING, partial(_agree, cast, bid))
            timeline.at(published, partial(_publish, cast, bid, story))
        else:
            sent = timeline.day(-story["sent_days_ago"], 11)
        timeline.at(sent - WRITING, partial(_promote, cast, bid))
        timeline.at(sent, partial(_edit_and_send, cast, bid, story))
        if "next" in story:
            taken_back = timeline.day(-story["next"]["days_ago"], 10)
            _plan_next(timeline, cast, bid, story["next"], taken_back)


def _plan_next(
    timeline: Timeline, cast: Cast, bid: Bid, version: dict[str, Any], at: datetime
) -> None:
    timeline.at(at, partial(_take_back, cast, bid))
    if "asked" in version:
        timeline.at(at + timedelta(hours=5), partial(_edit_and_send, cast, bid, version))
        timeline.at(at + timedelta(days=2), partial(_ask, cast, bid, version["asked"]))
    else:
        timeline.at(at + timedelta(hours=5), partial(_edit, cast, bid, version))


def _promote(cast: Cast, bid: Bid) -> None:
    promotion.promote(bid.application, actor=cast.actor("publisher"))


def _study(cast: Cast, bid: Bid) -> CaseStudy:
    return _found(managed_study(cast.actor("publisher"), bid.application.reference.lower()))


def _own(cast: Cast, bid: Bid) -> CaseStudy:
    return _found(own_study(cast.actor(bid.lead), bid.application.reference.lower()))


def _found(study: CaseStudy | None) -> CaseStudy:
    return there(study, "the case study")


def _edit(cast: Cast, bid: Bid, story: dict[str, Any]) -> CaseStudy:
    study = _study(cast, bid)
    values = {key: value for key, value in story.items() if key in EDITABLE}
    return editing.edit(study, values, base=marks_of(edited(study)), actor=cast.actor("publisher"))


def _edit_and_send(cast: Cast, bid: Bid, story: dict[str, Any]) -> None:
    study = _edit(cast, bid, story)
    editing.send_to_applicant(study, actor=cast.actor("publisher"))


def _agree(cast: Cast, bid: Bid) -> None:
    lead = cast.actor(bid.lead)
    study = _own(cast, bid)
    agreement.agree(study, name=lead.name, actor=lead)


def _publish(cast: Cast, bid: Bid, story: dict[str, Any]) -> None:
    review = clock.today() + timedelta(days=30 * int(story["review_in_months"]))
    day = _first_of_month(review)
    publication.publish(_study(cast, bid), review_by_on=day, actor=cast.actor("publisher"))


def _take_back(cast: Cast, bid: Bid) -> None:
    editing.revise(_study(cast, bid), actor=cast.actor("publisher"))


def _ask(cast: Cast, bid: Bid, words: str) -> None:
    agreement.ask_for_changes(_own(cast, bid), reason=words, actor=cast.actor(bid.lead))


def _first_of_month(day: date) -> date:
    return day.replace(day=1)
