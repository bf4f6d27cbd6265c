"""Assigning, declaring and scoring, as the data files tell it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from award.assessment.models.assignments import Assignment
from award.assessment.queries.own import assignment_for
from award.assessment.rules.sheet import ScoreValue, SheetValues
from award.assessment.services.agreeing import agree
from award.assessment.services.assigning import assign
from award.assessment.services.declaring import declare_conflict, declare_no_conflict
from award.assessment.services.pins import pin
from award.assessment.services.scoring import save_sheet, submit_sheet
from award.foundation.errors import there
from award.foundation.policy import Actor
from award.rounds.models import Round
from award.seeding.demo.people import Cast
from award.seeding.demo.timeline import Timeline

if TYPE_CHECKING:
    from award.seeding.demo.applications import Bid


def plan(timeline: Timeline, cast: Cast, bid: Bid) -> None:
    """Assign the bid's assessors in the days after closing; each works at a pace of their own."""
    for number, told in enumerate(bid.data["assessments"]):
        assigned = bid.call.closes_at + timedelta(days=2, hours=1, minutes=3 * number)
        timeline.at(assigned, partial(_assign, timeline, cast, bid, told, number))


def _assign(timeline: Timeline, cast: Cast, bid: Bid, told: dict[str, Any], number: int) -> None:
    assessor = told["assessor"]
    assignment = assign(bid.application, cast.users[assessor], actor=cast.actor("staff"))
    assigned = bid.call.closes_at + timedelta(days=2)
    pace = sum(map(ord, bid.key + assessor)) % 5
    state = told.get("state", "submitted")
    if state == "to_declare":
        return
    declared = assigned + timedelta(days=1 + pace / 2, hours=number)
    if state == "conflicted":
        timeline.at(declared, partial(
            declare_conflict, assignment, told["conflict_kind"], told.get("conflict_detail", ""),
            actor=cast.actor(assessor),
        ))  # fmt: skip
        return
    timeline.at(declared, partial(_begin, assignment, bid.call.round, cast.actor(assessor)))
    scored = declared + timedelta(days=2 + pace, hours=2)
    timeline.at(scored, partial(
        _score, cast, assignment, bid.application.reference, told, submitted=state == "submitted",
    ))  # fmt: skip


def _begin(assignment: Assignment, round_: Round, actor: Actor) -> None:
    """The round's rules agreed to, where it has some, and no conflict."""
    if round_.assessor_rules:
        agree(round_, actor=actor)
    declare_no_conflict(assignment, actor=actor)


def _pin(actor: Actor, reference: str, pins: dict[str, list[str]]) -> None:
    """By criterion, as they stand in the answers."""
    for key, quotations in pins.items():
        for words in quotations:
            pin(there(assignment_for(actor, reference), reference), key, words, actor=actor)


def _score(
    cast: Cast, assignment: Assignment, reference: str, told: dict[str, Any], *, submitted: bool
) -> None:
    actor = cast.actor(told["assessor"])
    values = SheetValues(
        scores={
            key: ScoreValue(value, justification)
            for key, (value, justification) in told.get("scores", {}).items()
        },
        comments_for_applicant=told.get("comments_for_applicant", ""),
        comments_for_programme=told.get("comments_for_programme", ""),
        in_scope=told.get("in_scope"),
        recommend=told.get("recommend"),
    )
    save_sheet(assignment, values, {}, actor=actor)
    _pin(actor, reference, told.get("pins", {}))
    if submitted:
        submit_sheet(assignment, actor=actor, own_words=True)
