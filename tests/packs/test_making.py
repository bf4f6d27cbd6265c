"""What becomes of a pack while it is made, and what stands in it for whom."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa

from award.applications.models import Application
from award.assessment.models.fixed import FixedSheet
from award.foundation import clock, work
from award.foundation.db import db, transaction
from award.foundation.documents import pdf
from award.foundation.documents.parts import Document
from award.foundation.policy import Role
from award.foundation.work import Job, JobState, running
from award.moderation.queries.sheets import sheets_of
from award.moderation.services import scores
from award.packs.models import Pack, PackPart
from award.packs.services import making
from tests.build import accounts, applications, decisions, rounds
from tests.build import assessment as assessing
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.packs.test_packs import BOTH, Two, asked, taken, text_of

PLANTED = "Not Dr Gallimore of the Ostrich Institute"


@pytest.fixture
def two(client: CheckedClient) -> Two:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    client.sign_in(staff)
    round_ = rounds.closed_round(question_set_id=rounds.with_a_staff_question().id)
    found = []
    for title in ("Reminders that help", "Falls found early"):
        answers = rounds.small_answers(project_title=title, exclude_reviewers=PLANTED)
        one = applications.submitted(round_, title=title, answers=answers)
        found.append(assessing.assessed(one, build.APART, staff=staff))
    actor = actor_of(staff)
    item = build.item(found[0], actor)
    sheet = min(sheets_of(item, actor), key=lambda one: one.total_pct)
    key = item.round.criteria[0].key
    with transaction():
        scores.leave_out(item, sheet.letter, key, "It is about another.", actor=actor)
    decisions.staged(found[0], staff=staff)
    return Two(round_.reference, found[0].reference, found[1].reference, (), ())


def test_what_applicants_tell_the_programme_alone_is_in_its_dossiers_only(
    client: CheckedClient, two: Two
) -> None:
    pack = text_of(taken(client, asked(client, two)))
    assert two.second in pack and PLANTED not in pack
    assert "Total as submitted" in pack and "Counts" in pack
    file = taken(client, asked(client, two, kind="dossiers"))
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert PLANTED in text_of(archive.read(f"{two.first}/application.pdf"))
        became = text_of(archive.read(f"{two.first}/what-became-of-it.pdf"))
        said = json.loads(archive.read(f"{two.first}/what-assessors-said.json"))
    assert "Staged: nobody is told yet" in became and "£" in became
    sheets = {one["total_pct"]: one["counted_pct"] for one in said["sheets"]}
    assert sum(total != counted for total, counted in sheets.items()) == 1


def test_it_says_that_its_data_changed_since_and_is_made_again(
    client: CheckedClient, two: Two
) -> None:
    pack, dossiers = asked(client, two), asked(client, two, kind="dossiers")
    bare = asked(client, two, scores="no", names="no")
    words = text_of(taken(client, pack))
    sums = set(db.session.scalars(sa.select(FixedSheet.sha256)))
    assert sums and all(one in words.replace(" ", "") for one in sums)
    assert "Fixed before others read Yes: each was, before its own author could read" in words
    page = client.get("/exports", budget=9)
    assert "Changed since" not in page.text and "Make it again" not in page.text

    staff = accounts.account_of(pack.owner_id)
    with transaction():
        item = build.item(db.session.scalars(of(two.second)).one(), actor_of(staff))
        letter = sheets_of(item, actor_of(staff))[0].letter
        scores.leave_out(item, letter, "", "It is about another.", actor=actor_of(staff))
    decisions.staged(db.session.scalars(of(two.second)).one(), staff=staff)
    page = client.get("/exports", budget=9)
    said = f"1 of its 2 applications stands otherwise now: {two.second} ("
    assert page.text.count(said) == 2, "the one without scores tells nothing of it"
    assert f"{said}what is left out of the mean)" in page.text
    assert "(what is left out of the mean, the decision" in page.text
    client.post(f"/exports/{pack.token}/again", page.form_values())
    work.run_jobs()
    db.session.remove()
    page = client.get("/exports")
    assert page.text.count("Changed since") == 2
    last = db.session.scalars(sa.select(Pack).order_by(Pack.id.desc())).first()
    assert last and last.sha256 not in (pack.sha256, "") and last.kind == pack.kind
    client.get(f"/exports/{pack.token}/again", status=302)
    assert {bare.token, dossiers.token} <= {*page.html.split('"')}


def of(reference: str) -> sa.Select[tuple[Application]]:
    return sa.select(Application).where(Application.reference == reference)


@dataclass
class Setting:
    """What else happens at the time that a document is set: by its number."""

    at: dict[int, Callable[[], None]]
    number: int = 0


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Setting:
    found = Setting({})

    def as_pdf(document: Document) -> bytes:
        found.number += 1
        found.at.get(found.number, int)()
        return pdf.as_pdf(document)

    monkeypatch.setattr(making, "as_pdf", as_pdf)
    return found


def waits(client: CheckedClient, two: Two) -> Pack:
    """Asked for, and no worker came by."""
    here = f"/manage/rounds/{two.round}/packs/shortlist"
    client.post(here, {**client.get(here).form_values(), **BOTH})
    return now()


def now() -> Pack:
    db.session.remove()
    return db.session.scalars(sa.select(Pack)).one()


def job_of(pack: Pack) -> Job:
    return db.session.get_one(Job, pack.job_id)


def test_what_passes_is_tried_again_and_what_is_too_long_said_of_which(
    client: CheckedClient, two: Two, setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits(client, two)
    with monkeypatch.context() as short:
        short.setattr(pdf, "SECONDS", 0.01)
        work.run_jobs()
    assert job_of(now()).state == JobState.RUNNING
    setting.at = {3: lambda: monkeypatch.setattr(pdf, "MOST_CHARACTERS", 100)}
    with clock.at(clock.now() + timedelta(minutes=5)):
        work.run_jobs()
    assert job_of(now()).done == 1
    last = db.session.query(PackPart).order_by(PackPart.position.desc()).first()
    assert last and {one.lies_at for one in db.session.query(PackPart)} == {""}
    which = db.session.get_one(Application, last.application_id).reference
    page = client.get("/exports")
    assert f"{which} is too long to be set as a PDF. Leave it out." in page.text
    client.post(f"/exports/{now().token}/remove", page.form_values())
    assert "You have no exports" in client.get("/exports").text


def test_what_kills_its_workers_is_given_up(client: CheckedClient, two: Two) -> None:
    pack = waits(client, two)
    with transaction():
        job = job_of(pack)
        job.state, job.tries, job.claim = JobState.RUNNING, running.MOST_TRIES, "dead"
        job.seen_at = clock.now() - timedelta(hours=1)
    work.run_jobs()
    assert (job_of(now()).state, job_of(now()).why) == (JobState.FAILED, running.BROKEN)
    assert "There is no file" in client.get("/exports").text
