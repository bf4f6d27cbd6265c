"""After every migration, up and down, with rows and without, the database is what the models say:
tables, constraints, indexes, and the triggers that keep frozen rows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from sqlalchemy.exc import DatabaseError

from award import create_app
from award.applications.changing import Extension
from award.applications.models import Application
from award.applications.rules.states import ExtensionKind
from award.applications.together import HandOver
from award.assessment.models.agreements import AssessorAgreement
from award.assessment.models.assignments import Assignment
from award.assessment.models.pins import Pin
from award.case_studies.models import CaseStudyRemark, CaseStudyVersion
from award.case_studies.services import drawing
from award.decisions.models import (
    AcceptedQuestion,
    Decision,
    DecisionTold,
    Feedback,
    ReservePlace,
)
from award.foundation import checks, clock, frozen, migrations, search
from award.foundation.db import Base, db, make_file, transaction
from award.interests.models import ConflictDecision
from award.interests.rules.declared import InterestKind
from award.interests.services.declaring import Given, declare_interests
from award.messages.models import Message, Thread
from award.open_data.models import RoundMethod
from award.payments.models import PayAnswer, PayOffer
from award.payments.rules.states import Reply
from award.reporting.models import ApartCount
from award.rounds.models import Criterion, ExtraTime, RegimeRecord, Round, RoundChange
from award.scenarios.models import Scenario
from tests import databases
from tests.build import accounts, assessment, calibration, case_studies, draws, rounds
from tests.conftest import app_of_its_own, make_settings, rolled_back
from tests.foundation.schema import schema_of

pytestmark = pytest.mark.long

REVISIONS = [
    script.revision
    for script in ScriptDirectory("migrations").walk_revisions()  # the newest first
][::-1]
LATEST = 5


@contextmanager
def empty(database: str, directory: Path, label: str) -> Iterator[Flask]:
    name = f"award_test_{label}_{os.getpid()}"
    with databases.url_of(database, name, directory) as url:
        app = create_app(make_settings(directory, url))
        with app.app_context():
            make_file()
            yield app
            db.session.remove()
            db.engine.dispose()


def migrated() -> dict[str, dict[str, Any]]:
    """The schema as it is; its triggers are those declared for the tables that there are."""
    with db.engine.connect() as connection:
        assert frozen.triggers(connection) == frozen.expected(connection)
        return schema_of(connection)


def row_counts() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


@pytest.fixture(scope="module")
def declared(database_name: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The schema that the models make without any migration."""
    directory = tmp_path_factory.mktemp("declared")
    with empty(database_name, directory, "declared"), db.engine.begin() as connection:
        Base.metadata.create_all(connection)
        frozen.remake(connection)
        return schema_of(connection)


def test_every_step_up_and_down_leads_to_what_the_models_say(
    declared: Any, database_name: str, tmp_path: Path
) -> None:
    """The schema is looked at after each of the latest steps, which may still change, and after
    every fourth before: what one of those did wrong on its way down is seen at the next."""
    looked_at = REVISIONS[:-LATEST:4] + REVISIONS[-LATEST:]
    with empty(database_name, tmp_path, "steps"):
        seen = {}
        for revision in looked_at:
            migrations.upgrade(revision)
            seen[revision] = migrated()
        assert seen[REVISIONS[-1]] == declared
        for revision in looked_at[-2::-1]:
            migrations.downgrade(revision)
            assert migrated() == seen[revision], revision
        migrations.downgrade("base")
        assert migrated() == {}


def test_rows_of_older_revisions_reach_the_newest(
    declared: Any, database_name: str, tmp_path: Path
) -> None:
    """The latest, which may still change, every sixteenth before, and the first, from which all
    steps are taken."""
    older = REVISIONS[:-1]
    from_here = sorted({*older[-3:], *older[::16]}, reverse=True)
    assert from_here[-1] == REVISIONS[0]
    with app_of_its_own(database_name, tmp_path) as app, app.app_context():
        case_studies.published(case_studies.funded(assessors=True))
        db.session.remove()
        for revision in from_here:
            before = row_counts()
            migrations.downgrade(revision)
            migrated()
            migrations.upgrade()
            assert migrated() == declared
            with transaction():
                list(search.rebuild())  # as flask prepare does: terms are not migrated,
                list(drawing.draw_again())  # nor is the HTML of what is published
            now = row_counts()
            # the event that seals, what is kept for a week, and an index whose texts the first
            # revision had no table for
            # ... and evidence of moments, which nothing makes again
            lost = ("audit_event", "earlier_value", "fixed_sheet", "sheet_shown")
            apart = "search_" if revision == REVISIONS[0] else "audit_event"
            if revision == REVISIONS[0]:  # which had no problems to edit
                now["case_study_edit"] += 1
            for name in before:
                if name in lost or name.startswith(apart):
                    now[name] = before[name]
            assert now == before, revision
            says = "Everything stands where its last recorded move put it"
            assert list(checks.CHECKS.all()[says]()) == []
            db.session.remove()


def test_a_table_that_is_changed_by_copying_is_frozen_afterwards(
    database_name: str, tmp_path: Path
) -> None:
    """What no migration does today, and the next one may: each frozen table, and a table that a
    trigger of another looks at."""
    with app_of_its_own(database_name, tmp_path) as app, app.app_context():
        before = migrated()
        for name in [*frozen.frozen_tables(), "assignment"]:
            with db.engine.connect() as connection:
                if database_name == "sqlite":
                    connection.exec_driver_sql("PRAGMA legacy_alter_table=ON")
                    connection.rollback()
                operations = Operations(MigrationContext.configure(connection))
                with operations.batch_alter_table(name, recreate="auto") as table:
                    table.add_column(sa.Column("extra", sa.Integer()))
                with operations.batch_alter_table(name, recreate="auto") as table:
                    table.drop_column("extra")
                frozen.remake(connection)
                connection.commit()
        assert migrated() == before


@pytest.fixture(autouse=True)
def context() -> None:
    """The tests of the module have databases or a transaction of their own."""


@pytest.fixture(scope="module")
def history(app: Flask) -> Iterator[None]:
    """A row in every table that is declared frozen; what a test tries of them is refused."""
    with rolled_back(app):
        case_studies.published(case_studies.funded(assessors=True))
        read = db.session.scalars(sa.select(CaseStudyVersion).limit(1)).one()
        db.session.add(
            CaseStudyRemark(version_id=read.id, section="problem", words="No", made_at=clock.now())
        )
        round_ = db.session.scalars(sa.select(Round)).one()
        calibration.calibrated(rounds.closed_round(), assessment.assessor())
        draws.drawn(rounds.closed_round(), accounts.user("Dra Wer"))
        db.session.add(RoundChange(round_id=round_.id, reason="Asked for", changes={}))
        of_round = sa.select(Application).where(Application.round_id == round_.id)
        application = db.session.scalars(of_round).one()
        lead = application.lead_id
        sheet = db.session.scalars(sa.select(Assignment).limit(1)).one()
        words = {"question_key": "problem", "quotation": "An example", "offset": 0}
        first = db.session.scalars(sa.select(Criterion).limit(1)).one()
        agreed = {"person_id": sheet.assessor_id, "rules": "Keep it to yourself"}
        db.session.add(AssessorAgreement(round_id=round_.id, **agreed))
        db.session.add(Pin(assignment_id=sheet.id, criterion_id=first.id, **words))
        db.session.add(
            HandOver(application_id=application.id, from_id=lead, to_id=lead, reason="Ill")
        )
        db.session.add(
            Extension(application_id=application.id, until=clock.now(), kind=ExtensionKind.FAULT,
                      reason="Ill", granted_by_id=lead)
        )  # fmt: skip
        db.session.add(
            ExtraTime(round_id=round_.id, from_at=clock.now(), to_at=clock.now(), hours=1,
                      applications=1, reason="A fault", given_by_id=lead)
        )  # fmt: skip
        db.session.add(RoundMethod(round_id=round_.id, body={}, sha256="0", kept_at=clock.now()))
        thread = Thread(application_id=application.id, number=1, subject="When?")
        db.session.add(thread)
        db.session.flush()
        said = {"author_id": lead, "from_team": False, "words": "When do you decide?"}
        db.session.add(Message(thread_id=thread.id, **said))
        db.session.add(RegimeRecord(key="dtac", version="2", revision=1, digest="x", body={}))
        db.session.add(_answer_to_an_offer(round_.id, sheet.assessor_id))
        assessor = accounts.account_of(sheet.assessor_id)
        declare_interests(
            assessor, [Given(InterestKind.FAMILY, "A care home")], nothing=False,
            actor=accounts.actor_of(assessor),
        )  # fmt: skip
        db.session.add(
            ConflictDecision(application_id=application.id, person_id=assessor.id,
                             decision="apart", reason="A sister", about=[], decided_by_id=lead)
        )  # fmt: skip
        db.session.add(ApartCount(round_id=round_.id, received=1, numbers={}))
        decision = db.session.scalars(sa.select(Decision).limit(1)).one()
        digests = {"ranking_sha256": "x", "decided_sha256": "x"}
        db.session.add(
            Scenario(round_id=round_.id, name="One", asked={}, found={}, made_by_id=lead, **digests)
        )
        db.session.add(DecisionTold(decision_id=decision.id, body={}))
        db.session.add(Feedback(decision_id=decision.id, released_at=clock.now()))
        db.session.add(
            AcceptedQuestion(round_id=round_.id, accepted_at=clock.now(), of_feedback=False,
                             question="third", applications=1, because="")
        )  # fmt: skip
        db.session.add(
            ReservePlace(decision_id=decision.id, place=1, since=clock.now(), note="",
                         exception_reason="", staged_by_id=lead, over_budget_because="")
        )  # fmt: skip
        db.session.flush()
        yield


def _answer_to_an_offer(round_id: int, person_id: int) -> PayAnswer:
    words = {"hours": "Two", "expenses": "Fares", "benefits": "Ask first", "advice": "Ask us"}
    offer = PayOffer(
        round_id=round_id, written_by_id=person_id, sheet_pence=1, hour_pence=1, **words
    )
    db.session.add(offer)
    db.session.flush()
    return PayAnswer(offer_id=offer.id, person_id=person_id, answer=Reply.PAID, offered=words)


@pytest.mark.parametrize("name", sorted(frozen.frozen_tables()))
def test_the_database_refuses(history: None, name: str) -> None:
    """UPDATE, DELETE, TRUNCATE and REPLACE, for every table that is declared frozen."""
    table = Base.metadata.tables[name]
    rule = frozen.frozen_tables()[name]
    column = next(c.name for c in table.c if not c.primary_key and c.name not in rule.erasable)
    statements = [f"UPDATE {name} SET {column} = {column}", f"DELETE FROM {name}"]
    if current_app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        statements += [
            f"INSERT OR REPLACE INTO {name} SELECT * FROM {name} LIMIT 1",
            f"UPDATE OR REPLACE {name} SET {column} = {column}",
        ]
    else:
        statements += [f"TRUNCATE {name} CASCADE"]
    assert db.session.scalar(sa.text(f"SELECT count(*) FROM {name}"))
    for statement in statements:
        with pytest.raises(DatabaseError, match="never changed"), db.session.begin_nested():
            db.session.execute(sa.text(statement))
