"""History is rows, the trail is evidence: no page but the auditors' reads events, and every table
whose change must leave an event is compared with the events by a check."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from award.foundation.checks import CHECKS
from award.foundation.db import Base

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
    "Assignment": "Every move is in the audit trail, and no other",
    "ConflictDeclaration": "Every move is in the audit trail, and no other",
    "Sheet": "Every submitted sheet is as its assessor submitted it",
    "CaseStudy": "Every text that was sent or published is in the audit trail",
    "Decision": "Every decision is what somebody staged",
    "Organisation": None,
    "Round": "Every round is as it was last set up or changed",
    "RoundPhase": "Every round is as it was last set up or changed",
    "Criterion": "Every round is as it was last set up or changed",
    "User": "Every role was given by somebody",
}


def matches(pattern: re.Pattern[str]) -> set[str]:
    files = [*(ROOT / "award").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    return {file.relative_to(ROOT).as_posix() for file in files if pattern.search(file.read_text())}


def test_only_the_trail_itself_and_the_auditors_pages_read_events() -> None:
    found = {name for name in matches(READS_EVENTS) if "foundation/audit/" not in name}
    assert found == {"award/accounts/queries/trail.py"}


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
