"""The same round with other protected values: what somebody may not know is made different, a kind
at a time. Whatever they are shown must stay as it is, to the last byte.

All of it writes to the copy alone, past every rule, since values and no acts are to differ.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

from sqlalchemy import Row, insert, select

from award.assessment.rules.states import AssignmentState
from award.assessment.services.summary import refresh_summaries
from award.decisions.rules.states import DecisionState, Outcome
from award.foundation import kept
from award.foundation.db import db, transaction
from award.foundation.folding import name_key
from award.proofs.applying import applicants
from award.proofs.changing import change, otherwise, parts, rename
from award.proofs.copying import Copy
from award.proofs.facts import TABLES, Facts, assessable
from award.proofs.rules import OTHER
from award.proofs.seats import meetings

Alter = Callable[[Copy, Facts, int], None]


def settle(copy: Copy, facts: Facts, about: Iterable[int]) -> None:
    """What repeats other rows of these applications follows them, as it does after every act.
    Rounds but this one are read as they are, without the rows that repeat others."""
    with copy.app.app_context():
        with db.session.no_autoflush:
            refresh_summaries(*(one for one in about if assessable(facts, one)))
            kept.touch_all()
        db.session.commit()
        with transaction():
            kept.keep_round(facts.round.id)


def alter_all(copy: Copy, facts: Facts, person: int, *alterations: Alter) -> None:
    """These alterations, or all, and what follows from them."""
    for alter in alterations or ALTERATIONS.values():
        alter(copy, facts, person)
    settle(copy, facts, {*facts.own(person), *facts.hidden(person)})


def scores(copy: Copy, facts: Facts, person: int) -> None:
    """What others scored and wrote, as far as this assessor may not read it."""
    readable = facts.readable(person)
    sheets = [
        facts.sheets[one.id]
        for one in facts.others(person)
        if one.id in facts.sheets and one.id not in readable
    ]
    score, sheet = TABLES["score"].c, TABLES["sheet"].c
    for some in parts(readable):  # what is for the programme team alone
        change(copy, "sheet", sheet.assignment_id.in_(some),
                comments_for_programme=sheet.comments_for_programme + f" {OTHER}")  # fmt: skip
    for some in parts([one.id for one in sheets]):
        change(
            copy, "score", score.sheet_id.in_(some),
            value=11 - score.value, justification=score.justification + f" {OTHER}",
        )  # fmt: skip
        change(
            copy, "sheet", sheet.id.in_(some),
            weighted_pct=(101 - sheet.weighted_pct) * 0.99,
            comments_for_applicant=sheet.comments_for_applicant + f" {OTHER}",
            comments_for_programme=sheet.comments_for_programme + f" {OTHER}",
            in_scope=~sheet.in_scope, recommend=~sheet.recommend,
        )  # fmt: skip

    pin, agreed = TABLES["pin"].c, TABLES["moderated_score"].c
    out = TABLES["score_exclusion"].c
    before = facts.before(person)
    for some in parts([one.id for one in facts.others(person) if one.id not in readable]):
        change(copy, "pin", pin.assignment_id.in_(some), quotation=pin.quotation + f" {OTHER}")
        away = [one for one in some if one not in before]
        change(copy, "score_exclusion", out.assignment_id.in_(away), reason=OTHER)
        _change_fixed(copy, away, otherwise)
    for some in parts(before):  # whose fingerprints they may read: those tell no words
        _change_fixed(copy, some, _for_the_programme, fingerprint=False)
    _change_remarks(copy, facts, person)
    about = {one.application_id for one in facts.others(person)} - facts.moderated(person)
    for some in parts(about):
        change(copy, "moderated_score", agreed.application_id.in_(some), pct=100 - agreed.pct,
                rationale=OTHER)  # fmt: skip


def _change_fixed(
    copy: Copy, assignments: list[int], said: Callable[[Any], Any], *, fingerprint: bool = True
) -> None:
    """What is kept of these as they were submitted."""
    fixed = TABLES["fixed_sheet"]
    query = select(fixed).where(fixed.c.assignment_id.in_(assignments))
    for row in copy.connection.execute(query).all():
        other = {"sha256": row.sha256[::-1]} if fingerprint else {}
        change(copy, "fixed_sheet", fixed.c.id == row.id, content=said(row.content), **other)


def _for_the_programme(content: dict[str, Any]) -> dict[str, Any]:
    said = otherwise(content["comments_for_programme"])
    return {**content, "comments_for_programme": said}


def _change_remarks(copy: Copy, facts: Facts, person: int) -> None:
    """What others said in discussions that aren't open to this assessor."""
    remark, before = TABLES["panel_remark"].c, TABLES["panel_remark_before"].c
    for some in parts(set(facts.remarks) - facts.talks(person)):
        theirs = remark.application_id.in_(some) & (remark.author_id != person)
        ids = select(remark.id).where(theirs)
        change(copy, "panel_remark", theirs, words=remark.words + f" {OTHER}")
        change(copy, "panel_remark_before", before.remark_id.in_(ids),
                words=before.words + f" {OTHER}")  # fmt: skip


def sheets_in(copy: Copy, facts: Facts, person: int) -> None:
    """How far others are, and how many they are: where the rule doesn't tell this assessor."""
    own, others = facts.own(person), facts.others(person)
    about = {one.application_id for one in others} | set(own)
    blind = [key for key in about - facts.moderated(person)
             if assessable(facts, key) and not _tells(facts, own.get(key))]  # fmt: skip
    moved: set[int] = set()
    for one in others:
        if one.application_id not in blind or one.application_id in moved:
            continue
        if one.state == AssignmentState.SUBMITTED:
            change(copy, "assignment", TABLES["assignment"].c.id == one.id,
                    state=AssignmentState.TO_SCORE, submitted_at=None)  # fmt: skip
            change(copy, "sheet", TABLES["sheet"].c.assignment_id == one.id, weighted_pct=None)
            moved.add(one.application_id)
        elif one.state in (AssignmentState.TO_DECLARE, AssignmentState.TO_SCORE):
            change(copy, "assignment", TABLES["assignment"].c.id == one.id,
                    state=AssignmentState.REMOVED)  # fmt: skip
            moved.add(one.application_id)
    _add_assignments(copy, facts, person, blind)


def _tells(facts: Facts, own: Row[Any] | None) -> bool:
    submitted = own is not None and own.state == AssignmentState.SUBMITTED
    return submitted and facts.round.reveal != "never"


def _add_assignments(copy: Copy, facts: Facts, person: int, about: Collection[int]) -> None:
    """One more on each, of somebody who hasn't it yet."""
    at = facts.round.opens_at
    for key in about:
        there = [one for one in facts.assignments.values() if one.application_id == key]
        taken = {one.assessor_id for one in there} | {person} | facts.team[key]
        free = [one for one in facts.people if one not in taken]
        letters = {f"Assessor {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
        left = sorted(letters - {one.alias for one in there})
        if free and left:
            copy.connection.execute(
                insert(TABLES["assignment"]).values(
                    application_id=key, assessor_id=free[0], alias=left[0],
                    state=AssignmentState.TO_DECLARE, assigned_by_id=free[0],
                    created_at=at, updated_at=at, version=1,
                )
            )  # fmt: skip


def assessors(copy: Copy, facts: Facts, person: int) -> None:
    """What other assessors are called, where the round hides it."""
    if facts.named:
        return
    met = set().union(*facts.team.values()) if not facts.double else set()
    met |= facts.staff | facts.met(person).people | {person}
    if facts.moderated(person):  # who chairs with them
        met |= facts.chairs
    for one in {row.assessor_id for row in facts.others(person)} - met:
        rename(copy, one)


def titles(copy: Copy, facts: Facts, person: int) -> None:
    """What is out of their reach, or was never theirs, is called something else."""
    told = facts.told(person)
    for key in (one for one in facts.hidden(person) if one not in told):
        title = f"{OTHER} {facts.applications[key].title}"[:300]
        change(copy, "application", TABLES["application"].c.id == key,
                title=title, title_key=name_key(title))  # fmt: skip


def decisions(copy: Copy, facts: Facts, person: int) -> None:
    """What is staged, and not yet released; and what is the programme team's alone."""
    decision, at = TABLES["decision"], facts.round.opens_at
    moderated = facts.moderated(person)
    for some in parts(moderated):  # what staff note for themselves
        change(copy, "decision", decision.c.application_id.in_(some),
                note=decision.c.note + f" {OTHER}",
                exception_reason=decision.c.exception_reason + f" {OTHER}")  # fmt: skip
        staged = decision.c.application_id.in_(some) & (decision.c.state == DecisionState.STAGED)
        change(copy, "decision", staged, conditions=decision.c.conditions + f" {OTHER}",
                words_for_applicant=decision.c.words_for_applicant + f" {OTHER}")  # fmt: skip
    for key in {*facts.shown(person), *facts.hidden(person)} - moderated:
        row = facts.decisions.get(key)
        if row is None and assessable(facts, key):
            values = {
                "outcome": Outcome.REJECT, "state": DecisionState.STAGED, "decided_by_id": person,
            }  # fmt: skip
            copy.connection.execute(
                insert(decision).values(
                    application_id=key, amount_gbp=None, note=OTHER, conditions="",
                    exception_reason="", created_at=at, updated_at=at, version=1, **values,
                )
            )  # fmt: skip
        elif row is not None and row.state == DecisionState.STAGED:
            funds = row.outcome == Outcome.FUND
            change(
                copy, "decision", decision.c.id == row.id,
                outcome=Outcome.REJECT if funds else Outcome.FUND,
                amount_gbp=None if funds else 4_321, ground=None,
                words_for_applicant=f"{OTHER} {row.words_for_applicant}",
                note=f"{OTHER} {row.note}", conditions=f"{OTHER} {row.conditions}",
            )  # fmt: skip


ALTERATIONS: Final[dict[str, Alter]] = {
    "what others scored and wrote": scores,
    "how many others are in": sheets_in,
    "who else assesses": assessors,
    "who applies": applicants,
    "what applications out of reach are called": titles,
    "decisions that are not released": decisions,
    "what meetings said, and who was there": meetings,
}
