"""Lists that take longer to make than somebody waits: by a job, among one's exports."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import datetime, timedelta

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from award.accounts.models import OrganisationMember, User
from award.accounts.queries.people import user_with_roles
from award.accounts.services.people import add_role, remove_role
from award.applications.models import Application
from award.foundation import clock, columns, work
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.moderation.queries.panels import panel_of
from award.moderation.services import chairing
from award.packs.jobs import sweep_packs
from award.packs.models import ListFile
from award.packs.services import lists
from award.packs.views import lists as views
from tests.build import accounts, applications, assessment, rounds
from tests.build.accounts import actor_of
from tests.client import CheckedClient


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


@pytest.fixture
def here(staff: User, monkeypatch: pytest.MonkeyPatch) -> str:
    """A round of two that have been scored, whose every list is long."""
    round_ = rounds.open_round(blindness="double")
    person = assessment.assessor("Ass Essor")
    for title in ("Reminders that help", "Falls found early"):
        assessment.scored(
            applications.submitted(round_, title=title), (8, 7, 6), person, staff=staff
        )
    monkeypatch.setattr(columns, "CELLS_AT_ONCE", 1)
    return f"/manage/rounds/{round_.reference}"


def last(client: CheckedClient) -> ListFile:
    """As the worker left it."""
    work.run_jobs()
    db.session.expire_all()
    found = db.session.scalars(select(ListFile).order_by(ListFile.id.desc())).first()
    assert found is not None
    db.session.expunge(found)
    return found


def taken(client: CheckedClient, file: ListFile, what: str = "file", status: int = 200) -> bytes:
    return client.post(f"/exports/lists/{file.token}/{what}", status=status).data


def tied(person: int, here: str) -> None:
    """Somebody turns out to be of the organisation that applied first."""
    organisation = first_of(here).organisation_id
    db.session.add(OrganisationMember(user_id=person, organisation_id=organisation))
    db.session.commit()


def first_of(here: str) -> Application:
    reference = here.rpartition("/")[2]
    return db.session.scalars(
        select(Application)
        .where(Application.round.has(reference=reference))
        .order_by(Application.id)
    ).first() or pytest.fail("none")


@pytest.mark.parametrize("key", ["shortlist", "applications", "scores"])
def test_who_asks_for_a_long_list_waits_for_no_row_of_it(
    here: str, staff: User, client: CheckedClient, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """At 50,000 applications the first of all of them, sorted, is seconds away."""
    monkeypatch.setattr(views, "export_of", lambda *_: pytest.fail("the rows were asked for"))
    page = client.sign_in(staff).get(f"{here}/{key}")
    answer = client.post(f"{here}/{key}.csv", page.form_values(f"{key}.csv"))
    assert (answer.location or "").startswith("/exports#")
    assert db.session.scalars(select(work.Job.total)).one() == {"scores": 6}.get(key, 2)


def test_a_long_list_waits_among_exports_with_what_it_says_of_itself(
    here: str, staff: User, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(staff)
    asked = f"{here}/scores?counts=yes&sort=score"
    page = client.get(asked)
    assert "waits in your exports" in page.text
    answer = client.post(f"{here}/scores.csv", {"counts": "yes", "sort": "score"})
    waiting = db.session.scalars(select(ListFile.token)).one()
    assert answer.location == f"/exports#{waiting}"
    client.post(f"{here}/scores.csv", {"counts": "yes", "sort": "score"})
    assert "Waiting for its turn" in client.get("/exports").text
    client.post(f"/exports/lists/{waiting}/file", status=404)
    file = last(client)
    assert file.token == waiting, "pressed twice it is one file"
    shown = client.get("/exports").text
    assert file.sha256 in shown and "Scores, CSV: " in shown and "6 rows" in shown
    content = taken(client, file)
    assert hashlib.sha256(content).hexdigest() == file.sha256
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert [row["Score"] for row in rows] == ["8", "8", "7", "7", "6", "6"]
    said = json.loads(taken(client, file, "manifest"))
    part = said["parts"][0]
    assert part["sha256"] == file.sha256 and part["rows"] == {"scores": 6}
    assert said["asked"]["filter"] == {"counts": ["yes"], "sort": "score"}
    assert said["made_for"] == "Sam Staff" and said["marking"].startswith("OFFICIAL-SENSITIVE")
    assert datetime.fromisoformat(said["data_as_of"]) == file.made_at
    # as it would have been made at once, to the byte
    monkeypatch.undo()
    at_once = client.post(f"{here}/scores.csv", {"counts": "yes", "sort": "score"}, status=200)
    assert at_once.data == content
    verbs = db.session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id)).all()
    wanted = ["round.ask_list", "round.make_list", "round.export", "round.export", "round.export"]
    assert [one for one in verbs if one in wanted] == wanted
    letters = db.session.scalars(
        select(OutboxMessage.body).where(OutboxMessage.notice == "list_file.made")
    ).all()
    assert len(letters) == 1 and f"/exports#{file.token}" in letters[0]
    with clock.at(clock.now() + timedelta(days=8)):
        assert file.token not in client.get("/exports").html
        sweep_packs()
    assert db.session.scalars(select(ListFile)).all() == []


@pytest.mark.each_database
def test_the_same_data_give_the_same_workbook(
    here: str, staff: User, client: CheckedClient
) -> None:
    client.sign_in(staff)
    client.post(f"{here}/tables.xlsx")
    file = last(client)
    book = openpyxl.load_workbook(io.BytesIO(taken(client, file)))
    assert len(book.sheetnames) > 8 and "Scores" in book.sheetnames
    with clock.at(clock.now() + timedelta(minutes=7)):
        client.post(f"/exports/lists/{file.token}/again", client.get("/exports").form_values())
        again = last(client)
    assert again.token != file.token and again.sha256 == file.sha256
    named = [
        client.post(f"/exports/lists/{one.token}/file", status=200).response.headers[
            "Content-Disposition"
        ]
        for one in (file, again)
    ]
    assert named[0] != named[1] and f"{here.rpartition('/')[2].lower()}-tables-20" in named[0]


@pytest.mark.each_database
def test_it_is_its_owners_while_nothing_of_it_is_out_of_their_reach(
    here: str, staff: User, client: CheckedClient, app: Flask
) -> None:
    client.sign_in(staff)
    number = staff.id
    client.post(f"{here}/shortlist.json")
    file = last(client)
    other = CheckedClient(app).sign_in(accounts.user("Una Other", roles=(Role.STAFF,)))
    for what in ("file", "manifest", "remove", "again"):
        other.post(f"/exports/lists/{file.token}/{what}", status=404)
    assert "You have no exports" in other.get("/exports").text

    # While it is made: what came between asking and making is not in it.
    client.post(f"{here}/scores.json")
    first = first_of(here).reference
    tied(number, here)
    late = last(client)
    told = json.loads(taken(client, late))
    assert told["rows"] == 3 and first not in str(told)
    # And what was there before is gone.
    page = client.get("/exports")
    assert file.token not in page.html and late.token in page.html
    taken(client, file, status=404)
    taken(client, file, "manifest", status=404)

    # So is all that somebody took with a role that they lost.
    by = actor_of(accounts.user("Ada Admin", roles=(Role.ADMIN,)))
    with transaction():
        add_role(there(user_with_roles(number), "the account"), Role.AUDITOR, actor=by)
        remove_role(there(user_with_roles(number), "the account"), Role.STAFF, actor=by)
    client.sign_in(db.session.get_one(User, number))
    assert late.token not in client.get("/exports").html
    taken(client, late, status=404)


def test_a_tie_that_comes_while_it_is_written_leaves_no_file(
    here: str, staff: User, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(staff)
    client.post(f"{here}/scores.xlsx")
    number, made = staff.id, lists.note_made

    def note_made(file: ListFile, found: lists.Made, *, actor: object) -> None:
        tied(number, here)
        made(file, found, actor=actor)  # type: ignore[arg-type]

    monkeypatch.setattr(lists, "note_made", note_made)
    assert last(client).made_at is None
    assert "went out of your reach" in client.get("/exports").text


def test_a_chair_has_it_while_they_chair(here: str, staff: User, client: CheckedClient) -> None:
    chair = assessment.assessor("Cha Irs")
    reference = here.rpartition("/")[2]
    panel = panel_of(actor_of(staff), reference) or pytest.fail("no panel")
    with transaction():
        chairing.appoint(panel, chair.email, deputy=False, actor=actor_of(staff))
    with transaction():
        chairing.open_to_chairs(panel, actor=actor_of(staff))
    client.sign_in(chair)
    number = chair.id
    client.post(f"{here}/tables.xlsx")
    file = last(client)
    book = openpyxl.load_workbook(io.BytesIO(taken(client, file)))
    assert book.sheetnames[1:] == ["To moderate", "Scores", "Comments", "Statistics", "About"]
    said = str([[cell.value for cell in row] for sheet in book for row in sheet])
    assert "Assessor" in said and "Ass Essor" not in said
    tied(number, here)
    assert file.token not in client.get("/exports").html
    taken(client, file, status=404)


def test_it_can_be_stopped_and_removed_and_there_is_a_limit(
    here: str, staff: User, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(staff)
    client.post(f"{here}/scores.xlsx")
    page = client.get("/exports")
    file = db.session.scalars(select(ListFile)).one()
    client.post(f"/exports/lists/{file.token}/remove", page.form_values(), status=409)
    job = db.session.get_one(work.Job, file.job_id)
    stop = client.get(f"/manage/jobs/{job.reference}")
    client.post(f"/manage/jobs/{job.reference}/stop", stop.form_values())
    assert last(client).made_at is None
    page = client.get("/exports")
    assert "There is no file" in page.text
    monkeypatch.setattr(lists, "MOST_KEPT", 1)
    refused = client.post(f"{here}/shortlist.xlsx", status=409)
    assert "Remove one" in refused.text
    client.post(f"/exports/lists/{file.token}/remove", page.form_values())
    client.post(f"{here}/shortlist.xlsx")
    assert last(client).made_at is not None


@pytest.mark.any_database
def test_as_many_statements_for_many_exports(here: str, staff: User, client: CheckedClient) -> None:
    client.sign_in(staff)
    counts = set()
    for key in ("scores", "comments", "workload"):
        client.post(f"{here}/{key}.csv")
        file = last(client)
        shown = len(client.get("/exports").statements)
        got = client.post(f"/exports/lists/{file.token}/manifest", status=200)
        counts.add((shown, len(got.statements) > 0))
    assert len(counts) == 1, counts
