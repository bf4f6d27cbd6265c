"""The shortlist as a file: from the page and from the command line."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.decisions.queries.decisions import round_to_decide
from award.decisions.queries.shortlist_list import shortlist_list
from award.design.formatters import long_datetime
from award.foundation import clock
from award.foundation.audit import AuditEvent
from award.foundation.clock import london
from award.foundation.columns import open_columns
from award.foundation.db import db
from award.foundation.policy import Role
from award.rounds.models import Round
from tests.build import accounts, applications, assessment, decisions, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.page import Page
from tests.trail import who

INJECTION = '=HYPERLINK("http://evil.example","£ Café")'


@pytest.fixture
def staff(app: Flask) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


@pytest.fixture
def round_(app: Flask) -> Round:
    return rounds.closed_round()


@pytest.fixture
def application(round_: Round, staff: User) -> Application:
    lead = user("Ada Lead", roles=())
    place = accounts.organisation(lead, name="@SUM(A1) Care")
    found = applications.submitted(round_, lead, title=INJECTION, organisation=place)
    assessment.assessed(found, [[9, 8, 7], [8, 8, 8]])
    decisions.staged(found, amount_gbp=88_000, note="-1 for luck", staff=staff)
    return found


def path(round_: Round, format_: str = "") -> str:
    return f"/manage/rounds/{round_.reference}/shortlist" + (f".{format_}" if format_ else "")


def headings(page: Page) -> list[str]:
    table = next(t for t in page.all("table") if "shortlist__table" in t.get("class", ""))
    return ["".join(cell.itertext()) for cell in next(iter(table.iter("tr")))]


def downloaded(client: CheckedClient, round_: Round, **fields: str) -> dict[str, list[str]]:
    """Format -> headings of the table in it."""
    text = client.post(path(round_, "csv"), fields, status=200).data.decode("utf-8-sig")
    book = client.post(path(round_, "xlsx"), fields, status=200).data
    found = json.loads(client.post(path(round_, "json"), fields, status=200).data)
    assert list(found["data"][0]) == [column["key"] for column in found["columns"]]
    return {
        "csv": next(csv.reader(io.StringIO(text, newline=""))),
        "xlsx": [cell.value for cell in openpyxl.load_workbook(io.BytesIO(book))["Shortlist"][1]],
        "json": [column["heading"] for column in found["columns"]],
    }


def test_every_format_has_every_column_or_those_that_are_chosen(
    staff: User, round_: Round, application: Application, client: CheckedClient
) -> None:
    columns = shortlist_list(loaded(staff, round_)).columns
    keys = [column.key for column in open_columns(columns, actor_of(staff))]
    asked = "&".join(f"columns={key}" for key in keys)
    shown = headings(client.sign_in(staff).get(f"{path(round_)}?{asked}"))
    assert downloaded(client, round_) == dict.fromkeys(("csv", "xlsx", "json"), shown)
    narrow = ["Rank", "Reference", "Title", "Region"]
    assert headings(client.get(path(round_) + "?columns=region")) == narrow
    assert downloaded(client, round_, columns="region") == dict.fromkeys(
        ("csv", "xlsx", "json"), narrow
    )


def loaded(staff: User, round_: Round) -> Round:
    found = round_to_decide(actor_of(staff), round_.reference)
    assert found is not None
    return found


def test_a_workbook_says_in_words_what_it_holds(
    staff: User, round_: Round, application: Application, client: CheckedClient
) -> None:
    applications.submitted(round_, title="Another")
    now = clock.now()
    client.sign_in(staff)
    with clock.at(now):
        page = client.post(path(round_, "xlsx"), {"phase": "1", "decision": "staged"}, status=200)
    sheet = openpyxl.load_workbook(io.BytesIO(page.data))["About"]
    words = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2)}
    assert words["Downloaded"] == f"{long_datetime(now)}, by Sam Staff"
    assert words["Rows"] == "1 of 2 applications, filtered by: Phase 1; Staged"
    assert words["Order"] == "By rank. When an application was submitted plays no part."
    assert words["Weights"] == "Problem 50%, People 30%, Value for money 20%"
    assert not [value for value in words.values() if "{" in value or "T1" in value]


def test_what_applicants_wrote_stays_text(
    staff: User, round_: Round, application: Application, client: CheckedClient
) -> None:
    client.sign_in(staff)
    text = client.post(path(round_, "csv"), status=200).data.decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text, newline="")))
    assert row["Title"] == f"'{INJECTION}"
    assert row["Lead organisation"] == "'@SUM(A1) Care"
    assert row["Note"] == "'-1 for luck"
    assert (row["Rank"], row["Amount (£)"]) == ("1", "88000")
    assert (row["In scope"], row["Sheets that count"]) == ("2", "2")
    book = openpyxl.load_workbook(io.BytesIO(client.post(path(round_, "xlsx"), status=200).data))
    cells = {c.value: b for c, b in zip(*book["Shortlist"].iter_rows(max_row=2), strict=True)}
    assert (cells["Title"].value, cells["Title"].data_type) == (INJECTION, "s")
    assert (cells["Note"].value, cells["Note"].data_type) == ("-1 for luck", "s")
    assert cells["Lead organisation"].data_type == "s"
    assert (cells["Amount (£)"].value, cells["Amount (£)"].data_type) == (88_000, "n")
    assert cells["Weighted mean (%)"].value == pytest.approx(81.5)
    found = json.loads(client.post(path(round_, "json"), status=200).data)
    assert found["data"][0]["title"] == INJECTION


def test_json_says_where_it_is_from(
    staff: User, round_: Round, application: Application, client: CheckedClient
) -> None:
    found = json.loads(client.sign_in(staff).post(path(round_, "json"), status=200).data)
    assert found["round"] == round_.reference
    assert found["generated_by"] == "Sam Staff"
    assert found["weights"] == {"problem": 50, "people": 30, "value": 20}
    assert found["threshold_pct"] == 70
    assert found["marking"].startswith("OFFICIAL-SENSITIVE")
    assert found["ties_broken_by"][0] == "Problem"


def test_each_download_is_recorded_with_its_hash(
    staff: User, round_: Round, application: Application, client: CheckedClient
) -> None:
    client.sign_in(staff)
    page = client.post(path(round_, "csv"), {"phase": "1"}, status=200)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "round.export")).one()
    assert who(event)[1] == "Sam Staff"
    assert event.subject_name == round_.reference
    assert (event.changes["format"], event.changes["rows"]) == ("csv", 1)
    assert event.changes["filter"] == {"phase": 1}
    assert event.changes["sha256"] == hashlib.sha256(page.data).hexdigest()
    name = f"{round_.reference.lower()}-shortlist-{london(event.at):%Y-%m-%d-%H%M}.csv"
    assert page.response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert page.response.headers["X-Content-Type-Options"] == "nosniff"
    assert page.response.headers["Content-Type"].count("charset") <= 1
    assert page.response.headers["Cache-Control"] == "no-store"


def test_a_download_is_asked_for_and_not_just_opened(
    staff: User, round_: Round, client: CheckedClient
) -> None:
    page = client.sign_in(staff).get(path(round_, "csv"), status=302)
    assert page.response.headers["Location"] == path(round_)
    for format_ in ("pdf", "CSV"):
        client.get(path(round_, format_), status=404)
        client.post(path(round_, format_), status=404)
    assert not db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "round.export")).all()


@pytest.mark.parametrize("roles", [(), (Role.ASSESSOR,), (Role.PUBLISHER,)])
def test_nobody_else_finds_a_download(
    round_: Round, client: CheckedClient, roles: tuple[Role, ...]
) -> None:
    client.sign_in(user("Nosy Example", roles=roles))
    client.get(path(round_, "csv"), status=404)
    client.post(path(round_, "csv"), status=404)


def test_an_auditor_may_download(round_: Round, client: CheckedClient) -> None:
    client.sign_in(user("Au Ditor", roles=(Role.AUDITOR,)))
    assert client.post(path(round_, "json"), status=200).data


def command(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["export", "shortlist", *arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize("format_", ["csv", "xlsx", "json"])
def test_the_command_writes_the_same_table(
    app: Flask,
    staff: User,
    round_: Round,
    application: Application,
    client: CheckedClient,
    tmp_path: Path,
    format_: str,
) -> None:
    out = tmp_path / f"list.{format_}"
    status, output = command(
        app, "--round", round_.reference.lower(), "--format", format_, "--out", str(out)
    )
    assert (status, output.startswith("Wrote 1 application to ")) == (0, True)
    assert list(tmp_path.iterdir()) == [out]
    if format_ == "csv":
        assert out.read_bytes() == client.sign_in(staff).post(path(round_, "csv"), status=200).data
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.verb == "round.export").order_by(AuditEvent.id)
    ).first()
    assert event is not None
    assert who(event) == (None, "The service")
    assert event.changes["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()


@pytest.mark.parametrize("format_", ["csv", "xlsx", "json"])
def test_the_command_writes_to_standard_output(
    app: Flask, staff: User, round_: Round, application: Application, format_: str
) -> None:
    done = app.test_cli_runner().invoke(
        args=["export", "shortlist", "--round", round_.reference, "--format", format_, "--out", "-"]
    )
    assert done.exit_code == 0
    assert done.stderr.startswith("Wrote 1 application to -, SHA-256 ")
    assert done.stderr.strip().endswith(hashlib.sha256(done.stdout_bytes).hexdigest())


@pytest.mark.parametrize(
    ("round_name", "format_", "out", "says"),
    [
        ("NO-SUCH", "csv", "list", "There is no round NO-SUCH.\n"),
        ("", "docx", "list", "There is no format docx: choose csv, xlsx, json.\n"),
        ("", "csv", "missing/list", "There is no folder "),
        ("", "csv", ".", ""),
        ("", "csv", "x" * 300, "Can't write to "),
        ("", "csv", "/proc/list", "Can't write to /proc/list: "),
        ("", "csv", "/dev/null", "/dev/null is not a file: name a file.\n"),
    ],
)
def test_the_command_says_in_one_line_what_is_wrong(
    app: Flask,
    round_: Round,
    tmp_path: Path,
    round_name: str,
    format_: str,
    out: str,
    says: str,
) -> None:
    reference = round_name or round_.reference
    status, output = command(
        app, "--round", reference, "--format", format_, "--out", str(tmp_path / out)
    )
    assert status == 1
    assert output.startswith(says)
    assert output.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
