"""Extracts of public registers: loaded whole or not at all, and looked up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from award.accounts.models import RegisterEntry
from award.accounts.queries.registers import known
from award.foundation import clock
from award.foundation.audit import AuditEvent
from award.foundation.checks import CHECKS
from award.foundation.db import db

HEAD = "register,number,name,address_line_1,address_line_2,town,postcode,region,org_type,status"
ONE = "company_number,1234567,Harbour Care Ltd,1 Quay,,Whitby,yo213qq,yorkshire and the humber,sme,"


def write(path: Path, *rows: str, head: str = HEAD) -> Path:
    file = path / "extract.csv"
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return file


def load(app: Flask, file: Path, *options: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["registers", "import", str(file), *options])
    return result.exit_code, result.output


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(RegisterEntry)) or 0


def name_of(kind: str, number: str) -> str | None:
    found = known([(kind, number)])
    return found[kind, number].name if found else None


def test_an_extract_is_loaded_and_known_however_the_number_is_written(
    app: Flask, tmp_path: Path
) -> None:
    rows = [
        ONE,
        'charity_number,0298813,"Say ""yes"", together",,,Leeds,,,charity,Active',
        'nhs,raj,"Fell View\nNHS Trust",,,,,,nhs_body,',
        "cqc_location_id,1-0101902443,=HYPERLINK(1),,,,,,,deregistered",
        ",,,,,,,,,",
    ]
    file = write(tmp_path, *rows)
    assert load(app, file, "--as-of", "2026-11-01") == (0, "4 rows of 2026-11-01: 4 stored\n")
    (harbour,) = known([("company_number", " 01 234567")]).values()
    assert (harbour.number, harbour.postcode) == ("01234567", "YO21 3QQ")
    assert (harbour.region, harbour.as_of) == ("Yorkshire and The Humber", date(2026, 11, 1))
    assert harbour.said == (
        "Known in the register of companies of 1 November 2026: Harbour Care Ltd, Whitby."
    )
    assert name_of("charity_number", "298813") == 'Say "yes", together'
    assert name_of("ods_code", "RAJ") == "Fell View NHS Trust"
    (closed,) = known([("cqc_location_id", "1-101902443")]).values()
    assert closed.name == "=HYPERLINK(1)"
    assert "Worth a look" in closed.said and "is deregistered" in closed.said
    assert name_of("company_number", "7654321") is None and known([]) == {}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["company_number,12,Short,,,,,,,"], "row 3: “12” is no company number"),
        (["companies,01234568,X,,,,,,,"], "row 3: there is no register “companies”"),
        (["ods_code,RZ9,,,,,,,,"], "row 3: has no name"),
        (["ods_code,RZ9,X,,,,,Mars,,"], "row 3: region “Mars” is none of North East"),
        (["ods_code,RZ9,X,,,,,,,gone"], "row 3: status “gone” is none of active"),
        (["ods_code,RZ9,X"], "row 3: has 3 cells, and there are 10 columns"),
        ([f"ods_code,RZ9,{'x' * 201},,,,,,,"], "row 3: name has 201 characters"),
        (["company_number,01234567,Again,,,,,,,"], "row 3: 01234567 stands in the file twice"),
        (["", '"a\n\nb",1,X,,,,,,,'], "row 4: there is no register “a"),
        (['ods_code,RZ9,"never closed'], "row 3 can’t be read"),
    ],
)
def test_one_wrong_row_and_nothing_is_imported(
    app: Flask, tmp_path: Path, rows: list[str], said: str
) -> None:
    code, output = load(app, write(tmp_path, ONE, *rows))
    assert code == 1 and said in output and "was not imported" in output
    assert count() == 0
    assert db.session.scalar(select(AuditEvent.id).where(
        AuditEvent.verb == "register_import.load")) is None  # fmt: skip


def test_a_number_twice_is_seen_across_batches(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("award.accounts.services.registers.AT_ONCE", 2)
    rows = [f"company_number,0{n},C {n},,,,,,," for n in range(2000001, 2000006)]
    code, output = load(app, write(tmp_path, *rows, rows[0]))
    assert (code, count()) == (1, 0)
    assert "row 7: 02000001 stands in the file twice" in output
    assert load(app, write(tmp_path, *rows))[0] == 0
    assert count() == 5


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("register;number;name", "there is no column register"),
        ("register,number", "there is no column name"),
        ("register,number,name,colour", "column “colour” means nothing here"),
        ("register,number,name,name", "column name stands twice"),
    ],
)
def test_headings_are_told(app: Flask, tmp_path: Path, head: str, said: str) -> None:
    code, output = load(app, write(tmp_path, "a,b,c,d", head=head))
    assert code == 1 and said in output


def test_encodings(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "windows.csv"
    text = f"{HEAD}\n{ONE.replace('Harbour', 'Café')}\n"
    file.write_bytes(text.encode("cp1252"))
    code, output = load(app, file)
    assert code == 1 and "is not in UTF-8" in output and count() == 0
    file.write_bytes(text.encode("utf-8-sig").replace(b"\n", b"\r\n"))
    assert load(app, file)[0] == 0
    assert name_of("company_number", "01234567") == "Café Care Ltd"
    file.write_bytes(b"")
    assert "the file is empty" in load(app, file)[1]
    file.write_text(HEAD, encoding="utf-8")
    assert "has headings and no rows" in load(app, file)[1]


def test_an_older_extract_never_overwrites_a_newer(app: Flask, tmp_path: Path) -> None:
    load(app, write(tmp_path, ONE), "--as-of", "2026-11-01")
    older = write(tmp_path, ONE.replace("Harbour", "Older"), "ods_code,RZ9,Trust,,,,,,,")
    code, output = load(app, older, "--as-of", "2026-10-01")
    assert (code, output) == (
        0, "2 rows of 2026-10-01: 1 stored, 1 left as they were, which are of a later day\n",
    )  # fmt: skip
    assert name_of("company_number", "01234567") == "Harbour Care Ltd"
    same_day = write(tmp_path, ONE.replace("Harbour", "Mended"))
    load(app, same_day, "--as-of", "2026-11-01")
    assert name_of("company_number", "01234567") == "Mended Care Ltd"
    assert "of a day to come" in load(app, same_day, "--as-of", "2099-01-01")[1]


def test_what_a_whole_extract_lacks_is_gone_and_can_come_back(app: Flask, tmp_path: Path) -> None:
    other = "company_number,07654321,Other Ltd,,,,,,,"
    nhs = "ods_code,RZ9,Trust,,,,,,,"
    later = "company_number,05555555,Later Ltd,,,,,,,"
    load(app, write(tmp_path, ONE, other, nhs), "--as-of", "2026-09-01")
    load(app, write(tmp_path, later), "--as-of", "2026-11-01")
    whole = write(tmp_path, ONE)
    code, output = load(app, whole, "--as-of", "2026-10-01", "--whole")
    assert (code, output) == (0, "1 row of 2026-10-01: 1 stored, 1 marked as gone\n")
    rows = known([("company_number", "07654321"), ("ods_code", "RZ9"),
                  ("company_number", "05555555"), ("company_number", "01234567")])  # fmt: skip
    assert {found.name: found.status.value for found in rows.values()} == {
        "Other Ltd": "gone", "Trust": "active", "Later Ltd": "active", "Harbour Care Ltd": "active",
    }  # fmt: skip
    assert "no longer in it" in rows["company_number", "07654321"].said
    load(app, write(tmp_path, ONE, other), "--as-of", "2026-11-02", "--whole")
    assert known([("company_number", "07654321")])["company_number", "07654321"].status == "active"


def test_an_extract_is_in_the_trail(app: Flask, tmp_path: Path) -> None:
    load(app, write(tmp_path, ONE))
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.verb == "register_import.load")
    ).one()
    assert event.changes["rows"] == 1 and event.changes["registers"] == ["company_number"]
    check = CHECKS.all()["Every extract of a register was loaded by somebody"]
    assert [*check()] == []


def test_the_day_is_today_when_none_is_given(app: Flask, tmp_path: Path) -> None:
    load(app, write(tmp_path, ONE))
    assert (
        known([("company_number", "01234567")])["company_number", "01234567"].as_of == clock.today()
    )
