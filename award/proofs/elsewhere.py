"""What somebody may read in other rounds, or anybody in public: the same words in this round are
told apart by where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, select

from award.assessment.rules.states import ACTIVE, SHOWN, AssignmentState
from award.assessment.rules.visibility import sees_others
from award.foundation.db import Base
from award.foundation.scopes import everything
from award.proofs.panel import chaired_elsewhere
from award.proofs.written import texts_in, words_published_in

_TABLES: Final = Base.metadata.tables
_AT_A_TIME: Final = 500


@dataclass
class Elsewhere:
    """People and organisations that somebody meets by name in another round, which hides less;
    what was submitted there; and words that they may read there, which may be this round's too."""

    people: set[int] = field(default_factory=set)
    homes: set[int] = field(default_factory=set)
    contents: list[dict[str, Any]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


@everything("the proof reads a copy of other rounds for nobody")
def known_elsewhere(connection: Connection, but: int, persons: set[int]) -> dict[int, Elsewhere]:
    round_, application, assignment = (
        _TABLES["round"],
        _TABLES["application"],
        _TABLES["assignment"],
    )
    submission, collaborator = _TABLES["submission"], _TABLES["collaborator"]
    query = (
        select(assignment.c.assessor_id, assignment.c.state, assignment.c.application_id,
               application.c.lead_id, application.c.organisation_id, round_.c.blindness)
        .join(application, application.c.id == assignment.c.application_id)
        .join(round_, round_.c.id == application.c.round_id)
        .where(round_.c.id != but, round_.c.blindness != "double",
               assignment.c.state.in_(sorted(SHOWN)), assignment.c.assessor_id.in_(persons))
    )  # fmt: skip
    found: dict[int, Elsewhere] = defaultdict(Elsewhere)

    def meets(here: Elsewhere, row: Any, one: int, *, done: bool) -> None:
        here.people.add(row.lead_id)
        here.homes.add(row.organisation_id or 0)
        parts = select(collaborator.c.person_id).where(collaborator.c.application_id == one)
        here.people |= {key for key in connection.scalars(parts) if key}
        kept = select(submission.c.content).where(submission.c.application_id == one)
        here.contents += connection.scalars(kept).all()
        if row.blindness == "none" and done:
            peers = select(assignment.c.assessor_id).where(assignment.c.application_id == one)
            here.people |= set(connection.scalars(peers))

    for row in connection.execute(query).all():
        done = row.state == AssignmentState.SUBMITTED
        meets(found[row.assessor_id], row, row.application_id, done=done)
    for person, words in _read_by(connection, but, persons):
        found[person].words += words
    for person in persons:
        rows = chaired_elsewhere(connection, but, person)
        for one in rows:
            if one.blindness != "double":
                meets(found[person], one, one.id, done=True)
        if rows:
            found[person].words += _read_beside(connection, rows)
    return found


@everything("the proof reads a copy of other rounds for nobody")
def _read_beside(connection: Connection, rows: Sequence[Any]) -> list[str]:
    """What whoever chairs another round reads of these applications of it."""
    keys, assignment, minute = {row.id for row in rows}, _TABLES["assignment"].c, _TABLES[
        "meeting_minute"
    ].c  # fmt: skip
    of_them = select(assignment.id).where(assignment.application_id.in_(keys))
    sheets = _words_of(connection, "sheet", "assignment_id", {*connection.scalars(of_them)})
    remarks = _words_of(connection, "panel_remark", "application_id", keys)
    rounds = select(_TABLES["round"]).where(_TABLES["round"].c.id.in_({r.round_id for r in rows}))
    return [
        *(row.title for row in rows),
        *(text for found in (sheets, remarks) for some in found.values() for text in some),
        *connection.scalars(select(minute.words).where(minute.application_id.in_(keys))),
        *(words_published_in(connection, one) for one in connection.execute(rounds).all()),
    ]


@everything("the proof reads a copy of other rounds for nobody")
def _read_by(
    connection: Connection, but: int, persons: set[int]
) -> Iterator[tuple[int, Iterable[str]]]:
    """By person, what others wrote of the same applications, once that round shows it; what its
    applications are called, and what the round itself says."""
    round_, application, assignment = (
        _TABLES["round"],
        _TABLES["application"],
        _TABLES["assignment"],
    )
    mine = select(assignment.c.application_id).where(
        assignment.c.assessor_id.in_(persons), assignment.c.state.in_(sorted(SHOWN))
    )
    query = (
        select(assignment.c.id, assignment.c.application_id, assignment.c.assessor_id,
               assignment.c.state, application.c.title, application.c.round_id, round_.c.reveal)
        .join(application, application.c.id == assignment.c.application_id)
        .join(round_, round_.c.id == application.c.round_id)
        .where(round_.c.id != but, assignment.c.application_id.in_(mine))
    )  # fmt: skip
    about: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        about[row.application_id].append(row)
    opened = [
        (own.assessor_id, key, [one.id for one in rows
                                if one is not own and one.state == AssignmentState.SUBMITTED])
        for key, rows in about.items()
        for own in rows
        if own.assessor_id in persons and own.state in SHOWN and sees_others(
            own.reveal, own.state,
            [one.state for one in rows if one is not own and one.state in ACTIVE],
        )
    ]  # fmt: skip
    sheets = _words_of(
        connection, "sheet", "assignment_id", {one for *_, some in opened for one in some}
    )
    remarks = _words_of(connection, "panel_remark", "application_id", {key for _, key, _ in opened})
    for person, key, some in opened:
        yield (
            person,
            [*remarks.get(key, ()), *(text for one in some for text in sheets.get(one, ()))],
        )
    rounds = {row.round_id for rows in about.values() for row in rows}
    told = connection.execute(select(round_).where(round_.c.id.in_(rounds))).all()
    says = {row.id: words_published_in(connection, row) for row in told}
    for rows in about.values():
        for own in rows:
            if own.assessor_id in persons and own.state in SHOWN:
                yield own.assessor_id, [own.title]
    for person, number in sorted({(one.assessor_id, one.round_id) for rows in about.values()
                                  for one in rows if one.assessor_id in persons}):  # fmt: skip
        yield person, [says[number]]


def _words_of(connection: Connection, name: str, key: str, keys: set[int]) -> dict[int, list[str]]:
    """By key, what stands in these rows; of sheets the reasons too, and nothing that is for the
    programme alone."""
    table, found = _TABLES[name], dict[int, list[str]]()
    words = table.c.comments_for_applicant if name == "sheet" else table.c.words
    every = sorted(keys)
    for some in (every[at : at + _AT_A_TIME] for at in range(0, len(every), _AT_A_TIME)):
        chosen = select(table.c[key], words).where(table.c[key].in_(some))
        for number, text in connection.execute(chosen):
            found.setdefault(number, []).append(text)
        if name == "sheet":
            score = _TABLES["score"]
            reasons = select(table.c[key], score.c.justification).join(
                score, score.c.sheet_id == table.c.id
            )
            for number, text in connection.execute(reasons.where(table.c[key].in_(some))):
                found.setdefault(number, []).append(text)
    return found


@everything("the proof reads what is public")
def words_in_public(connection: Connection) -> Sequence[str]:
    """Of case studies as they stand published, and of rounds as they are announced."""
    study, revision, round_ = (
        _TABLES["case_study"], _TABLES["case_study_revision"], _TABLES["round"].c
    )  # fmt: skip
    stands = study.c.published_revision_id == revision.c.id
    found: list[Any] = list(connection.scalars(select(revision.c.content).join(study, stands)))
    for row in connection.execute(select(round_.title, round_.summary)):
        found += row
    return [text for one in found for text in texts_in(one)]
