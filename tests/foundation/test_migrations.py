"""Migrations keep the rows that are there, in both directions, on both databases."""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa

from award import create_app
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.models.kept import ScoreSummary
from award.case_studies.models import CaseStudyVersion
from award.foundation import migrations
from award.foundation.db import db
from award.foundation.policy import Role
from tests import databases
from tests.build import accounts, applications, assessment, case_studies, moderation, rounds
from tests.case_studies.test_updates_end import told_of
from tests.conftest import app_of_its_own, make_settings


def states() -> dict[int, str]:
    found = db.session.execute(sa.select(Assignment.id, Assignment.state))
    rows = {row.id: row.state for row in found}
    db.session.remove()
    return rows


def test_assignments_outlive_the_way_back_and_forth(database_name: str, tmp_path: Path) -> None:
    with app_of_its_own(database_name, tmp_path) as app, app.app_context():
        decided, open_ = applications.submitted(), applications.submitted()
        closed = assessment.declared(decided).id
        waiting = assessment.declared(open_).id
        assessment.decided(decided)
        db.session.remove()
        assert states() == {closed: "closed", waiting: "to_score"}
        migrations.downgrade("0002")
        assert states() == {closed: "removed", waiting: "to_score"}
        migrations.upgrade()
        assert states() == {closed: "removed", waiting: "to_score"}
        sheets = db.session.scalars(sa.select(Sheet.assignment_id)).all()
        assert sorted(sheets) == sorted([closed, waiting])
        if database_name == "sqlite":
            assert db.session.scalar(sa.text("PRAGMA foreign_keys")) == 1
            assert db.session.execute(sa.text("PRAGMA foreign_key_check")).all() == []
        db.session.remove()
        db.engine.dispose()


def test_texts_that_a_stage_moved_with_are_told_from_those_sent(
    database_name: str, tmp_path: Path
) -> None:
    with app_of_its_own(database_name, tmp_path) as app, app.app_context():
        study = case_studies.published()
        told_of(study, "Older", stages=("production",), publish=1)
        moved = sa.select(CaseStudyVersion.moved_by_id).order_by(CaseStudyVersion.number)
        said = db.session.scalars(moved).all()
        assert said[0] is None and said[1] is not None
        db.session.remove()
        migrations.downgrade("0105")
        migrations.upgrade()
        assert db.session.scalars(moved).all() == said
        db.session.remove()


def test_what_each_panel_comes_to_is_worked_out_of_the_scores_there_are(
    database_name: str, tmp_path: Path
) -> None:
    """The last digit too, and with a score left out."""
    with app_of_its_own(database_name, tmp_path) as app, app.app_context():
        staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
        lived = assessment.assessor("Lee Lived", panel="lived_experience")
        round_ = rounds.closed_round(min_assessments=2)
        for scores in ([7, 9, 4], [3, 1, 2], [6, 1, 2]):
            bid = applications.submitted(round_)
            for who, given in ((lived, scores), (None, [8, 6, 7]), (None, [5, 10, 3])):
                assessment.scored(bid, given, who)
        applications.submitted(round_)
        moderation.decide_something(bid, staff=staff)
        kept = sa.select(
            ScoreSummary.application_id, ScoreSummary.lived_counted, ScoreSummary.lived_mean_pct,
            ScoreSummary.others_mean_pct, ScoreSummary.panels_part,
        ).order_by(ScoreSummary.application_id)  # fmt: skip
        before = db.session.execute(kept).all()
        assert [row[1] for row in before] == [1, 1, 1] and before[1][-1]
        db.session.remove()
        migrations.downgrade("0107")
        migrations.upgrade()
        assert db.session.execute(kept).all() == before
        db.session.remove()


def test_accounts_of_before_get_a_reference_each(database_name: str, tmp_path: Path) -> None:
    with databases.url_of(database_name, f"award_test_references_{os.getpid()}", tmp_path) as url:
        app = create_app(make_settings(tmp_path, url))
        with app.app_context():
            migrations.upgrade("0008")
            for number in range(3):
                db.session.execute(
                    sa.text(
                        "INSERT INTO user_account (email, name, name_key, active, fs_uniquifier,"
                        " created_at, updated_at)"
                        " VALUES (:email, 'A', 'a', true, :email, :now, :now)"
                    ),
                    {"email": f"{number}/a@example.org", "now": "2026-01-01 00:00:00"},
                )
            db.session.commit()
            db.session.remove()
            migrations.upgrade()
            made = db.session.scalars(sa.text("SELECT reference FROM user_account")).all()
            assert len({one for one in made if one.startswith("PER-")}) == 3
            db.session.remove()
            db.engine.dispose()
