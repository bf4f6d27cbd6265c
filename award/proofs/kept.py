"""Proofs of a round that were made before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import exists, func, select

from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.queries.lists import staff_round
from award.assessment.queries.reach import out_of_reach, reachable_applications
from award.foundation.db import db
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.foundation.work import Job, told
from award.foundation.work.queries import Told
from award.proofs.findings import Finding, findings_of
from award.proofs.rules import leaked_in, leaks_in
from award.rounds.models import Round

KIND = "blindness.prove"
MOST = 10


def round_to_prove(actor: Actor, reference: str) -> Round | None:
    """The round, unless one of its applications is out of the actor's reach: a proof names them."""
    round_ = staff_round(actor, reference)
    if round_ is None:
        return None
    tied = exists().where(Application.round_id == round_.id, out_of_reach(actor))
    return None if db.session.scalar(select(tied)) else round_


def assessors_in(actor: Actor, round_: Round) -> int:
    """How many people were asked to assess in it."""
    query = (
        select(func.count(Assignment.assessor_id.distinct()))
        .join(Application, Application.id == Assignment.application_id)
        .where(Application.round_id == round_.id, reachable_applications(actor))
    )
    return db.session.scalar(query) or 0


@dataclass(frozen=True)
class ProofRow:
    """A proof, the first of its leaks, and how many more there are."""

    told: Told
    findings: Sequence[Finding]
    more: int


@within("round_")
def proofs_of(round_: Round) -> list[ProofRow]:
    """The last proofs, whoever asked for them, the newest first."""
    query = select(Job).where(Job.kind == KIND, Job.round_id == round_.id)
    jobs = db.session.scalars(query.order_by(Job.id.desc()).limit(MOST)).all()
    leaks = [leaks_in(job.result) for job in jobs]
    found = iter(findings_of([one for some in leaks for one in some]))
    return [
        ProofRow(told(job), [*islice(found, len(some))], leaked_in(job.result) - len(some))
        for job, some in zip(jobs, leaks, strict=True)
    ]
