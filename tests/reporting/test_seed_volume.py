"""`flask seed volume` goes around the services: are its rows what they would have written?"""

from __future__ import annotations

import hashlib
import io
import json
from itertools import groupby
from statistics import fmean, stdev

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application, StoredFile, Submission
from award.assessment.models.assignments import Assignment, Score, Sheet
from award.assessment.models.fixed import FixedSheet, SheetShown
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries.chasing import all_to_chase
from award.assessment.queries.fixed import fixed_sheets, standing_on
from award.assessment.rules.fixed import shown_to
from award.foundation import audit, checks, clock, frozen
from award.foundation.db import db, transaction
from award.foundation.files import storage
from award.foundation.many import on_postgresql
from award.foundation.policy import SYSTEM, Actor, Role
from award.reporting.services import export
from award.rounds.models import Criterion, Round
from award.seeding import volume, volume_making
from award.seeding.volume_borrowed import finished
from award.seeding.volume_parts import Setting
from award.seeding.volume_rows import Maker
from tests.build.accounts import user
from tests.client import CheckedClient

COUNT = 20


def seed(app: Flask, number: int = 7) -> str:
    words = ["seed", "volume", "--applications", str(COUNT), "--assessors", "5"]
    done = app.test_cli_runner().invoke(args=[*words, "--seed", str(number)])
    assert done.exit_code == 0, done.output
    first, second = done.output.splitlines()
    reference = first.rstrip(".").rpartition(" ")[2]
    assert first == f"Seeded {COUNT} applications into round {reference}."
    assert second == f"Published {COUNT // 10} case studies."
    return reference


@pytest.fixture
def reference(app: Flask) -> str:
    return seed(app)


def test_the_chapters_own_checks_find_nothing(reference: str) -> None:
    assert [fault for check in checks.CHECKS.all().values() for fault in check()] == []
    summaries = db.session.scalars(sa.select(ScoreSummary)).all()
    assert [(row.assigned, row.submitted, row.conflicted) for row in summaries] == [
        (3, 3, 0)
    ] * COUNT


def test_one_that_is_under_way_leaves_work_to_assign_and_people_to_chase(app: Flask) -> None:
    volume.seed(COUNT, 12, 7, under_way=True)
    assert [fault for check in checks.CHECKS.all().values() for fault in check()] == []
    round_ = db.session.scalars(sa.select(Round).where(Round.reference.like("VOL-%"))).one()
    late = all_to_chase(round_.id, clock.now())
    assert [one.name for one in late] == ["Assessor Number 0", "Assessor Number 6"]
    never, begun = late
    assert never.to_declare and not never.to_score and never.saved_at is None
    assert begun.to_score and not begun.to_declare and begun.silent_for(clock.now()) == 30
    states = db.session.execute(
        sa.select(Application.state, sa.func.count()).group_by(Application.state)
    )
    found = {str(row[0]): row[1] for row in states}
    assert found["submitted"] == COUNT // 5
    assert found["assessed"] + found["in_assessment"] == COUNT - COUNT // 5
    assert all(one.due_at < clock.now() for one in late)


def test_each_sheet_is_kept_with_its_fingerprint(reference: str, client: CheckedClient) -> None:
    kept = db.session.scalars(sa.select(FixedSheet).order_by(FixedSheet.id)).all()
    assert len(kept) == 3 * COUNT
    standing = standing_on(db.session.scalars(sa.select(Application.id)).all())
    shown = db.session.execute(sa.select(SheetShown)).scalars().all()
    assert {(one.fixed_sheet_id, one.to_id) for one in shown} == {
        pair for of_one in standing.values() for pair in shown_to(*of_one)
    }
    moments = {one.id: one.fixed_at for one in kept}
    own = {one.assignment_id: one.fixed_at for one in kept}
    assert all(one.shown_at == max(moments[one.fixed_sheet_id], own[one.to_id]) for one in shown), (
        "each could read another's once both were in"
    )
    client.sign_in(user("Sam Staff", roles=(Role.STAFF,)))
    page = client.get(f"/manage/rounds/{reference}/sheets")
    assert sum(one.sha256 in page.text for one in kept) == 50 and " No " not in page.text
    round_ = db.session.scalars(sa.select(Round).where(Round.reference == reference)).one()
    file = io.BytesIO()
    with transaction():
        export(fixed_sheets(round_).file({}, SYSTEM), "csv", file, actor=SYSTEM)
    listed = file.getvalue().decode("utf-8-sig")
    run = client.app.test_cli_runner()
    good = run.invoke(args=["sheets", "verify", "-"], input=listed)
    assert good.exit_code == 0 and good.output.count("fixed before") == len(kept), good.output
    elsewhere = listed.replace(f"-{COUNT - 1:05d}", "-00000")
    assert run.invoke(args=["sheets", "verify", "-"], input=elsewhere).exit_code == 1
    _take_away_what_keeps_them()
    kept[4].content = kept[4].content | {"recommend": not kept[4].content["recommend"]}
    db.session.commit()
    bad = run.invoke(args=["sheets", "verify", "-"], input=listed)
    assert bad.exit_code == 1 and bad.output.count("WRONG") == 1, bad.output
    assert "was changed since" in bad.output


def _take_away_what_keeps_them() -> None:
    """As somebody at the database can."""
    for name, table in frozen.triggers(db.session.connection()).items():
        if table == FixedSheet.__tablename__:
            on = f" ON {table}" if on_postgresql() else ""
            db.session.execute(sa.text(f"DROP TRIGGER {name}{on}"))


def test_all_have_tables_and_files_worth_reading(reference: str, client: CheckedClient) -> None:
    files = db.session.scalars(sa.select(StoredFile)).all()
    have = {one.application_id for one in files}
    assert len(have) == COUNT
    assert len({one.lies_at for one in files}) == 3, "stored once, had by many"
    for one in files[:3]:
        content = b"".join(storage.read(one.lies_at))
        assert hashlib.sha256(content).hexdigest() == one.sha256 and len(content) == one.size
        assert b"Fictional Care" not in b"".join(storage.read(one.copy_at))
    answers = db.session.scalars(sa.select(Submission.content)).all()
    named = {file["id"] for one in answers for file in one["answers"].get("plan_file", [])}
    assert named == {one.key for one in files if one.question_key == "plan_file"}
    mine = db.session.get_one(Application, files[0].application_id)
    lead = db.session.get_one(User, mine.lead_id)
    client.sign_in(lead)
    page = client.get(f"/applications/{mine.reference}/submission").text
    assert "Project plan.pdf" in page
    people = {member["name"] for one in answers for member in one["answers"]["team"]}
    written = {m["name"] for one in finished(2) for m in one.get("team", [])}
    assert people <= written, "people of the demonstration, no words drawn by lot"
    assert any(name in page for name in people)


def test_other_processes_make_the_same(reference: str, monkeypatch: pytest.MonkeyPatch) -> None:
    person = Actor(1, "Somebody", "somebody@example.org")
    round_ = db.session.scalars(sa.select(Round).where(Round.reference == reference)).one()
    setting = Setting(
        round_.id, reference, round_.title, round_.opens_at, round_.closes_at,
        round_.question_set_id, person, (person,) * 3, (person,), seed=7,
    )  # fmt: skip
    maker, batches = Maker(setting), [range(2), range(2, 3), range(3, 5)]
    made = {}
    for processors in (1, 2, 3):
        monkeypatch.setattr(volume_making, "_processors", lambda count=processors: count)
        with volume_making.beside(maker.make, batches) as found:
            made[processors] = list(found)
    assert made[1] == made[2] == made[3]
    assert [len(batch.rows["application"]) for batch in made[1]] == [2, 1, 2]
    assert [e.actor.is_system for e in made[3][1].events] == [
        e.verb == "application.finish_assessment" for e in made[3][1].events
    ]


def test_its_case_studies_are_found_and_read(reference: str, client: CheckedClient) -> None:
    seed(client.app, 8)
    page = client.get("/case-studies?q=sensor")
    found = {link for link in page.links().values() if "volume-story-" in link}
    assert len(found) == 2 * (COUNT // 10)
    for link in sorted(found):
        assert "The problem to be solved" in client.get(link.partition("?")[0]).text


def test_means_by_hand(reference: str) -> None:
    """Σ weight·score·10 ÷ Σ weight for each sheet, and the mean of those."""
    rows = db.session.execute(
        sa.select(
            Application.id,
            Sheet.id.label("sheet"),
            Sheet.weighted_pct,
            Score.value,
            Criterion.weight,
        )
        .join(Assignment, Assignment.application_id == Application.id)
        .join(Sheet, Sheet.assignment_id == Assignment.id)
        .join(Score, Score.sheet_id == Sheet.id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .order_by(Application.id, Sheet.id)
    ).all()
    applications = 0
    for key, sheets in groupby(rows, key=lambda row: row.id):
        totals = []
        for _, scores in groupby(sheets, key=lambda row: row.sheet):
            given = list(scores)
            weight = sum(row.weight for row in given)
            totals.append(sum(row.weight * row.value for row in given) * 10 / weight)
            assert given[0].weighted_pct == pytest.approx(totals[-1], abs=1e-9)
        summary = db.session.get_one(ScoreSummary, key)
        assert len(totals) == 3
        assert summary.mean_pct == pytest.approx(fmean(totals), abs=1e-9)
        assert (summary.min_pct, summary.max_pct) == pytest.approx((min(totals), max(totals)))
        assert summary.sd_pct == pytest.approx(stdev(totals))
        applications += 1
    assert applications == COUNT


def test_fingerprints_by_hand(reference: str) -> None:
    """SHA-256 of the canonical JSON, of what the database gives back."""
    submissions = db.session.scalars(sa.select(Submission)).all()
    assert len(submissions) == COUNT
    for submission in submissions:
        canonical = json.dumps(
            submission.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        assert submission.sha256 == hashlib.sha256(canonical.encode("utf-8")).hexdigest()
        assert submission.content["round"]["reference"] == reference


def test_a_second_round_stands_beside_the_first(app: Flask, reference: str) -> None:
    """With the same people; the same seed gives the same scores."""
    again = seed(app)
    assert again != reference
    means = {
        name: db.session.scalars(
            sa.select(ScoreSummary.mean_pct)
            .join(Application, Application.id == ScoreSummary.application_id)
            .join(Round, Round.id == Application.round_id)
            .where(Round.reference == name)
            .order_by(Application.id)
        ).all()
        for name in (reference, again)
    }
    assert means[reference] == means[again]
    assert len(means[again]) == COUNT
    assert list(audit.verify_chain()) == []
