"""What assessment does outside the request: assigning more than a request does by itself, and
reminding assessors where their round has chosen that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from award.assessment.queries import chasing as to_chase
from award.assessment.queries import lists
from award.assessment.queries.chasing import ChaseRow
from award.assessment.rules.asking import AskManyArguments
from award.assessment.rules.chasing import Chase, begins, due_now
from award.assessment.rules.sharing import Pair
from award.assessment.services import asking_many, chasing
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.one_by_one import some_at_once
from award.foundation.policy import SYSTEM, Actor
from award.foundation.work.kinds import JobKind, Sofar, Way
from award.rounds.models import Round

STEP: Final = 250
"""Assessments of one transaction: nobody else waits for long, and one can stop in between."""
GONE: Final = "These can’t be assigned any more"
MOST_NAMED: Final = 5


def _list(arguments: AskManyArguments) -> Way:
    values = {"reference": arguments.round_reference}
    return Way("Go to the applications of the round", "assessment_staff.applications", values)


def _ask_many(arguments: AskManyArguments, sofar: Sofar, actor: Actor) -> Sofar:
    round_ = lists.staff_round(actor, arguments.round_reference)
    if round_ is None:
        raise Refused("This round can’t be assigned any more")
    every = sorted(
        (reference, int(person))
        for person, some in arguments.references.items()
        for reference in some
    )
    some = every[sofar.done : sofar.done + STEP]
    chosen = lists.chosen_applications(actor, round_, [reference for reference, _ in some])
    number = {one.reference: one.id for one in chosen}
    reference = {one.id: one.reference for one in chosen}
    wanted = {Pair(number[one], person) for one, person in some if one in number}
    because = {
        pair: arguments.because.get(f"{pair.assessor_id} {reference[pair.application_id]}", "")
        for pair in wanted
    }
    asked = asking_many.ask_some(chosen, wanted, actor=actor, because=because)
    made = {key: list(value) for key, value in sofar.result.get("made", {}).items()}
    for pair in asked.made:
        made.setdefault(str(pair.assessor_id), []).append(reference[pair.application_id])
    refused = {key: list(value) for key, value in sofar.result.get("refused", {}).items()}
    # A job is kept as it ended, so it names nobody whose name may have to be erased.
    for pair, why in asked.refused.items():
        words = why.replace(asked.names[pair.assessor_id], "The assessor").rstrip(".")
        refused.setdefault(words, []).append(reference[pair.application_id])
    if gone := sorted({one for one, _ in some} - set(number)):
        refused.setdefault(GONE, []).extend(gone)
    done = sofar.done + len(some)
    after = Sofar(done, sofar.total, {"made": made, "refused": refused}, done >= sofar.total)
    return _told_many(arguments, after, actor) if after.ended else after


def _told_many(arguments: AskManyArguments, sofar: Sofar, actor: Actor) -> Sofar:
    made = {int(person): some for person, some in sofar.result.get("made", {}).items()}
    emails = asking_many.tell_many(made, actor=actor)
    return replace(sofar, result={**sofar.result, "emails": emails})


def _says_many(_arguments: AskManyArguments, result: Mapping[str, Any]) -> Sequence[str]:
    number = sum(len(some) for some in result.get("made", {}).values())
    emails = result.get("emails", 0)
    who = "1 assessor is" if emails == 1 else f"{emails:,} assessors are"
    told = f", and {who} told, each in 1 email" if emails else ""
    said = [f"{number:,} {'assessment is' if number == 1 else 'assessments are'} assigned{told}."]
    refused: Mapping[str, Sequence[str]] = result.get("refused", {})
    for why, those in sorted(refused.items(), key=lambda one: (-len(one[1]), one[0])):
        more = f" and {len(those) - MOST_NAMED:,} more" if len(those) > MOST_NAMED else ""
        said.append(f"Not assigned: {', '.join(sorted(those)[:MOST_NAMED])}{more}. {why}.")
    return said


JOBS = (
    JobKind(
        "assessment.ask_many",
        arguments=AskManyArguments,
        permission="assessment.assign",
        run=_ask_many,
        says=_says_many,
        leads_to=_list,
        stopped=_told_many,
        passing=frozenset({"because"}),
    ),
)


def chase_by_itself() -> None:
    """Every minute: whoever has sheets to come is reminded of their day. Nobody is reminded of
    what they were asked for after the reminder was due. What is found is claimed in the transaction
    that queues its emails, so it does no harm when two workers find the same."""
    now = clock.now()
    with transaction():
        plans = to_chase.plans_now(now)
    for round_id, times in sorted(plans.items()):
        due: dict[Chase, list[ChaseRow]] = {}
        with transaction():
            rows = to_chase.all_to_chase(round_id, now)
        for row in rows:
            reason = due_now(row.due_at, times, now)
            if reason is None or not row.hears(reason, now):
                continue
            at = begins(reason, row.due_at, times)
            if at is not None and row.since <= at:
                due.setdefault(reason, []).append(row)
        for reason, every in due.items():
            do = partial(_chase, round_id, reason)
            some_at_once(every, chasing.AT_A_TIME, do, "reminding assessors")


def _chase(round_id: int, reason: Chase, some: Sequence[ChaseRow]) -> None:
    chasing.chase(db.session.get_one(Round, round_id), some, reason, actor=SYSTEM)
