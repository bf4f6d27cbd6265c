"""Question sets, regimes and criteria from files. What is stored never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import SYSTEM, Actor
from award.rounds import seeds
from award.rounds.models import QuestionSetVersion, RegimeRecord
from award.rounds.queries import regimes as stored_regimes
from award.rounds.queries.question_sets import pairs_with, stored_version
from award.rounds.rules import criteria, questions, regimes
from award.rounds.rules.carrying import clashes
from award.rounds.rules.criteria import CriteriaSet
from award.rounds.rules.questions import BadQuestionSet
from award.rounds.rules.regimes import Regime

REVIEWER = "Programme team"
"""A role: who it was stands in the audit trail, and a record is kept for good."""


@dataclass(frozen=True)
class Imported:
    """What is there after importing reference data."""

    question_sets: list[QuestionSetVersion]
    criteria_sets: list[CriteriaSet]
    regimes: list[RegimeRecord]
    """Those that are new, or were recorded anew."""


@act("round.create")
def import_question_set(
    source: Path | str | Mapping[str, Any], *, actor: Actor = SYSTEM
) -> QuestionSetVersion:
    """Store a question set, from a TOML file's path or its data.

    The same content again gives the version that is there. Other content under a stored key and
    version is Refused: give it a new version. BadQuestionSet when the data is no question set.
    """
    data = dict(source) if isinstance(source, Mapping) else seeds.read(Path(source))
    found = questions.parse(data)
    for stored in stored_version(found.key, found.version, found.digest):
        if stored.digest == found.digest:
            return stored
        raise Refused(
            f"Version {found.version} of {found.key} is stored with other questions. "
            "Give the changed set a new version number.",
            rule="question_set.immutable",
        )
    if wrong := [fault for first, full in pairs_with(found) for fault in clashes(first, full)]:
        raise BadQuestionSet("\n".join(["Answers could not be carried over:", *wrong]))
    row = QuestionSetVersion(
        key=found.key,
        version=found.version,
        title=found.title,
        digest=found.digest,
        body=data,
    )
    db.session.add(row)
    db.session.flush()
    details = {"digest": found.digest, "questions": len(list(found))}
    audit.record(actor, "question_set_version.import", row, details)
    return row


def load_criteria(path: Path | str) -> CriteriaSet:
    """A criteria file, checked; BadCriteria lists what is wrong with it."""
    return criteria.parse(seeds.read(Path(path)))


@act("round.create")
def import_regimes(
    source: Path | str | Mapping[str, Any], *, actor: Actor = SYSTEM
) -> list[RegimeRecord]:
    """Record what the file says of each regime, where it says otherwise than the last record.

    BadRegimes when the data is no list of regimes. What is no longer in the file stays: a
    submission may name it. A review that staff made later than the file's counts on.
    """
    data = dict(source) if isinstance(source, Mapping) else seeds.read(Path(source))
    found, last = regimes.parse(data), stored_regimes.latest_records()
    made = []
    for one in found.all:
        before = last.get(one.name)
        now = one.after(Regime.read(before.body)) if before else one
        if before is None or before.digest != now.digest:
            made.append(_recorded(now, before))
    db.session.flush()
    for row in made:
        audit.record(actor, "regime_record.import", row, _evidence(row))
    return made


@act("regime.review")
def review_regime(name: str, *, actor: Actor) -> RegimeRecord:
    """Somebody looked at the source today and nothing has changed: recorded anew with that day.
    LookupError for a name that nothing is recorded under."""
    key, _, version = name.partition("/")
    stored_regimes.hold(key, version)
    before = stored_regimes.latest_records()[name]
    found, today = Regime.read(before.body), clock.today()
    if found.reviewed_on >= today:
        raise Refused("This record was reviewed today already", rule="regime.review")
    row = _recorded(found.reviewed(today, REVIEWER), before)
    db.session.flush()
    audit.record(actor, "regime_record.review", row, _evidence(row))
    return row


def _recorded(one: Regime, before: RegimeRecord | None) -> RegimeRecord:
    row = RegimeRecord(
        key=one.key,
        version=one.version,
        revision=before.revision + 1 if before else 1,
        digest=one.digest,
        body=one.as_data(),
    )
    db.session.add(row)
    return row


def _evidence(row: RegimeRecord) -> dict[str, Any]:
    return {"version": row.version, "revision": row.revision, "digest": row.digest}


@act("round.create")
def import_reference_data(*, actor: Actor = SYSTEM) -> Imported:
    """Store every question set and regime that came with this release, and check every criteria
    file."""
    # By name without its ending, so that a first stage comes after the set that it belongs to.
    paths = sorted(seeds.QUESTION_SETS.glob("*.toml"), key=lambda path: path.stem)
    return Imported(
        question_sets=[import_question_set(path, actor=actor) for path in paths],
        criteria_sets=[load_criteria(path) for path in sorted(seeds.CRITERIA.glob("*.toml"))],
        regimes=import_regimes(seeds.REGIMES, actor=actor),
    )
