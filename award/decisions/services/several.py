"""Staging one decision about several applications at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from award.applications.models import Application
from award.applications.queries.applications import applications_for_update
from award.assessment.queries.lists import chosen_applications
from award.decisions.models import Decision
from award.decisions.queries import staged
from award.decisions.queries.decisions import as_data
from award.decisions.queries.several import Several, several_of
from award.decisions.rules.noting import note_with
from award.decisions.rules.releasing import said_by
from award.decisions.rules.several import Choice
from award.decisions.rules.states import Outcome
from award.decisions.services import refusals
from award.decisions.services.noting import with_minutes
from award.decisions.services.staging import CODES, told_of, values_of
from award.foundation import arrival, audit, earlier, kept
from award.foundation.acts import act
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused, Ticks
from award.foundation.policy import Actor
from award.rounds.models import Round


@act("decision.stage")
def stage_several(
    round_: Round,
    references: Sequence[str],
    choice: Choice,
    *,
    shown: Marks | None,
    answered: Ticks = (),
    actor: Actor,
) -> int:
    """Stage the choice about each, new or in place of what is staged; how many that changed.

    An award is for the whole ask, and a place on the reserve list has no number. All or nothing:
    refused where one of them can't be decided so. Changed when what is staged about one of them is
    not what the person was shown (`shown`, marks of `Several.shown`). Asked where they are to wait
    for money that is there, unless that was `answered`.
    """
    staged.lock_round(round_)
    refusals.not_being_released(round_)
    applications_for_update({one.id for one in chosen_applications(actor, round_, references)})
    found = several_of(round_, references, actor)
    if not found.applications and not found.gone:
        raise Refused("Tick at least one application that can still be decided.", rule="stale")
    now = found.shown
    if shown is not None:
        still_as_shown(
            {key: mark for key, mark in shown.items() if key in now},
            now, found.called, "What is staged",
        )  # fmt: skip
    if faults := found.faults(choice, arrival.moment()):
        of = len(found.applications) + len(found.gone)
        raise Refused(
            f"Nothing was staged. {_count(len(faults), of)} be decided so. "
            "What stands against it is said beside each: untick it, or decide otherwise.",
            rule="several",
        )
    if choice.outcome == Outcome.RESERVE and not found.partial:
        waits = found.to_reserve()
        refusals.ask_about_money(
            round_, waits, field="outcome", answered=answered, actor=actor, line=found.line
        )
    wanted = _wanted(choice, found)
    return _add(found, wanted, actor) + _change(found, wanted, actor)


def _count(faulty: int, of: int) -> str:
    if of == 1:
        return "It can’t"
    return f"{faulty} of {of} can’t"


Wanted = dict[Application, dict[str, Any]]


def _wanted(choice: Choice, found: Several) -> Wanted:
    """What each comes to, where that is not what is staged. Of the same outcome, its amount, place,
    conditions and words stay, and its reason unless another is given; a note goes under the one
    that is there, and the minute of a meeting joins it."""
    wanted: Wanted = {}
    for one in found.applications:
        decision, ground = found.decisions.get(one.id), choice.ground_for(found.given.get(one.id))
        reason = choice.exception_reason.strip()
        if decision is not None and decision.outcome == choice.outcome:
            values = {**as_data(decision), "ground": ground}
            values["exception_reason"] = reason or decision.exception_reason
        else:
            values = values_of(
                choice.outcome,
                amount_gbp=one.amount_requested_gbp,
                ground=ground,
                exception_reason=reason,
            )
        values["note"] = note_with(decision.note if decision else "", "", choice.note.strip())
        if decision is None or values != as_data(decision):
            wanted[one] = values
    notes = with_minutes({one.id: values["note"] for one, values in wanted.items()})
    return {one: {**values, "note": notes[one.id]} for one, values in wanted.items()}


def _add(found: Several, wanted: Wanted, actor: Actor) -> int:
    """About what nothing is staged, all in one statement."""
    new = {one.id: (one, values) for one, values in wanted.items() if one.id not in found.decisions}
    if not new:
        return 0
    person = refusals.person(actor)
    rows = [
        {"application_id": key, "decided_by_id": person, **values}
        for key, (_one, values) in new.items()
    ]
    made = audit.add_rows(Decision, rows, by=("application_id",))
    kept.notice(made)
    entries = []
    for one in made:
        application, values = new[one.application_id]
        told = told_of(application, one, values)
        entries.append(audit.Entry(actor, "decision.stage", one, told, CODES))
    audit.record_many(entries)
    return len(made)


def _change(found: Several, wanted: Wanted, actor: Actor) -> int:
    """What is staged otherwise, each to what it comes to."""
    about = {
        found.decisions[one.id]: (one, said)
        for one, said in wanted.items()
        if one.id in found.decisions
    }
    was = {one.reference: said_by(decision) for decision, (one, _said) in about.items()}
    earlier.keep("decision", found.round_.id, was)
    person = refusals.person(actor)
    audit.change_each(
        {
            decision: {
                **said,
                "decided_by_id": person,
                "confirmed_by_id": None,
                "confirmed_at": None,
                "version": decision.version + 1,
            }
            for decision, (_one, said) in about.items()
        }
    )
    kept.notice(about)
    audit.record_many(
        audit.Entry(actor, "decision.change", decision, told_of(one, decision, said), CODES)
        for decision, (one, said) in about.items()
    )
    return len(about)
