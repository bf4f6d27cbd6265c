"""A trail from before: its words go, its numbers and names stay, and its pages' history moves."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from award import create_app
from award.accounts.queries.trail import Wanted, whole_trail
from award.case_studies.models import CaseStudyAgreement, CaseStudyEdit, CaseStudyVersion
from award.case_studies.rules.story import content_of
from award.decisions.models import Release
from award.foundation import audit, migrations
from award.foundation.db import db
from award.foundation.digests import canonical_json, sha256_of
from award.foundation.policy import Actor, Role
from award.rounds.models import RoundChange
from tests import databases
from tests.build import case_studies
from tests.conftest import make_settings, migrate

SECRET = "A sentence that somebody once wrote in a draft"
AUDITOR = Actor(None, "Auditor", roles=frozenset({Role.AUDITOR}))
BEFORE = "0009"


class OldTrail:
    """Writes events as they were written before revision 0011."""

    def __init__(self) -> None:
        self.previous, self.count = "0" * 64, 0
        db.session.execute(sa.text("DELETE FROM audit_event"))

    def add(self, verb: str, subject: int, name: str, changes: dict[str, Any], who: Any) -> str:
        self.count += 1
        at = datetime(2026, 5, 1, 12, self.count, tzinfo=UTC)
        body = {
            "at": at.isoformat(), "actor_id": who.id, "actor_name": who.name, "verb": verb,
            "subject_kind": verb.partition(".")[0], "subject_id": subject, "subject_name": name,
            "changes": changes,
        }  # fmt: skip
        this = hashlib.sha256(f"{self.previous}\n{canonical_json(body)}".encode()).hexdigest()
        table = sa.table(
            "audit_event", sa.column("id"), sa.column("at", sa.DateTime(timezone=True)),
            *(sa.column(key) for key in body if key not in ("at", "changes")),
            sa.column("changes", audit.AuditEvent.__table__.c.changes.type),
            sa.column("previous_hash"), sa.column("hash"),
        )  # fmt: skip
        row = {**body, "id": self.count, "at": at, "previous_hash": self.previous, "hash": this}
        db.session.execute(sa.insert(table).values(row))
        self.previous = this
        return this


@dataclass(frozen=True)
class Before:
    """A database at revision BEFORE with what was a published case study, to be copied."""

    template: str
    study: tuple[int, str, str]
    round_id: int
    reference: str
    lead: Any


@pytest.fixture(scope="module")
def before(database_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Before]:
    directory = tmp_path_factory.mktemp("before")
    label = f"award_test_trail_before_{os.getpid()}"
    with databases.migrated_url_of(database_name, label, directory, migrate) as url:
        with create_app(make_settings(directory, url)).app_context():
            study = case_studies.published(case_studies.funded(assessors=True))
            # as it was sent then, when no problems were asked for
            then = {key: value for key, value in content_of(study).items() if key != "problems"}
            numbers = (study.id, study.slug, sha256_of(then))
            assert study.application is not None
            round_id, lead_id = study.application.round_id, study.application.lead_id
            reference = study.application.reference
            db.session.remove()
            migrations.downgrade(BEFORE)
            lead = db.session.execute(
                sa.text("SELECT id, name, email FROM user_account WHERE id = :id"), {"id": lead_id}
            ).one()
            db.session.remove()
            db.engine.dispose()
        template = str(directory / f"{label}.sqlite3") if database_name == "sqlite" else label
        yield Before(template, numbers, round_id, reference, lead)


@pytest.mark.parametrize("tampered", [False, True])
def test_the_trail_is_written_anew_and_sealed(
    before: Before, database_name: str, tmp_path: Path, tampered: bool
) -> None:
    label = f"award_test_old_trail_{os.getpid()}"
    with databases.url_of(database_name, label, tmp_path, before.template) as url:
        app = create_app(make_settings(tmp_path, url))
        with app.app_context():
            told = (before.study, before.round_id, before.reference, before.lead)
            _unfreeze()
            head = _old_events(*told, tampered)
            db.session.commit()
            db.session.remove()
            migrations.upgrade()
            _look(*told, head, tampered)
            db.session.remove()
            db.engine.dispose()


def _unfreeze() -> None:
    """As the owner of the database may, for a test: the trail is to be one that was."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("DROP TRIGGER audit_event_frozen ON audit_event"))
    else:
        for verb in ("update", "delete", "insert"):
            db.session.execute(sa.text(f"DROP TRIGGER audit_event_frozen_{verb}"))


def _old_events(
    study: tuple[int, str, str], round_id: int, reference: str, lead: Any, tampered: bool
) -> str:
    key, slug, sha256 = study
    trail = OldTrail()
    trail.add("user_account.create", lead.id, lead.email, {"email": [None, lead.email]}, lead)
    trail.add("assignment.assign", 1, "", {"application": reference, "alias": "Assessor A"}, lead)
    draft = {"fit.justification": ["", SECRET], "fit.value": [None, 7]}
    trail.add("assignment.save_sheet", 1, "", draft, lead)
    first = {"title": ["An earlier title", "Listening for falls at night"]}
    trail.add("case_study.send_to_applicant", key, reference.lower(), {"sha256": "0" * 64}, lead)
    trail.add("case_study.edit", key, reference.lower(), first, lead)
    sent = {"state": ["draft", "with_applicant"], "sha256": sha256}
    trail.add("case_study.send_to_applicant", key, reference.lower(), sent, lead)
    trail.add("case_study.agree", key, reference.lower(), {"reason": f"Signed: {lead.name}"}, lead)
    trail.add("case_study.publish", key, slug, {"address": slug, "sha256": sha256}, lead)
    counts = {"fund": 1, "reserve": 0, "reject": 0, "emailed": 1, "awarded_gbp": 9}
    because = {**counts, "sheets_closed": 0, "over_budget_because": SECRET}
    trail.add("round.release_decisions", round_id, "ASC-AI-1", because, lead)
    changed = {"title": ["Old", SECRET], "reason": [None, "Asked for"]}
    head = trail.add("round.update", round_id, "ASC-AI-1", changed, lead)
    if tampered:
        db.session.execute(sa.text("UPDATE audit_event SET verb = 'round.export' WHERE id = 3"))
    return head


def _look(
    study: tuple[int, str, str], round_id: int, reference: str, lead: Any, head: str, tampered: bool
) -> None:
    key, slug, sha256 = study
    assert list(audit.verify_chain()) == []
    kept = "\n".join(
        str(tuple(row))
        for model in (audit.AuditEvent, audit.AuditName)
        for row in db.session.execute(sa.select(*model.__table__.columns))
    )
    assert SECRET not in kept and lead.email not in kept and lead.name not in kept
    rows = list(whole_trail(AUDITOR, Wanted()))
    assert [row.id for row in rows] == list(range(1, 12))
    seal = rows[-1]
    assert (seal.verb, seal.changes) == (
        "trail.seal",
        {
            "events": 10, "last": 10, "sha256": head,
            "broken": int(tampered), "broken_first": [3] if tampered else [],
        },
    )  # fmt: skip
    assert (rows[0].actor_name, rows[0].about) == (lead.name, lead.email)
    found = list(whole_trail(AUDITOR, Wanted("case_study", "", reference)))
    assert [row.about for row in found] == [slug] * 5, "by the address that it had before"
    assert audit.missing(10, head) is None
    assert "when the trail was sealed (event 11)" in str(audit.missing(9, head))

    versions = db.session.scalars(sa.select(CaseStudyVersion)).all()
    assert [(one.number, one.content is None, one.sha256) for one in versions] == [
        (1, True, "0" * 64), (2, False, sha256),
    ]  # fmt: skip
    agreed = db.session.scalars(sa.select(CaseStudyAgreement)).one()
    assert (agreed.version_id, agreed.agreed_by_id) == (versions[1].id, lead.id)
    edit = db.session.scalars(sa.select(CaseStudyEdit)).one()
    assert (edit.case_study_id, edit.field, edit.editor_id) == (key, "title", lead.id)
    release = db.session.scalars(sa.select(Release)).one()
    assert (release.round_id, release.fund, release.over_budget_because) == (round_id, 1, SECRET)
    change = db.session.scalars(sa.select(RoundChange)).one()
    assert (change.reason, change.changes) == ("Asked for", {"title": ["Old", SECRET]})
