"""History is rows, the trail is evidence: no page but the auditors' reads events, and every table
whose change must leave an event is compared with the events by a check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from award.accounts.rules.organisations import REGIONS
from award.assessment.services.assigning import return_sheet
from award.assessment.services.declaring import declare_conflict
from award.foundation.audit import AuditEvent, AuditName, AuditPerson
from award.foundation.checks import CHECKS
from award.foundation.db import Base, db, transaction
from award.foundation.policy import Role
from award.rounds.services.rounds import update_round, values_of
from tests.architecture import world as worlds
from tests.build import accounts, applications, assessment, decisions, rounds

ROOT = Path(__file__).parent.parent.parent
READS_EVENTS = re.compile(
    r"\b(AuditEvent|AuditPerson|AuditName|audit_event|audit_person|audit_name)\b"
)
COMPARES = re.compile(r"audit\.(last_told|all_told|times_told)\b")

# A class whose changes are audited, and the promise of `flask check` that rows and trail agree;
# None where the rows change with every save and what comes of them is held by another.
AGREE = {
    "Application": "Every move is in the audit trail, and no other",
    "Answer": "Every submission is in the audit trail as it was received",
    "AnswerConflict": None,
    "Reopening": "Every move is in the audit trail, and no other",
    "Assignment": "Every move is in the audit trail, and no other",
    "ConflictDecision": "Every declaration of interests and decision about one is in the trail",
    "InterestDeclaration": "Every declaration of interests and decision about one is in the trail",
    "ConflictDeclaration": "Every move is in the audit trail, and no other",
    "Sheet": "Every submitted sheet is as its assessor submitted it",
    "ScoreExclusion": "Every score left out of a mean is in the audit trail",
    "ModeratedScore": "Every score that a panel agreed is in the audit trail",
    "CaseStudy": "Every text that was sent or published is in the audit trail",
    "StudyUpdate": "Every update is what was written, and is in the trail",
    "TeamQuestion": "Every question to a team and what became of it are in the audit trail",
    "Adjustment": "Every adjustment asked for and answered is in the audit trail",
    "PayOffer": "Every offer of pay and each answer to it is in the audit trail",
    "PayAnswer": "Every offer of pay and each answer to it is in the audit trail",
    "PayClaim": "Every claim is in the audit trail, and no sheet is claimed twice",
    "Calibration": "What rounds ask to be scored first, and who was excused, is in the trail",
    "CalibrationExcuse": "What rounds ask to be scored first, and who was excused, is in the trail",
    "Draw": "Every draw has the seed that was committed to, and is in the audit trail",
    "Specimen": "Every specimen is in the audit trail and answers every criterion",
    "SpecimenPart": "Every specimen is in the audit trail and answers every criterion",
    "SpecimenSheet": "What assessors made of specimens is in the audit trail",
    "Complaint": "Every complaint and each letter about it is in the audit trail",
    "Challenge": "Every challenge and what became of it are in the audit trail",
    "Enquiry": "Every enquiry and its answer are in the audit trail",
    "Share": "Every shared project and what became of it are in the audit trail",
    "Decision": "Every decision is what somebody staged",
    "Organisation": None,
    "PublicAward": "Every public award is what staff published of what was funded",
    "Round": "Every round is as it was last set up or changed",
    "RoundPhase": "Every round is as it was last set up or changed",
    "Criterion": "Every round is as it was last set up or changed",
    "Watch": "Every search that somebody follows is in the audit trail",
    "User": "Every role was given by somebody",
}


def matches(pattern: re.Pattern[str]) -> set[str]:
    files = [*(ROOT / "award").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    return {file.relative_to(ROOT).as_posix() for file in files if pattern.search(file.read_text())}


def test_only_the_trail_itself_and_the_auditors_pages_read_events() -> None:
    found = {name for name in matches(READS_EVENTS) if "foundation/audit/" not in name}
    assert found == {
        "award/accounts/queries/trail.py",
        "award/own_data/rules/fates.py",  # names their columns
        "award/own_data/rules/nothing.py",  # and their tables
        "award/proofs/copying.py",  # names their tables, to leave them out of its copy
    }


def test_only_checks_compare_rows_with_events() -> None:
    names = {name.rpartition("/")[2] for name in matches(COMPARES)}
    assert names == {"checks.py"}


def test_every_audited_table_has_a_check_that_rows_and_trail_agree(app: Flask) -> None:
    audited = {
        mapper.class_.__name__
        for mapper in Base.registry.mappers
        if mapper.class_.audited_as is not None
    }
    assert audited == set(AGREE)
    assert {says for says in AGREE.values() if says} <= set(CHECKS.all())


def test_no_sentence_that_anybody_wrote_is_in_the_trail(app: Flask) -> None:
    """Whatever stands in words in any table of the house, after all that the small world does."""
    _write_everywhere()
    kept = "\n".join(
        str(tuple(row))
        for model in (AuditEvent, AuditName, AuditPerson)
        for row in db.session.execute(sa.select(*model.__table__.columns))
    )
    found = set(_sentences())
    assert {(text, place) for text, place in found if text in kept} == set()
    assert {place for _, place in found} >= {
        "answer.value", "submission.content", "score.justification",
        "sheet.comments_for_applicant", "sheet.comments_for_programme", "state_change.reason",
        "decision.note", "decision.conditions", "decision.exception_reason",
        "decision_release.over_budget_because", "round.summary", "round_change.reason",
        "criterion.guidance", "conflict_declaration.detail", "case_study.problem",
        "complaint.words", "enquiry.idea",
        "case_study_version.content", "organisation.name", "application.title",
    }  # fmt: skip


def _write_everywhere() -> None:
    """The small world, and sentences in the fields that it leaves empty."""
    worlds.build()
    staff = accounts.user("Stef Staff", roles=(Role.STAFF,))
    round_ = rounds.closed_round(budget_gbp=150_000)
    first = applications.submitted(round_, title="A title of quite some length")
    assessment.assessed(first, scores=([2, 2, 2], [2, 2, 2]))
    decisions.staged(
        first, staff=staff, note="Why the panel thought so", amount_gbp=90_000,
        conditions="On condition that they report", exception_reason="The panel saw it differently",
    )  # fmt: skip
    second = applications.submitted(round_, title="Another title of some length")
    decisions.staged(second, staff=staff, amount_gbp=61_000, exception_reason="No time for it")
    decisions.released(round_, staff=staff, override_reason="The board has added some money")
    assessor = assessment.assessor("Third Person")
    closed = rounds.closed_round()
    scored = applications.submitted(closed)
    sheet = assessment.declared(scored, assessor)
    words = {"for_programme": "What only the team should know", "for_applicant": "Say how it goes"}
    assessment.submit(sheet, assessor, assessment.sheet_values(scored, (8, 7, 6), **words))
    with transaction():
        return_sheet(sheet, reason="There is a slip in it", actor=accounts.actor_of(staff))
    asked = assessment.assigned(applications.submitted(closed), assessor)
    with transaction():
        declare_conflict(
            asked, "family", "Her sister runs the company", actor=accounts.actor_of(assessor)
        )
    whole = rounds.whole(closed.id)
    values = replace(values_of(whole), summary="A summary that was put right")
    with transaction():
        update_round(
            whole, values, actor=accounts.actor_of(staff),
            reason="There was a mistake in it",
        )  # fmt: skip
    organisation = accounts.organisation(name="The Long Name Care Company")
    assert organisation.name


def _sentences() -> Iterator[tuple[str, str]]:
    """(words, table and column) of each text of four words or more that is no choice of ours."""
    for name, table in Base.metadata.tables.items():
        if name.startswith("audit_") or name in NOT_WRITTEN_BY_PEOPLE:
            continue
        for row in db.session.execute(sa.select(table)).mappings():
            for column, value in row.items():
                for text in _texts(value):
                    if len(text.split()) >= 4 and text not in REGIONS:
                        yield text, f"{name}.{column}"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


NOT_WRITTEN_BY_PEOPLE = {"question_set_version", "role", "outbox_message"}
