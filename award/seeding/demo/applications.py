"""Applications from the first draft to the last assessment."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from award.accounts.models import Organisation
from award.accounts.services.organisations import save_organisation
from award.applications.models import Application
from award.applications.rules.eligibility import Answers
from award.applications.services.answering import save_answers
from award.applications.services.drafting import choose_organisation, start_application
from award.applications.services.filing import add_file
from award.applications.services.submitting import submit, withdraw
from award.foundation import clock
from award.foundation.errors import there
from award.foundation.files.taking import take
from award.rounds.queries.question_sets import question_set
from award.rounds.rules.questions import QuestionSet
from award.seeding.demo import assessments, documents, files
from award.seeding.demo.people import Cast
from award.seeding.demo.rounds import Call
from award.seeding.demo.timeline import Timeline

SECTION_MINUTES = 50
"""How long people sit over one section before they save it."""


@dataclass
class Bid:
    """One application of the files; `application` is there once its draft was started."""

    key: str
    data: dict[str, Any]
    lead: str
    call: Call
    _application: Application | None = None

    @property
    def application(self) -> Application:
        return there(self._application, self.key)


@dataclass
class Bids:
    """Every bid, by its key in the files; organisations by name, so that none is typed twice."""

    all: dict[str, Bid] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def of_round(self, key: str) -> list[Bid]:
        return [bid for bid in self.all.values() if bid.data["round"] == key]


def plan(timeline: Timeline, cast: Cast, calls: dict[str, Call]) -> Bids:
    """Put every application's life on the timeline."""
    bids = Bids()
    for number, data in enumerate(files.applications()):
        with clock.at(timeline.day(-298)):
            lead = cast.lead(data["lead"])
        bid = Bid(data["id"], data, lead, calls[data["round"]])
        bids.all[bid.key] = bid
        _plan_one(timeline, cast, bids, bid, number)
    return bids


def _plan_one(timeline: Timeline, cast: Cast, bids: Bids, bid: Bid, number: int) -> None:
    data = bid.data
    submitted = data["target"] != "draft"
    if bid.call.closes < 0:  # a draft too was last touched while it could be
        end = bid.call.closes_at - timedelta(days=float(data.get("days", 3)), minutes=7 * number)
    else:  # the round is still open: in the days just gone
        end = timeline.day(-1 - number % 6, 20, (7 * number) % 60)
    started = end - timedelta(days=8)
    timeline.at(started, partial(_start, cast, bids, bid))
    questions = question_set(bid.call.round.question_set_id)
    answers = _answers(bid, questions)
    for position, section in enumerate(questions.sections):
        keys = [question.key for question in section.questions if question.key in answers]
        if keys:
            moment = started + timedelta(hours=20 * position / 2, minutes=SECTION_MINUTES)
            values = {key: answers[key] for key in keys}
            timeline.at(min(moment, end - timedelta(minutes=30)), partial(_save, cast, bid, values))
    timeline.at(end - timedelta(minutes=20), partial(_upload, cast, bid, questions))
    if not submitted:
        return
    timeline.at(end, partial(_submit, cast, bid))
    if data["target"] == "withdrawn":
        timeline.at(end + timedelta(hours=20), partial(_withdraw, cast, bid))
    elif data.get("assessments"):
        assessments.plan(timeline, cast, bid)


def _answers(bid: Bid, questions: QuestionSet) -> dict[str, Any]:
    """What the file says, with a start that leaves time after assessment whenever this runs."""
    answers: dict[str, Any] = dict(bid.data["answers"])
    start = questions.meaning("start_on")
    assessed = clock.london(bid.call.round.assessment_due_at).date()
    if start and answers.get(start.key, "never") <= assessed.isoformat():
        later = assessed + timedelta(days=75)
        answers[start.key] = later.replace(day=1).isoformat()
    return answers


def _start(cast: Cast, bids: Bids, bid: Bid) -> None:
    actor = cast.actor(bid.lead)
    details = bid.data["organisation"]
    organisation = bids.organisations.get(details["name"])
    if organisation is None:
        organisation = save_organisation(
            None, {"uk_registered_office": True, **details}, actor=actor
        )
        bids.organisations[details["name"]] = organisation
    later = bid.data["phase"] >= 3
    check = Answers(
        phase=bid.data["phase"],
        social_care="yes",
        org_type=organisation.org_type,
        hq_uk=True,
        uk_registered_office=True,
        has_uk_co_lead=True,
        market_authorisation=_authorisation(bid.data["answers"]) if later else "",
        device_rationale=bid.data["answers"].get("device_rationale", "") if later else "",
    )
    bid._application = start_application(
        bid.call.round, bid.data["phase"], actor=actor, eligibility=check
    )
    choose_organisation(bid.application, organisation, actor=actor)


def _authorisation(answers: dict[str, Any]) -> str:
    not_device = answers.get("device_status", "").startswith("not_a_device")
    return "not_device" if not_device else "ukca_ce"


def _save(cast: Cast, bid: Bid, values: dict[str, Any]) -> None:
    result = save_answers(bid.application, values, actor=cast.actor(bid.lead), base_versions={})
    if result.invalid:
        raise ValueError(f"{bid.key}: {result.invalid}")


def _upload(cast: Cast, bid: Bid, questions: QuestionSet) -> None:
    """What their answers would be as documents."""
    data, author = bid.data, str(bid.data["organisation"]["name"])
    made = documents.documents(questions, _answers(bid, questions), data["phase"], author)
    for slot, name, content in made:
        taken = take(name, io.BytesIO(content), questions.question(slot).types, len(content))
        add_file(bid.application, slot, taken, actor=cast.actor(bid.lead), scanner=False)


def _submit(cast: Cast, bid: Bid) -> None:
    submit(bid.application, actor=cast.actor(bid.lead), received_at=clock.now())


def _withdraw(cast: Cast, bid: Bid) -> None:
    withdraw(bid.application, actor=cast.actor(bid.lead), reason=bid.data.get("withdraw_reason"))


def asked(questions: QuestionSet, bid: Bid) -> int:
    """How many questions this bid is asked."""
    return len(questions.asked(bid.data["answers"], bid.data["phase"]))
