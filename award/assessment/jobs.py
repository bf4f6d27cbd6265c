"""What assessment does outside the request: assigning more than a request does by itself, and
reminding assessors where their round has chosen that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from award.assessment.queries import chasing as to_chase
from award.assessment.queries import lists, people
from award.assessment.queries.chasing import ChaseRow
from award.assessment.rules.asking import AskManyArguments, AssignArguments
from award.assessment.rules.chasing import Chase, begins, due_now
from award.assessment.rules.sharing import Pair
from award.assessment.services import asking_many, assigning, chasing
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import SYSTEM, Actor
from award.foundation.work.kinds import JobKind, Sofar, Way
from award.rounds.models import Round

STEP: Final = 250
"""Applications of one transaction: nobody else waits for long, and one can stop in between."""
GONE = "can’t be assigned any more"
MOST_NAMED = 5


def _assign(arguments: AssignArguments, sofar: Sofar, actor: Actor) -> Sofar:
    round_ = lists.staff_round(actor, arguments.round_reference)
    person = people.assessor_by_number(str(arguments.assessor_id))
    if round_ is None or person is None:
        raise Refused("This person can’t be asked to assess any more")
    some = arguments.references[sofar.done : sofar.done + STEP]
    chosen = lists.chosen_applications(actor, round_, some)
    made, refused = assigning.assign_some(chosen, person, actor=actor)
    # A job is kept as it ended, so it names nobody whose name may have to be erased.
    refused = {key: why.replace(person.name, "The assessor") for key, why in refused.items()}
    missing = dict.fromkeys({*some} - {one.reference for one in chosen}, GONE)
    result = {
        "assigned": [*sofar.result.get("assigned", ()), *made],
        "refused": {**sofar.result.get("refused", {}), **refused, **missing},
    }
    after = Sofar(sofar.done + len(some), sofar.total, result, sofar.done + STEP >= sofar.total)
    return _told(arguments, after, actor) if after.ended else after


def _told(arguments: AssignArguments, sofar: Sofar, actor: Actor) -> Sofar:
    """With one email about all that was assigned, however far it came."""
    assigned = sofar.result.get("assigned", ())
    emails = assigning.tell_assigned(arguments.assessor_id, assigned, actor=actor)
    return replace(sofar, result={**sofar.result, "emails": emails})


def _says(_arguments: AssignArguments, result: Mapping[str, Any]) -> Sequence[str]:
    made, refused = len(result.get("assigned", ())), result.get("refused", {})
    many = "1 application is" if made == 1 else f"{made:,} applications are"
    told = ", and the assessor is told in one email" if result.get("emails") else ""
    said = [f"{many} assigned{told}."]
    for reason, number in Counter(refused.values()).most_common():
        named = sorted(reference for reference, why in refused.items() if why == reason)
        more = f" and {number - MOST_NAMED:,} more" if number > MOST_NAMED else ""
        said.append(f"Not assigned: {', '.join(named[:MOST_NAMED])}{more}. {reason.rstrip('.')}.")
    return said


def _list(arguments: AssignArguments | AskManyArguments) -> Way:
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
    missed = sofar.result.get("missed", 0) + len(some) - len(asked.made)
    done = sofar.done + len(some)
    after = Sofar(done, sofar.total, {"made": made, "missed": missed}, done >= sofar.total)
    return _told_many(arguments, after, actor) if after.ended else after


def _told_many(arguments: AskManyArguments, sofar: Sofar, actor: Actor) -> Sofar:
    made = {int(person): some for person, some in sofar.result.get("made", {}).items()}
    emails = asking_many.tell_many(made, actor=actor)
    return replace(sofar, result={**sofar.result, "emails": emails})


def _says_many(_arguments: AskManyArguments, result: Mapping[str, Any]) -> Sequence[str]:
    number = sum(len(some) for some in result.get("made", {}).values())
    emails, missed = result.get("emails", 0), result.get("missed", 0)
    said = [f"{number:,} assessments are assigned, and {emails:,} assessors told, each in 1 email."]
    if missed:
        said.append(f"{missed:,} could not be assigned any more when their turn came.")
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
    JobKind(
        "assessment.assign",
        arguments=AssignArguments,
        permission="assessment.assign",
        run=_assign,
        says=_says,
        leads_to=_list,
        stopped=_told,
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
            for row in to_chase.all_to_chase(round_id, now):
                reason = due_now(row.due_at, times, now)
                if reason is None or not row.hears(reason, now):
                    continue
                at = begins(reason, row.due_at, times)
                if at is not None and row.since <= at:
                    due.setdefault(reason, []).append(row)
        for reason, every in due.items():
            for start in range(0, len(every), chasing.AT_A_TIME):
                with transaction():
                    round_ = db.session.get_one(Round, round_id)
                    some = every[start : start + chasing.AT_A_TIME]
                    chasing.chase(round_, some, reason, actor=SYSTEM)
