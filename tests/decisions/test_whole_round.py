"""900 applications that 60 people assessed, from the shortlist to what each applicant reads."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.decisions.rules.grounds import GROUNDS, Ground
from award.foundation import audit, checks, work
from award.foundation.db import db
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.rounds.models import Round
from tests.build.accounts import user
from tests.client import CheckedClient

pytestmark = [pytest.mark.long, pytest.mark.any_database]


def _seeded(app: Flask, applications: int, assessors: int) -> Round:
    words = ["seed", "volume", "--applications", str(applications), "--case-studies", "0"]
    done = app.test_cli_runner().invoke(args=[*words, "--assessors", str(assessors), "--yes"])
    assert done.exit_code == 0, done.output
    return db.session.scalars(sa.select(Round).order_by(Round.id.desc())).first() or pytest.fail()


def test_nine_hundred_are_decided_by_rule_released_and_each_reads_their_own(
    app: Flask, client: CheckedClient
) -> None:
    staff = user("Sam Staff", roles=(Role.STAFF,))
    round_ = _seeded(app, 900, 60)
    less = sa.update(Round).where(Round.id == round_.id).values(budget_gbp=20_000_000)
    db.session.execute(less, execution_options=audit.AS_TOLD)
    db.session.commit()
    round_id, reference = round_.id, round_.reference
    here = f"/manage/rounds/{reference}"
    client.sign_in(staff)
    asked = {"reserve": "20", "refuse": "yes"}
    page = client.get(f"{here}/shortlist/stage")
    values = {**page.form_values(), **asked, "then": "look"}
    page = client.post(f"{here}/shortlist/stage", values, status=200)
    # Where what is left would do for one of those that wait, it is said that they do.
    ticks = [one.get("value") for one in page.all("input") if one.get("name") == "about_nobody"]
    client.post(f"{here}/shortlist/stage", {**page.form_values(), **asked, "about_nobody": ticks})

    # What the file says is the rule: the money runs down the ranks, the next wait, the rest are
    # refused, each on a ground of its own.
    file = client.post(f"{here}/shortlist.csv", {}, status=200).data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file, newline=""), strict=True))
    by = defaultdict[str, list[dict[str, str]]](list)
    for row in rows:
        by[row["Decision"].removesuffix(" (staged)")].append(row)
    funded, waiting, refused = by["Fund"], by["Reserve"], by["Do not fund"]
    assert len(funded) + len(waiting) + len(refused) == len(rows) == 900
    assert sum(int(row["Amount (£)"]) for row in funded) <= 20_000_000
    assert [int(row["Reserve place"]) for row in waiting] == list(range(1, 21))
    last = max(int(row["Rank"]) for row in funded)
    assert last < min(int(row["Rank"]) for row in waiting)
    for row in funded + waiting:
        assert row["Threshold met"] == "Yes" and 2 * int(row["Recommend"]) > int(row["Sheets in"])
    for row in refused:
        low = row["Threshold met"] == "No"
        assert (row["Ground of refusal"] == GROUNDS[Ground.THRESHOLD]) == low
    assert len({row["Ground of refusal"] for row in refused}) == 3

    page = client.get(f"{here}/release", budget=12)
    client.post(f"{here}/release", {**page.form_values(), "confirmation": reference})
    db.session.rollback()
    work.run_jobs()
    db.session.rollback()
    sent = sa.select(OutboxMessage).where(OutboxMessage.notice.startswith("decision."))
    letters = list(db.session.scalars(sent))
    assert Counter(one.notice for one in letters) == {
        "decision.fund": len(funded),
        "decision.reserve": 20,
        "decision.reject": len(refused),
    }
    for row in rows:  # one letter each
        row["Letter"] = ""
    ways = {row["Reference"]: row for row in rows}
    for one in letters:
        named = [word for word in one.body.replace("/", " ").split() if word in ways]
        assert len(set(named)) == 1 and not ways[named[0]]["Letter"], one.body
        ways[named[0]]["Letter"] = one.body

    # One of each kind reads theirs, and nobody else does; money is told where that was the ground.
    kinds = {(row["Decision"], row["Ground of refusal"]): row for row in rows}
    assert len(kinds) == 5
    for (_decision, ground), row in kinds.items():
        address = f"/applications/{row['Reference']}/outcome"
        lead = sa.select(Application.lead_id).where(Application.reference == row["Reference"])
        client.sign_in(db.session.get_one(User, db.session.scalars(lead).one()))
        page = client.get(address)
        for said in (page.text, row["Letter"]):
            assert ("The reason is the money" in said) == (ground == GROUNDS[Ground.MONEY]), said
        client.sign_in(user("Another"))
        client.get(address, status=404)
    of_round = sa.select(Application.state).where(Application.round_id == round_id)
    assert Counter(db.session.scalars(of_round)) == {
        "awarded": len(funded), "reserved": 20, "rejected": len(refused),
    }  # fmt: skip
    faults = [fault for check in checks.CHECKS.all().values() for fault in check()]
    assert faults == [f"{reference}: was changed, and no event says so"]  # its budget, above
