"""Asking people to assess: the one place that makes assignments, however many at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.applications import applications_for_update
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Assignment
from award.assessment.queries import notices, pairs
from award.assessment.rules.beginning import waits_until
from award.assessment.rules.sharing import Basis, Pair
from award.assessment.rules.visibility import deal_alias
from award.assessment.services.summary import refresh_summaries
from award.foundation import arrival, audit, kept, outbox
from award.foundation.acts import part_of
from award.foundation.errors import Refused
from award.foundation.locks import hold
from award.foundation.moving import make_many
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.foundation.workflow import judge


@dataclass(frozen=True)
class Asked:
    """By pair: what was assigned, and why the rest can't be; names by person."""

    made: Mapping[Pair, Assignment]
    refused: Mapping[Pair, str]
    names: Mapping[int, str]


class Held(NamedTuple):
    """Applications and people that are held already, with what was found of them then."""

    applications: Mapping[int, Application]
    basis: Basis


@part_of("assessment.assign")
def ask_pairs(
    wanted: Collection[Pair],
    *,
    actor: Actor,
    held: Held | None = None,
    because: Mapping[Pair, str] | None = None,
    tells: bool = True,
) -> Asked:
    """Ask these people for these applications, in one email to each and a fixed number of
    statements; one that is refused holds up no other. `because`: why this person, in words of
    whoever asks."""
    fresh, basis = held or hold_pairs(wanted)[0]
    verdicts = {pair: basis.verdicts[pair] for pair in sorted(wanted)}
    refused = {pair: one.refused for pair, one in verdicts.items() if one.refused is not None}
    chosen = [pair for pair in verdicts if pair not in refused]
    before = pairs.assignments_of([pair for pair in chosen if verdicts[pair].again])
    make_many(
        [judge(assignment, "reassign", actor=actor) for assignment in before],
        values={"declared_at": None, "asked_because": ""},
    )
    new = [pair for pair in chosen if not verdicts[pair].again]
    words = because or {}
    made = [*before, *_create(new, fresh, basis.aliases, words, actor)]
    _say_why(before, words)
    _begin([fresh[key] for key in sorted({one.application_id for one in made})], actor)
    refresh_summaries(*{one.application_id for one in made})
    if tells:
        letters = notices.letters_to([assignment.id for assignment in made])
        outbox.send_many("assignment.assigned", ((letter, {}) for letter in letters), actor)
    by_pair = {Pair(one.application_id, one.assessor_id): one for one in made}
    done = {pair: by_pair[pair] for pair in verdicts if pair in by_pair}
    return Asked(done, refused, basis.names)


@part_of("assessment.assign")
def hold_pairs(wanted: Collection[Pair]) -> tuple[Held, pairs.Standing]:
    """Hold people, then applications, and see how they stand to each other."""
    hold(User, {one.assessor_id for one in wanted})
    keys = {one.application_id for one in wanted}
    fresh = {one.id: one for one in applications_for_update(keys)}
    standing = pairs.standing(keys, {one.assessor_id for one in wanted})
    return Held(fresh, standing.basis(standing.verdicts(sorted(wanted)))), standing


def _begin(applications: Collection[Application], actor: Actor) -> None:
    make_many(
        [
            judge(application, "begin_assessment", actor=actor)
            for application in applications
            if application.state == ApplicationState.SUBMITTED
            and waits_until(application, arrival.moment()) is None  # else when the first declares
        ]
    )


@within("applications")
def _create(
    new: Collection[Pair],
    applications: Mapping[int, Application],
    aliases: Mapping[int, Sequence[str]],
    because: Mapping[Pair, str],
    actor: Actor,
) -> list[Assignment]:
    """For people who weren't asked about these applications before."""
    if not new:
        return []
    if actor.user_id is None:
        raise Refused("Somebody has to do the assigning.", rule="assessment.assign")
    dealt = {key: list(letters) for key, letters in aliases.items()}
    rows: list[dict[str, Any]] = []
    for pair in sorted(new):
        alias = deal_alias(dealt[pair.application_id])
        dealt[pair.application_id].append(alias)
        rows.append(
            {
                "application_id": pair.application_id,
                "assessor_id": pair.assessor_id,
                "alias": alias,
                "assigned_by_id": actor.user_id,
                "asked_because": because.get(pair, ""),
            }
        )
    made = audit.add_rows(Assignment, rows, by=("application_id", "assessor_id"))
    audit.record_many(
        audit.Entry(
            actor,
            "assignment.assign",
            one,
            {
                "application": applications[one.application_id].reference,
                "assessor": one.assessor_id,
                "alias": one.alias,
                **({"because": one.asked_because} if one.asked_because else {}),
            },
            codes={"alias"},
        )
        for one in made
    )
    kept.notice(made)
    return made


def _say_why(assignments: Collection[Assignment], because: Mapping[Pair, str]) -> None:
    """Of those who are asked again; the event of that is theirs."""
    audit.change_each(
        {
            one: {"asked_because": words}
            for one in assignments
            if (words := because.get(Pair(one.application_id, one.assessor_id)))
        }
    )
