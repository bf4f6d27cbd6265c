"""All declarations of a round on one page: each that is answered is recorded, and none holds up
another."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import escape
from sqlalchemy import insert, select

from award.accounts.models import User
from award.applications.models import Application, Submission
from award.assessment.models.assignments import Assignment, ConflictDeclaration, Sheet
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries.declaring import asked_about, waiting_in
from award.assessment.rules.digest import OPENING, said_of
from award.assessment.rules.reading import ReadAnswer
from award.assessment.rules.sharing import Pair
from award.assessment.services import asking_many, assigning, declaring
from award.foundation import audit
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.kept import keep_rows
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM, Role
from award.interests.rules.declared import InterestKind
from award.interests.services.declaring import Given, declare_interests
from award.rounds.kinds.readings import Text
from award.rounds.models import Round
from tests.assessment.forms import filled
from tests.build import accounts, applications, many, rounds
from tests.build import assessment as build
from tests.client import CheckedClient
from tests.statements import counting

RULES = "Put nothing of an application into another tool."


def states(person: User) -> dict[str, str]:
    db.session.expire_all()
    found = db.session.execute(
        select(Application.reference, Assignment.state)
        .join(Assignment, Assignment.application_id == Application.id)
        .where(Assignment.assessor_id == person.id)
    )
    return {reference: str(state) for reference, state in found}


def asked(round_: Round, number: int, person: User) -> tuple[list[Application], User, str]:
    """So many to declare, who asked, and the page."""
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    bids = many.submitted(round_, number)
    table: Any = Submission.__table__
    row = dict(db.session.execute(select(table)).mappings().all()[-1])
    del row["id"]
    copies = [{**row, "application_id": bid.id} for bid in bids[1:]]
    db.session.execute(insert(table), copies)
    wanted = [Pair(bid.id, person.id) for bid in bids]
    asking_many.ask_some(bids, wanted, actor=accounts.actor_of(staff), because={})
    db.session.commit()
    return bids, staff, f"/assess/rounds/{round_.reference}/declarations"


def test_each_that_is_answered_is_recorded_and_the_rest_stay_as_typed(
    app: object, person: User, client: CheckedClient
) -> None:
    bids, _, here = asked(rounds.closed_round(), 5, person)
    one, two, three, four, five = (bid.reference for bid in bids)
    dashboard = client.sign_in(person).get("/assess")
    assert "Next: Declare your interests" in dashboard.text and here in dashboard.html
    page = client.get(here)
    assert not any(name.startswith("answer_") for name in page.form_values())
    refused = client.post(here, filled(page), status=200)
    assert refused.errors == ["Answer for at least one application"]
    said = {
        f"answer_{one}": "none",
        f"answer_{two}": "conflict",
        f"kind_{two}": "family",
        f"detail_{two}": "My sister works there.",
        f"answer_{three}": "conflict",
        f"detail_{three}": "I must look this up",
        f"detail_{four}": "No answer yet",
    }
    page = client.post(here, filled(page, **said), status=200)
    assert states(person) == {
        one: "to_score",
        two: "conflicted",
        three: "to_declare",
        four: "to_declare",
        five: "to_declare",
    }
    assert sorted(page.errors) == [
        f"{three}: choose the kind of conflict",
        f"{four}: say if you have a conflict of interest",
    ]
    assert "Recorded: 1 without a conflict of interest, 1 with a conflict of interest" in page.text
    assert page.value_of(f"detail_{three}") == "I must look this up"
    assert page.value_of(f"detail_{four}") == "No answer yet"
    assert "Bid 0" not in page.text and "Bid 1" not in page.text and "Bid 4" in page.text
    (declared,) = db.session.scalars(select(ConflictDeclaration))
    assert (declared.kind, declared.detail) == ("family", "My sister works there.")
    assert db.session.get_one(ScoreSummary, bids[1].id).conflicted == 1
    assert len(db.session.scalars(select(Sheet)).all()) == 1
    told = select(OutboxMessage).where(OutboxMessage.notice == "assignment.conflict_declared")
    assert db.session.scalars(told).all()

    said = {f"answer_{three}": "none", f"answer_{four}": "decline", f"reason_{four}": "too_many"}
    rest = client.follow(client.post(here, filled(page, **said)))
    assert "1 application waits" in rest.text
    assert client.post(here, filled(rest, **{f"answer_{five}": "none"})).location == "/assess"
    assert states(person)[four] == "declined"
    assert client.get(here, status=302).location == "/assess"


def test_one_box_says_that_there_is_no_conflict_with_the_rest(
    app: object, person: User, client: CheckedClient
) -> None:
    bids, _, here = asked(rounds.closed_round(), 6, person)
    one, two, three, *rest = (bid.reference for bid in bids)
    with transaction():  # something is noticed about the third, and about no other
        found = db.session.get_one(Application, bids[2].id)
        kin = accounts.organisation(accounts.user("Kim Kin"), name="Lakeside Kin Care")
        found.organisation_id = kin.id
        audit.record(SYSTEM, "application.edit", found)
        declare_interests(
            person, [Given(InterestKind.FAMILY, "Lakeside Kin Care")], nothing=False,
            actor=accounts.actor_of(person),
        )  # fmt: skip
    keep_rows()
    page = client.sign_in(person).get(here)
    assert "but for those where we noticed something" in page.text
    said = {"rest": "y", f"answer_{one}": "conflict", f"kind_{one}": "family",
            f"detail_{two}": "I must look this up"}  # fmt: skip
    page = client.post(here, filled(page, **said), status=200)
    assert page.errors == [f"{two}: say if you have a conflict of interest"]
    assert page.value_of(f"detail_{two}") == "I must look this up"
    assert states(person) == {
        one: "conflicted",
        two: "to_declare",
        three: "to_declare",
        **dict.fromkeys(rest, "to_score"),
    }
    assert len(db.session.scalars(select(Sheet)).all()) == 3, "each is recorded"
    again = client.post(here, filled(page, rest="y", **{f"answer_{two}": "none"}))
    assert states(person)[two] == "to_score" and again.location == here
    nothing = client.post(here, filled(client.get(here), rest="y"), status=200)
    assert nothing.errors == ["Answer for at least one application"]


def test_one_that_is_gone_or_was_answered_meanwhile_holds_up_no_other(
    app: object, person: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round()
    bids, staff, here = asked(round_, 4, person)
    taken, elsewhere, twice, good = (bid.reference for bid in bids)
    page = client.sign_in(person).get(here)
    rows = {
        bid.reference: db.session.scalars(
            select(Assignment).where(Assignment.application_id == bid.id)
        ).one()
        for bid in bids
    }
    with transaction():
        assigning.remove(rows[taken], actor=accounts.actor_of(staff), reason="For now")
    for reference in (elsewhere, twice):
        with transaction():
            declaring.declare_no_conflict(rows[reference], actor=accounts.actor_of(person))
    said = {
        f"answer_{taken}": "conflict",
        f"kind_{taken}": "family",
        f"detail_{taken}": "<My sister>",
        f"answer_{elsewhere}": "decline",
        f"reason_{elsewhere}": "too_many",
        f"answer_{twice}": "none",
        f"answer_{good}": "none",
    }
    page = client.post(here, filled(page, **said), status=200)
    assert page.errors == [f"Not recorded: {one}" for one in sorted((taken, elsewhere))]
    assert "<My sister>" in page.text and "I have too many assessments" in page.text
    assert f"/assess/{elsewhere}/conflict" in page.links().values()
    assert f"/assess/{taken}/conflict" not in page.links().values()
    assert bids[0].title not in page.text and twice not in page.text
    assert states(person) == {
        taken: "removed",
        elsewhere: "to_score",
        twice: "to_score",
        good: "to_score",
    }


def test_rules_come_first_and_what_was_typed_meanwhile_is_told(
    app: object, person: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(assessor_rules=RULES)
    (bid, tie, *others), _, here = asked(round_, 5, person)
    rules = f"/assess/rounds/{round_.reference}/rules"
    assert client.sign_in(person).get(here, status=302).location == rules
    assert client.get(f"/assess/{bid.reference}", status=302).location == rules
    plain = {f"answer_{bid.reference}": "none", f"detail_{bid.reference}": ""}
    client.post(here, plain, status=409)
    assert states(person)[bid.reference] == "to_declare"
    conflict = {f"answer_{tie.reference}": "conflict", f"kind_{tie.reference}": "family",
                f"detail_{tie.reference}": ""}  # fmt: skip
    client.post(here, {**plain, **conflict}, status=409)
    assert (states(person)[bid.reference], states(person)[tie.reference]) == (
        "to_declare", "conflicted",
    )  # fmt: skip
    no, sister, half = (one.reference for one in others)
    gives_up = {
        f"answer_{no}": "decline",
        f"reason_{no}": "too_many",
        f"detail_{no}": "",
        f"detail_{sister}": "",
        f"answer_{sister}": "conflict",
        f"kind_{sister}": "family",
    }
    late = client.post(
        here, {**gives_up, f"answer_{half}": "conflict", f"detail_{half}": "Maybe"}, status=409
    )
    assert "Maybe" in late.text and bid.title not in late.text
    assert (states(person)[no], states(person)[sister]) == ("declined", "conflicted")
    client.post(rules, filled(client.get(rules), agreed="y"))
    assert bid.title in client.get(here).text


def test_a_blind_round_shows_what_it_may_and_others_nothing(
    app: object, person: User, client: CheckedClient
) -> None:
    bid, open_bid = (
        applications.submitted(rounds.closed_round(blindness=one), title=f"A {one} project")
        for one in ("double", "none")
    )
    pages, openings = {}, {}
    for one in (bid, open_bid):
        build.assigned(one, person)
        waits = asked_about(waiting_in(accounts.actor_of(person), one.round))
        openings[one.title] = there(waits[0].opening, "a summary").words
        here = f"/assess/rounds/{one.round.reference}/declarations"
        pages[one.title] = client.sign_in(person).get(here)
    page, open_page = pages[bid.title], pages[open_bid.title]
    assert bid.title in page.text and "does not show assessors who is applying" in page.text
    assert open_bid.organisation.name in open_page.text and open_bid.lead.name in open_page.text
    for who in (bid.organisation.name, bid.lead.name):
        assert who not in page.text
    for title, words in openings.items():
        unfolded = re.sub(r"<details.*?</details>", "", pages[title].html, flags=re.DOTALL)
        assert escape(words) in unfolded, "who says that there is no conflict has read something"
    client.sign_in(build.assessor("Idle Example")).get(here, status=404)


def test_a_summary_opens_with_whole_sentences() -> None:
    summary = ReadAnswer("summary", "Summary", Text("It helps people at home. " * 30))
    opening = said_of(summary, most=OPENING)
    assert opening.cut and opening.words == " ".join(["It helps people at home."] * 9)
    short = said_of(ReadAnswer("summary", "Summary", Text("It helps.")), most=OPENING)
    assert not short.cut and short.words == "It helps."


def test_sixty_cost_as_many_statements_as_two(app: object, client: CheckedClient) -> None:
    costs = []
    for number in (2, 60):
        person = build.assessor(f"Assessor of {number}")
        bids, _, here = asked(rounds.closed_round(), number, person)
        client.sign_in(person)
        with counting() as read:
            page = client.get(here)
        said = {f"answer_{bid.reference}": "none" for bid in bids}
        with counting() as written:
            client.post(here, filled(page, **said))
        assert set(states(person).values()) == {"to_score"}
        costs.append((len(read), len(written)))
    assert costs[0] == costs[1]
    assert costs[1][0] <= 12
