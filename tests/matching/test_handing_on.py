"""The open work of several silent assessors goes to others at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.rules.profiles import ProfileValues
from award.assessment.rules.silence import OVERDUE
from award.assessment.services import declaring
from award.assessment.services.profiles import save_profile
from award.foundation import checks, clock
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.kept import keep_rows
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM, Role
from award.interests.rules.declared import InterestKind
from award.interests.services.declaring import Given, declare_interests
from award.matching.queries import handing_on as queries
from award.matching.rules import handing_on
from award.matching.rules.asked import Reader
from award.matching.rules.handing_on import Question, handed_on, with_more
from award.moderation.queries.panels import panel_of
from award.moderation.services import chairing
from tests.build import applications, rounds
from tests.build import assessment as build
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient


def person(name: str, most: int, panel: str = "professional") -> User:
    made = build.assessor(name)
    save_profile(made, ProfileValues(panel, most=most), actor=SYSTEM)
    db.session.commit()
    return made


def given() -> dict[str, list[str]]:
    """By name, the titles that are theirs to do."""
    rows = db.session.execute(
        sa.select(User.name, Application.title)
        .select_from(Assignment)
        .join(User, User.id == Assignment.assessor_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(Assignment.state.in_(("to_declare", "to_score")))
        .order_by(Application.title)
    )
    found: dict[str, list[str]] = {}
    for name, title in rows:
        found.setdefault(name, []).append(title)
    return found


def letters(notice: str) -> list[str]:
    query = sa.select(OutboxMessage.recipient_name).where(OutboxMessage.notice == notice)
    return sorted(db.session.scalars(query))


@pytest.mark.each_database
def test_what_several_have_goes_to_their_panels_within_what_others_take(
    client: CheckedClient,
) -> None:
    staff, round_ = user("Sam Staff", roles=(Role.STAFF,)), rounds.closed_round(min_assessments=1)
    one, two, lived = (
        person("One Silent", 9), person("Two Silent", 9), person("Li Ved", 9, "lived_experience")
    )  # fmt: skip
    few, _ = person("Kno Ws", 2), person("Oth Er", 2)
    kin = person("Kin Dred", 9)
    person("Hei R", 9, "lived_experience")
    panel = there(panel_of(actor_of(staff), round_.reference), "the panel")
    with transaction():  # would read their sheets, and moderate them
        chairing.appoint(panel, person("Cha Ir", 9).email, deputy=False, actor=actor_of(staff))
        chairing.open_to_chairs(panel, actor=actor_of(staff))
    bids = [applications.submitted(round_, title=f"Bid {at}") for at in range(4)]
    family = applications.submitted(round_, title="Of a family")
    with transaction():
        near = [Given(InterestKind.FAMILY, "Brightwater Care Ltd")]
        declare_interests(kin, near, nothing=False, actor=actor_of(kin))
    for bid in bids:
        build.assigned(bid, one, staff=staff)
    build.assigned(bids[0], two, staff=staff)
    build.assigned(bids[1], lived, staff=staff)
    build.assigned(family, two, staff=staff)
    ready = applications.submitted(round_, title="Submitted")
    build.scored(ready, [8, 7, 6], two, staff=staff)
    keep_rows()
    client.sign_in(staff)
    start = f"/manage/rounds/{round_.reference}/chasing"
    nobody = client.post(start, {"hand_on": "1"}, status=200)
    assert nobody.errors == ["Tick at least one assessor"]
    ticked = [str(who.id) for who in (one, two, lived)]
    moved = client.post(start, {"hand_on": "1", "application": ticked})
    page = client.follow(moved, budget=24)
    assert page.h1 == "Hand on 5 assessments of 3 people"
    assert "What stays where it is" in page.text and "2 assessments: it may go" in page.text
    assert "for your decision" in page.text, "one possible conflict, or two: lots decide what stays"
    again = client.post(f"{start}/hand-on", page.form_values(), status=200)
    assert again.errors == ["Say why it is handed on"]
    values = {**page.form_values(), "reason": "No answer since October"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handing_on, "MOST", 6)
        too_many = "They have 7 assessments to do between them, and 6 are the most"
        many = client.post(f"{start}/hand-on", values, status=409)
        assert too_many in many.text and "No answer since October" in many.html
        asked = "&".join(f"person={one}" for one in ticked)
        back = client.get(f"{start}/hand-on?{asked}", status=302)
        assert too_many in client.follow(back).text
    gone = client.post(f"{start}/hand-on", {**values, "person": ["0"]}, status=409)
    assert "No answer since October" in gone.html
    with transaction():  # somebody takes less meanwhile
        save_profile(few, ProfileValues("professional", most=1), actor=SYSTEM)
    changed = client.post(f"{start}/hand-on", values, status=200)
    assert "has changed since you opened the page" in changed.text
    with transaction():
        save_profile(few, ProfileValues("professional", most=2), actor=SYSTEM)
    before = len(letters("assignment.assigned"))
    with pytest.MonkeyPatch.context() as patch:  # worked out for a page that offers it, not to act
        patch.setattr(queries, "with_more", lambda *_given: pytest.fail("nobody asked"))
        after = client.post(f"{start}/hand-on", {**values, "go_on": "y"})
    after = client.follow(after)
    assert "5 assessments handed on to 3 people. Everybody was told." in after.text
    now = given()
    assert now["Hei R"] == ["Bid 1"], "a sheet stays with its panel"
    assert len(now["Kno Ws"]) == len(now["Oth Er"]) == 2, "as many as they take"
    assert sum(titles.count("Bid 0") for titles in now.values()) == 2
    kept = {name: len(now.get(name, [])) for name in ("One Silent", "Two Silent", "Li Ved")}
    assert kept["Li Ved"] == 0 and sum(kept.values()) == 2, "lots decide whose"
    had = {"One Silent": 4, "Two Silent": 2, "Li Ved": 1}
    assert letters("assignment.removed") == sorted(one for one in had if kept[one] < had[one])
    assert len(letters("assignment.assigned")) - before == 3
    assert [*checks.states(), *checks.moves()] == []
    auditor = user("Al Auditor", roles=(Role.AUDITOR,))
    client.sign_in(auditor).get(f"{start}/hand-on?person={one.id}", status=403)


def test_where_all_are_full_the_rest_goes_beyond_what_they_take_knowingly(
    client: CheckedClient,
) -> None:
    staff, round_ = user("Sam Staff", roles=(Role.STAFF,)), rounds.closed_round(min_assessments=1)
    quiet = person("Qui Et", 9)
    person("Fu Ll", 1), person("Ne Ar", 1), person("Li Ved", 9, "lived_experience")
    for at in range(4):
        bid = applications.submitted(round_, title=f"Bid {at}")
        build.assigned(bid, quiet, staff=staff)
    keep_rows()
    client.sign_in(staff)
    start = f"/manage/rounds/{round_.reference}/chasing/hand-on"
    page = client.get(f"{start}?person={quiet.id}", budget=24)
    assert page.h1 == "Hand on 2 assessments of 1 person"
    assert "2 more assessments can go to others beyond what they take" in page.text
    assert "if each of them takes up to 1 more" in page.text
    again = client.post(start, page.form_values(), status=200)
    assert again.errors == ["Say why it is handed on"]
    assert "2 more assessments can go to others beyond what they take" in again.text
    wide = client.get(page.links()["See who would get them"], budget=24)
    assert wide.h1 == "Hand on 4 assessments of 1 person" and "What stays" not in wide.text
    assert "2 people would have more than they take on" in wide.text
    assert "Nobody is given more than 1 beyond what they take" in wide.text
    values = {**wide.form_values(), "reason": "No answer"}
    warned = client.post(start, values, status=200)
    assert warned.errors == ["Tick that you go on all the same, or ask fewer"]
    assert warned.h1 == wide.h1, "what was chosen stays chosen"
    client.post(start, {**warned.form_values(), "go_on": "y"}, status=302)
    now = {name: len(titles) for name, titles in given().items()}
    assert now == {"Fu Ll": 2, "Ne Ar": 2}


@pytest.mark.each_database
def test_what_one_hands_on_goes_to_whoever_knows_the_field(client: CheckedClient) -> None:
    """By the same programme as a draft, of those whom staff choose; and to nobody beyond what they
    take while another has a place."""
    staff, round_ = user("Sam Staff", roles=(Role.STAFF,)), rounds.closed_round(min_assessments=1)
    quiet, full = person("Qui Et", 9), person("Fu Ll", 1)
    home, care = person("Ho Me", 9), person("Ca Re", 9)
    for who, settings in ((home, ["homecare"]), (care, ["residential_home"]), (full, ["homecare"])):
        most = 1 if who is full else 9
        save_profile(who, ProfileValues("professional", most=most, settings=settings), actor=SYSTEM)
    build.assigned(applications.submitted(round_, title="Another"), full, staff=staff)
    for at, setting in enumerate(("homecare", "residential_home") * 2):
        bid = applications.submitted(
            round_, answers={"care_settings": [setting]}, title=f"Bid {at} {setting}"
        )
        build.assigned(bid, quiet, staff=staff)
    keep_rows()
    start = f"/manage/rounds/{round_.reference}/chasing/{quiet.id}"
    heirs = {"assessor": [str(one.id) for one in (home, care, full)]}
    page = client.follow(client.sign_in(staff).post(start, heirs), budget=15)
    assert "knows most about it and has least to do" in page.text
    assert page.h1 == "Hand on 4 applications of Qui Et" and not page.form_values().get("go_on")
    client.post(f"{start}/confirm", {**page.form_values(), "reason": "No answer"}, status=302)
    assert given() == {
        "Ho Me": ["Bid 0 homecare", "Bid 2 homecare"],
        "Ca Re": ["Bid 1 residential_home", "Bid 3 residential_home"],
        "Fu Ll": ["Another"],
    }


def test_who_has_more_than_they_take_gets_no_more_than_is_said() -> None:
    """Counted from what they take, not from what they have."""
    takes_ten = Reader(7, "professional", places=10 - 12, has=12)
    asked = Question([(1, 3, "professional")], {}, [takes_ten], (), {1: 9}, "")
    found = handed_on(asked)
    assert found.left and not found.takes
    wider, more = with_more(asked, found, {(1, "professional")})
    assert len(wider.takes) == 1 and more >= 3


@pytest.mark.each_database
def test_who_has_overdue_sheets_is_named_and_given_nothing_unless_staff_say_so(
    client: CheckedClient,
) -> None:
    """They save, and are late all the same: more work goes to others, or to them knowingly."""
    staff, round_ = user("Sam Staff", roles=(Role.STAFF,)), rounds.closed_round(min_assessments=1)
    quiet, late = person("Qui Et", 9), person("La Te", 9)
    bids = [applications.submitted(round_, title=f"Bid {at}") for at in range(2)]
    build.assigned(bids[0], quiet, staff=staff)
    build.assigned(bids[1], late, staff=staff)
    with clock.at(round_.assessment_due_at + timedelta(days=1)):
        with transaction():
            own = db.session.scalars(sa.select(Assignment).where(Assignment.assessor_id == late.id))
            declaring.declare_no_conflict(own.one(), actor=actor_of(late))
        keep_rows()
        client.sign_in(staff)
        start = f"/manage/rounds/{round_.reference}/chasing/hand-on"
        page = client.get(f"{start}?person={quiet.id}", budget=24)
        assert page.h1 == "Nothing can be handed on"
        assert "1 person left out: sheets of their own are overdue" in page.text
        assert "La Te." in page.text
        page = client.get(f"{start}?person={quiet.id}&overdue=y", budget=24)
        assert page.h1 == "Hand on 1 assessment of 1 person" and "left out" not in page.text
        assert f"La Te {OVERDUE}" in page.text
        values = {**page.form_values(), "reason": "No answer"}
        warned = client.post(start, values, status=200)
        assert warned.errors == ["Tick that you go on all the same, or ask fewer"]
        client.post(start, {**warned.form_values(), "go_on": "y"}, status=302)
        assert given() == {"La Te": ["Bid 0", "Bid 1"]}
        keep_rows()

    on_time = person("On Time", 9)
    again = build.assigned(applications.submitted(round_, title="Bid 2"), quiet, staff=staff)
    with clock.at(round_.assessment_due_at + timedelta(days=1)):
        page = client.get(f"{start}?person={quiet.id}", budget=24)
        assert "On Time: 1 application" in page.text and again.application_id
        assert "1 person left out" in page.text and on_time.id
