"""A round as tables: the scores behind its means, and for whom."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from statistics import fmean

import openpyxl
import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from award.accounts.models import OrganisationMember, User
from award.applications.models import Application
from award.foundation import work
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.policy import Role
from award.moderation.queries.panels import panel_of
from award.moderation.queries.sheets import sheets_of
from award.moderation.services import chairing, scores
from award.packs.models import ListFile
from award.rounds.models import Round
from tests.build import accounts, applications, assessment, decisions, many, rounds
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.statements import counting

Rows = list[dict[str, str]]


def _file(client: CheckedClient, address: str, **asked: str) -> Rows:
    answer = client.post(f"{address}.csv", asked, status=200)
    text = io.StringIO(answer.data.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, strict=True))


def _round(blindness: str, staff: User, people: Sequence[User]) -> tuple[Round, list[Application]]:
    round_ = rounds.open_round(blindness=blindness)
    found = [applications.submitted(round_, title=f"Bid {at}") for at in range(3)]
    for at, one in enumerate(found):
        for turn, person in enumerate(people):
            row = (9 - at, 7 - turn, 5 + (at + turn) % 3)
            assessment.scored(one, row, person, staff=staff, recommend=turn != 1)
    return round_, found


def _workbook(client: CheckedClient, here: str) -> dict[str, list[list[object]]]:
    """By sheet: its rows, the headings first."""
    client.post(f"{here}/tables.xlsx", {})
    work.run_jobs()
    db.session.remove()
    token = db.session.scalars(select(ListFile.token).order_by(ListFile.id.desc())).first()
    file = io.BytesIO(client.post(f"/exports/lists/{token}/file", status=200).data)
    for sheet in openpyxl.load_workbook(file):
        assert "OFFICIAL" in (sheet.oddFooter.left.text or ""), sheet.title
    file.seek(0)
    book = CalamineWorkbook.from_filelike(file)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def _means(rows: Rows) -> dict[str, float]:
    """By application, as its rows alone tell: the mean of what sheets come to; of criteria instead
    where single scores are left out; what a panel agreed instead of either."""
    found = {}
    for reference in {row["Application"] for row in rows}:
        own = [row for row in rows if row["Application"] == reference]
        counting = [row for row in own if row["In the mean"] == "Yes"]
        whole = {row["Assessor"] for row in counting}
        if agreed := own[0]["Score agreed (%)"]:
            found[reference] = float(agreed)
        elif any(row["Left out"] == "This score" for row in own if row["Assessor"] in whole):
            found[reference] = _of_criteria(counting)
        else:
            sheets = defaultdict[str, list[tuple[int, int]]](list)
            for row in counting:
                sheets[row["Assessor"]].append((int(row["Score"]), int(row["Weight (%)"])))
            found[reference] = fmean(_weighted(sheet) for sheet in sheets.values())
    return found


def _weighted(scored: Sequence[tuple[float | Fraction, int]]) -> float:
    return float(10 * sum(s * w for s, w in scored) / sum(weight for _score, weight in scored))


def _of_criteria(rows: Rows) -> float:
    by: Mapping[str, list[int]] = defaultdict(list)
    weights = {row["Criterion"]: int(row["Weight (%)"]) for row in rows}
    for row in rows:
        by[row["Criterion"]].append(int(row["Score"]))
    return _weighted([(Fraction(sum(v), len(v)), weights[key]) for key, v in by.items()])


@pytest.mark.any_database
def test_every_mean_can_be_computed_again(app: Flask, client: CheckedClient) -> None:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    people = [assessment.assessor(f"Ass Essor {at}") for at in range(3)]
    round_, applied = _round("none", staff, people)
    actor, here = actor_of(staff), f"/manage/rounds/{round_.reference}"
    first, second = (build.item(one, actor) for one in applied[:2])
    with transaction():
        letter = sheets_of(first, actor)[0].letter
        key = round_.criteria[0].key
        scores.leave_out(first, letter, key, "It is about another question.", actor=actor)
        out = sheets_of(second, actor)[1].letter
        scores.leave_out(second, out, "", "It is about another application.", actor=actor)
    client.sign_in(staff)
    page = client.get(f"{here}/scores")
    assert "27 scores" in page.text and "Ass Essor 1" in page.text
    rows = _file(client, f"{here}/scores")
    ranked = {row["Reference"]: row for row in _file(client, f"{here}/shortlist")}
    assert len(rows) == 27
    assert {k: round(v, 4) for k, v in _means(rows).items()} == {
        reference: float(row["Weighted mean (%)"]) for reference, row in ranked.items()
    }
    votes = _file(client, f"{here}/comments")
    assert len(votes) == 9 and all(row["For the programme"] for row in votes)
    for reference, row in ranked.items():
        mine = [v for v in votes if v["Application"] == reference and v["In the mean"] == "Yes"]
        said = [v for v in mine if v["Recommends it"] == "Yes"]
        assert (len(said), len(mine)) == (int(row["Recommend"]), int(row["Sheets that count"]))

    # What was agreed instead of a mean stands with each of its scores.
    build.agreed(applied[2], 74, staff=staff)
    assert _means(_file(client, f"{here}/scores"))[applied[2].reference] == 74
    # Narrowed as on the page.
    left = _file(client, f"{here}/scores", counts="no")
    assert {row["Left out"] for row in left} == {"This score", "The whole sheet"}
    assert len(left) == 4
    asked = f"{here}/scores?criterion={key}&counts=yes&q={applied[0].reference}"
    assert "2 scores found" in client.get(asked).text
    for way in (f"{here}/tables", here):
        found = client.get(way).links().values()
        assert f"{here}/scores" in found or f"{here}/tables" in found

    # Of everything at once, what its reader may take, but for what is made to be handed on.
    every = _workbook(client, here)
    assert list(every) == [
        "Due diligence", "Shortlist", "To moderate", "Scores", "Comments", "Statistics",
        "Applications", "Assignments", "Workload", "Chasing", "Sheets", "Conflicts", "About",
    ]  # fmt: skip
    assert [len(every[one]) - 1 for one in ("Scores", "Comments", "Shortlist")] == [27, 9, 3]
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event and event.verb == "round.export" and "Conflicts" in str(every["About"])
    assert ": funding line" in str(every["About"]) and ": ties" in str(every["About"])


@pytest.mark.any_database
def test_a_panel_reads_letters_and_nothing_that_its_chair_has_a_tie_to(
    app: Flask, client: CheckedClient
) -> None:
    staff, chair = accounts.user("Sam Staff", roles=(Role.STAFF,)), assessment.assessor("Cha Irs")
    people = [assessment.assessor(f"Ass Essor {at}") for at in range(3)]
    round_, applied = _round("double", staff, people)
    here = f"/manage/rounds/{round_.reference}"
    panel = there(panel_of(actor_of(staff), round_.reference), "the panel")
    client.sign_in(chair)
    for one in ("scores", "comments", "tables"):
        client.get(f"{here}/{one}", status=404)
    with transaction():
        chairing.appoint(panel, chair.email, deputy=False, actor=actor_of(staff))
    assert "No sheet of this round is submitted yet" in client.get(f"{here}/scores").text
    with transaction():
        chairing.open_to_chairs(panel, actor=actor_of(staff))
    with transaction():  # the organisations are alike, and to be in one would be a tie to all
        item, me = build.item(applied[1], actor_of(chair)), actor_of(chair)
        chairing.step_back(item, "family", "", actor=me)
    for one, number in (("scores", 18), ("comments", 6)):
        rows, page = _file(client, f"{here}/{one}"), client.get(f"{here}/{one}")
        assert len(rows) == number and "Name" not in rows[0]
        assert {row["Application"] for row in rows} == {applied[0].reference, applied[2].reference}
        assert all(row["Assessor"].startswith("Assessor ") for row in rows)
        said = f"{rows} {page.text}"
        assert "Ass Essor" not in said and "No concerns." not in said
        assert applied[1].reference not in said and "Bid 1" not in said
    # Whoever scores finds none of it; auditors read it all.
    for person, status in ((people[0], 404), (accounts.user("Au", roles=(Role.AUDITOR,)), 200)):
        client.sign_in(person)
        client.get(f"{here}/scores", status=status)
        client.post(f"{here}/comments.xlsx", {}, status=status)
        client.post(f"{here}/tables.xlsx", {}, status=status if status == 404 else 302)
    client.sign_in(chair)
    first, tied = (one.reference for one in applied[:2])
    client.get(f"{here}/tables")
    every = _workbook(client, here)
    assert list(every) == [
        "Shortlist", "To moderate", "Scores", "Comments", "Statistics", "About"
    ]  # fmt: skip
    assert first in str(every)
    assert not any(word in str(every) for word in ("Ass Essor", tied, "Bid 1"))


@pytest.mark.each_database
def test_who_applied_and_what_is_the_same(app: Flask, client: CheckedClient) -> None:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    round_, lead = rounds.closed_round(), accounts.user("Lea Der")
    place = accounts.organisation(
        lead, name="Seaview Care", company_number="00123456", postcode="LS2 9JT"
    )
    twice = [applications.submitted(round_, lead, organisation=place) for _ in range(2)]
    alone = applications.submitted(round_)
    decisions.staged(twice[0], amount_gbp=88_000, staff=staff)
    here = f"/manage/rounds/{round_.reference}/due-diligence"
    client.sign_in(staff)
    rows = {row["Application number"]: row for row in _file(client, here)}
    first = rows[twice[0].reference]
    assert (first["Company number"], first["Awarded or staged (£)"]) == ("00123456", "88000")
    for said in ("organisation", "company number", "lead applicant"):
        assert f"1 more with the same {said}" in first["Same as in other applications"]
    assert "company number" not in rows[alone.reference]["Same as in other applications"]
    assert "1 application found" in client.get(f"{here}?which=fund").text
    assert "2 applications found" in client.get(f"{here}?which=alike&q=seaview").text
    assert not _file(client, here, which="released")

    # Whoever has a tie to one of two that are alike reads of neither that there is another.
    gone = accounts.user("Tia Tied", roles=(Role.STAFF,))
    db.session.add(OrganisationMember(user_id=gone.id, organisation_id=place.id))
    db.session.commit()
    client.sign_in(gone)
    assert [row["Application number"] for row in _file(client, here)] == [alone.reference]


@pytest.mark.each_database
def test_what_each_assessor_has_to_do(app: Flask, client: CheckedClient) -> None:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    round_, busy = rounds.open_round(), assessment.assessor("Bea Busy", panel="lived_experience")
    idle = assessment.assessor("Ida Idle")
    bids = [applications.submitted(round_) for _ in range(4)]
    assessment.scored(bids[0], (8, 7, 6), busy, staff=staff)
    assessment.declared(bids[1], busy, staff=staff)
    assessment.assigned(bids[2], busy, staff=staff)
    assessment.scored(bids[3], (8, 7, 6), idle, staff=staff)
    here = f"/manage/rounds/{round_.reference}/workload"
    client.sign_in(staff)
    first, second = _file(client, here)
    keys = ("Name", "Panel", "Asked for", "To declare", "To score", "Submitted", "Conflicts")
    assert [first[key] for key in keys] == ["Bea Busy", "Lived experience", "3", "1", "1", "1", "0"]
    assert [second[key] for key in keys[:6]] == ["Ida Idle", "Professional", "1", "0", "0", "1"]
    assert [row["Name"] for row in _file(client, here, has="some")] == ["Bea Busy"]
    assert "1 assessor found" in client.get(f"{here}?has=none&panel=professional").text


@pytest.mark.any_database
def test_as_many_statements_for_many_rows(app: Flask, client: CheckedClient) -> None:
    staff, person = accounts.user("Sam Staff", roles=(Role.STAFF,)), assessment.assessor("Ass One")
    found: dict[str, set[int]] = defaultdict(set)
    heres = list[str]()
    client.sign_in(staff)
    for number in (1, 3, 40):
        round_ = rounds.open_round()
        for bid in many.submitted(round_, number)[:8]:
            assessment.scored(bid, (8, 7, 6), person, staff=staff)
        here = f"/manage/rounds/{round_.reference}"
        for one in ("scores", "comments", "tables", "workload", "due-diligence"):
            found[one].add(len(client.get(f"{here}/{one}").statements))
        heres.append(here)
        for one in ("scores.csv", "comments.xlsx", "workload.json", "due-diligence.xlsx"):
            found[one].add(len(client.post(f"{here}/{one}", {}, status=200).statements))
    for here in heres:
        client.post(f"{here}/tables.xlsx", {})
        with counting() as statements:
            work.run_jobs()
        found["whole"].add(len(statements))
    assert all(len(counts) == 1 for counts in found.values()), found
