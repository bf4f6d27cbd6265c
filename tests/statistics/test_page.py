"""A round's page of statistics: whose scores are in it, and for whom."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from statistics import fmean

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import OrganisationMember, User
from award.applications.models import Application
from award.applications.services.submitting import withdraw
from award.assessment.models.assignments import Assignment
from award.assessment.services.profiles import set_profile
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.policy import SYSTEM, Role
from award.moderation.queries.panels import panel_of
from award.moderation.queries.sheets import sheets_of
from award.moderation.services import chairing, scores
from award.rounds.models import Round
from award.statistics.queries.application_list import application_list
from award.statistics.queries.whole import whole
from tests.build import accounts, applications, assessment, rounds
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.statements import counting

pytestmark = pytest.mark.any_database


def _scores(number: int, person: int) -> Sequence[int]:
    """Applications get worse; person 0 gives two points less than the rest."""
    base = 9 - number // 2 - (2 if person == 0 else 0) + (number + person) % 2
    return tuple(min(10, max(1, base + criterion % 2)) for criterion in range(3))


def _round(applied: int, people: Sequence[User], staff: User) -> tuple[Round, list[Application]]:
    """Each application read by three of them, in turns."""
    round_ = rounds.open_round()
    found = [applications.submitted(round_, title=f"Bid {at}") for at in range(applied)]
    for at, one in enumerate(found):
        for turn in range(3):
            person = (at + turn) % len(people)
            assessment.scored(one, _scores(at, person), people[person], staff=staff)
    return round_, found


def test_whose_scores_and_for_whom(app: Flask, client: CheckedClient) -> None:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    people = [assessment.assessor(f"Ass Essor {at}") for at in range(5)]
    round_, applied = _round(12, people, staff)
    here = f"/manage/rounds/{round_.reference}/statistics"
    client.sign_in(staff)
    page = client.get(here)
    assert "36 sheets of 12 applications" in page.text
    assert "Agreement is" in page.text and "Ass Essor 0" in page.text
    assert "How sure is the line?" in page.text and "Bid 0" in page.text
    for way in (
        f"/manage/rounds/{round_.reference}",
        f"/manage/rounds/{round_.reference}/moderation",
    ):
        assert here in client.get(way).links().values()

    # A meeting says the same of the application on screen, and how harsh its assessors are.
    meeting = f"/manage/applications/{applied[0].reference}/meeting"
    beside = client.get(meeting, budget=20)
    assert "How sure its place is" in beside.text and here in beside.links().values()
    found = there(panel_of(actor_of(staff), round_.reference), "the panel")
    one = next(
        one for one in whole(found, actor_of(staff)).applications
        if one.application == applied[0].reference
    )  # fmt: skip
    if one.fragile is None:
        assert "Not said" in beside.text
    else:
        assert "would change who is above the line" in beside.text
    assert "Ass Essor 0 (" in beside.text and "points harsher than others" in beside.text
    assert "Discuss this criterion" in beside.text

    # A file has the same numbers, and the mean is that of the sheets.
    answer = client.post(f"{here}.csv", {}, status=200)
    rows = {
        row["Reference"]: row
        for row in csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
    }
    actor = actor_of(staff)
    first = build.item(applied[0], actor)
    totals = [one.total_pct for one in sheets_of(first, actor)]
    assert float(rows[applied[0].reference]["Mean (%)"]) == round(fmean(totals), 4)
    assert len(rows) == 12

    # People of the lived-experience panel on the same criteria are told apart.
    assert "Do the two panels see it alike?" not in page.text
    set_profile(people[0], panel="lived_experience", actor=SYSTEM)
    db.session.commit()
    page = client.get(here)  # what they began as a professional stays so
    assert "Do the two panels see it alike?" not in page.text
    of_panel = sa.update(Assignment).where(Assignment.assessor_id == people[0].id)
    db.session.connection().execute(of_panel.values(sat_on="lived_experience"))
    db.session.commit()
    page = client.get(here)
    assert "Do the two panels see it alike?" in page.text and "lived experience" in page.text

    # What is left out is not in it.
    letter = sheets_of(first, actor)[0].letter
    with transaction():
        scores.leave_out(first, letter, "", "It is about another application.", actor=actor)
    assert "35 sheets of 12 applications" in client.get(here).text

    # An application that its reader has a tie to is neither there nor in any number.
    tied = accounts.user("Tia Tied", roles=(Role.STAFF,))
    db.session.add(OrganisationMember(user_id=tied.id, organisation_id=applied[3].organisation_id))
    db.session.commit()
    panel = there(panel_of(actor_of(tied), round_.reference), "the panel")
    table = application_list(whole(panel, actor_of(tied)))
    seen = {
        row.of.application for row in table.rows(actor_of(tied), table.whole(actor_of(tied))).rows
    }
    assert applied[3].reference not in seen
    mine = whole(panel, actor_of(tied))
    theirs, every = (there(one.deciding, "what ranks") for one in (mine, whole(panel, actor)))
    assert theirs.sheets == every.sheets - 3 * (12 - len(seen))


def test_a_chair_sees_numbers_and_no_names(app: Flask, client: CheckedClient) -> None:
    staff, chair = accounts.user("Sam Staff", roles=(Role.STAFF,)), assessment.assessor("Cha Irs")
    people = [assessment.assessor(f"Ass Essor {at}") for at in range(3)]
    round_, applied = _round(2, people, staff)
    here = f"/manage/rounds/{round_.reference}/statistics"
    client.sign_in(chair)
    client.get(here, status=404)
    panel = there(panel_of(actor_of(staff), round_.reference), "the panel")
    with transaction():
        chairing.appoint(panel, chair.email, deputy=False, actor=actor_of(staff))
    assert "No sheet of this round counts yet" in client.get(here).text
    with transaction():
        chairing.open_to_chairs(panel, actor=actor_of(staff))
    page = client.get(here)
    assert "6 sheets of 2 applications" in page.text
    # Of a few sheets a mean would tell whose they are, so these are said of nobody.
    assert "3 assessors with 6 sheets" in page.text
    assert "Assessor 1" not in page.text and "Ass Essor" not in page.text
    meeting = client.get(f"/manage/applications/{applied[0].reference}/meeting", budget=20)
    assert "How sure its place is" in meeting.text
    assert "How harsh" not in meeting.text, "a number would tell whose letter is whose elsewhere"
    moderation = f"/manage/rounds/{round_.reference}/moderation"
    assert here in client.get(moderation).links().values()
    for one in (here, moderation.replace("moderation", "to_moderate")):
        assert "Bid 1" in client.post(f"{one}.csv", {}, status=200).data.decode(), (
            "a panel takes its lists along"
        )
    for person, status in (
        (people[0], 404),
        (accounts.user("Au Ditor", roles=(Role.AUDITOR,)), 200),
    ):
        client.sign_in(person)
        client.get(here, status=status)


def test_what_moderators_did_and_who_has_no_rank(app: Flask, client: CheckedClient) -> None:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    people = [assessment.assessor(f"Ass Essor {at}") for at in range(3)]
    lead = accounts.user("Lea Der")
    round_, (first, second) = _round(2, people, staff)
    gone = applications.submitted(round_, title="Gone", lead=lead)
    assessment.scored(gone, (9, 9, 9), people[0], staff=staff)
    alone = applications.submitted(round_, title="Alone")
    assessment.scored(alone, (9, 9, 9), people[0], staff=staff)
    scope = applications.submitted(round_, title="Elsewhere")
    for one in people[:2]:
        assessment.scored(scope, (8, 8, 8), one, staff=staff, in_scope=False)
    actor = actor_of(staff)
    item = build.item(first, actor)
    with transaction():
        letter = sheets_of(item, actor)[0].letter
        key = round_.criteria[0].key
        scores.leave_out(item, letter, key, "It is about another question.", actor=actor)
    build.agreed(second, 74, staff=staff)
    with transaction():
        withdraw(gone, actor=actor_of(lead))

    # One mean: the ranking's, which isn't that of what is left of the sheets.
    here = f"/manage/rounds/{round_.reference}/statistics"
    client.sign_in(staff)
    answer = client.post(f"{here}.csv", {}, status=200)
    rows = {
        row["Reference"]: row
        for row in csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
    }
    again = build.item(first, actor)
    ranking = there(there(again.summary, "its summary").mean_pct, "its mean")
    left = [one.counts_for(round_.criteria) or 0 for one in sheets_of(again, actor)]
    assert ranking != pytest.approx(fmean(left))
    assert float(rows[first.reference]["Mean (%)"]) == round(ranking, 4)
    assert float(rows[second.reference]["Agreed (%)"]) == 74
    assert not rows[first.reference]["Agreed (%)"]
    page = client.get(here)
    assert "74.0%" in page.text and "A panel agreed another score for 1 application" in page.text

    # Who takes no place has the true reason.
    for words in (
        "Not ranked: 1 of the 2 sheets it needs is in",
        "Can’t stand above the line: no majority finds it in scope",
        "Not ranked: it was withdrawn",
    ):
        assert words in page.text
    for one in (alone, scope, gone):
        assert not rows[one.reference]["By mean"]
    # As on the shortlist, where what has no majority has its rank.
    shortlist = csv.DictReader(
        io.StringIO(
            client.post(f"/manage/rounds/{round_.reference}/shortlist.csv", {}, status=200)
            .data.decode("utf-8-sig")
        )
    )  # fmt: skip
    for row in shortlist:
        if row["Reference"] in rows:
            assert rows[row["Reference"]]["Rank"] == row["Rank"]
            assert f"{row['Rank'] or '–'} {row['Reference']}" in page.text

    # So few tell no more: one statement says so, and no section or column is of nothing.
    assert page.text.count("Nothing can be said yet of") == 1 and "Not said" not in page.text
    assert "two sheets or more that count, and 30 pairs of sheets" in page.text
    assert "so far there are 3, with 7 pairs" in page.text
    assert "How sure is the line?" not in page.text and "harshest" not in page.text
    heads = ["".join(one.itertext()).strip() for one in page.all("th")]
    assert "Mean (%)" in heads and "Chance (%)" not in heads and "May rank" not in heads
    assert page.text.index("Ass Essor 0") < page.text.index("Ass Essor 1")


def test_as_many_statements_however_many_rows(app: Flask) -> None:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    people = [assessment.assessor(f"Ass Essor {at}") for at in range(3)]
    actor, asked = actor_of(staff), []
    for number in (1, 4):
        round_, _applied = _round(number, people, staff)
        with counting() as statements:
            whole(there(panel_of(actor, round_.reference), "the panel"), actor)
        asked.append(len(statements))
    assert asked[0] == asked[1] == 4
