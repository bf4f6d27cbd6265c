"""A panel's meeting from its pages: the walk, the minute, the decision, the room."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.decisions.models import MeetingMinute
from award.decisions.queries.decisions import decision_of
from award.decisions.rules.noting import holds, note_with, without_minute
from award.foundation.db import db, transaction
from award.foundation.policy import Role
from award.meetings.models import LeftTheRoom
from award.moderation.queries.panels import panel_of
from award.moderation.services import chairing
from award.rounds.models import Round
from tests.build import accounts, applications, rounds
from tests.build import assessment as assessing
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


def meeting(staff: User) -> tuple[Round, list[Application]]:
    """Committed, a closed round: the best agrees, the next differs, the third is below."""
    round_ = rounds.open_round()
    found = []
    for title, rows in (
        ("All agree", ((9, 9, 9), (9, 9, 9))),
        ("All differ", build.APART),
        ("All low", ((4, 4, 4), (4, 4, 4))),
    ):
        application = applications.submitted(round_, title=title)
        found.append(assessing.assessed(application, rows, staff=staff))
    return round_, found


def at(application: Application, end: str = "") -> str:
    return f"/manage/applications/{application.reference}/meeting{end}"


def by_script(client: CheckedClient, application: Application, values: Any) -> Any:
    accept = {"Accept": "application/json"}
    return client.post(at(application), values, status=200, headers=accept).json


def test_those_to_discuss_come_first_and_staging_goes_on(
    staff: User, client: CheckedClient
) -> None:
    round_, (best, apart, low) = meeting(staff)
    client.sign_in(staff)
    page = client.get(f"/manage/rounds/{round_.reference}/meeting")
    assert "1 of 3 applications with a reason to, 0 of them minuted" in page.text
    assert f"at {apart.reference}" in page.text
    page = client.get(at(apart), budget=20)
    assert "1 of 1 to discuss" in page.text and f"Next: {best.reference}" in page.text
    assert "Previous" not in page.text
    assert "2 of 3 by rank" in client.get(at(apart, "?by=rank"), budget=20).text
    assert "Neighbours in rank" in page.text and low.reference in page.text
    parts = ("Scores out of 10", "Minute and decision", "What they wrote", "Discussion Nobody")
    places = [page.text.index(part) for part in parts]
    assert places == sorted(places), "on a phone one decides before all that was said"

    values = page.form_values()
    wrong = client.post(
        at(apart, "/stage"), {**values, "note": "It was weighed twice."}, status=200
    )
    assert wrong.errors and "It was weighed twice." in wrong.text
    sent = {
        **values,
        "note": "It was weighed twice.",
        "outcome": "reject",
        "ground": "scope",
        "exception_reason": "It can still receive applications.",
    }
    done = client.post(at(apart, "/stage"), sent)
    assert done.location.endswith(at(best))
    decision = decision_of(apart)
    assert decision is not None and decision.note == "It was weighed twice."
    page = client.get(at(apart), budget=20)
    assert "Staged now" in page.text and "It was weighed twice." in page.text
    # What was said of a name in one box is said of no other: each has its own question,
    # under its own ids.
    again = {**page.form_values(), "note": "It was weighed three times, said Assessor."}
    again["words_for_applicant"] = "Assessor found that the costs are high for what is planned."
    asked = client.post(at(apart, "/stage"), again, status=200)
    assert "Does “Assessor” tell who assesses?" in asked.described("note")
    again["about_nobody"] = ["note|Assessor"]
    asked = client.post(at(apart, "/stage"), again, status=200)
    assert "Does “Assessor” tell who assesses?" in asked.described("words_for_applicant")
    assert asked.form_values()["about_nobody"] == ["note|Assessor"]
    again["about_nobody"].append("words_for_applicant|Assessor")
    client.post(at(apart, "/stage"), again)
    db.session.expire_all()
    decision = decision_of(apart)
    assert decision is not None and decision.note == again["note"]
    index = client.get(f"/manage/rounds/{round_.reference}/meeting").text
    assert "1 of them minuted. Go on, at" in index and "Begin" not in index


def test_a_meeting_begins_where_nothing_is_minuted_or_agreed(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.open_round()
    several = [
        assessing.assessed(
            applications.submitted(round_, title=f"Title {number}"), build.APART, staff=staff
        )
        for number in range(2)
    ]
    several.sort(key=lambda one: one.reference)
    index = f"/manage/rounds/{round_.reference}/meeting"
    client.sign_in(staff)
    found = client.get(index).text
    assert "Begin with those to discuss, at" in found
    first = next(one for one in several if f"discuss, at {one.reference}" in found)
    second = next(one for one in several if one is not first)
    build.agreed(first, 70, staff=staff)
    assert f"Begin with those to discuss, at {second.reference}" in client.get(index).text
    build.agreed(second, 60, staff=staff)
    assert "Go on, at" in client.get(index).text


def test_what_another_writes_arrives_and_nothing_typed_is_lost(
    staff: User, client: CheckedClient, app: Flask
) -> None:
    _round, (_best, apart, _low) = meeting(staff)
    other = accounts.user("Olu Other", roles=(Role.STAFF,))
    theirs = CheckedClient(app).sign_in(other)
    client.sign_in(staff)
    mine, page = (one.get(at(apart), budget=20).form_values() for one in (client, theirs))
    theirs.post(at(apart), {**page, "note": "Theirs came first."})
    asked = client.browser.get(at(apart), headers={"Accept": "application/json"}).get_json()
    assert asked["words"] == "Theirs came first." and "Olu Other" in asked["said"]
    # Nothing typed here: theirs is taken over, and nothing written over it.
    client.post(at(apart), mine)
    assert db.session.get_one(MeetingMinute, apart.id).words == "Theirs came first."
    clash = client.post(
        at(apart, "/stage"), {**mine, "note": "Mine came second.", "outcome": "reserve"}, status=200
    )
    assert "Theirs came first." in clash.text and "Mine came second." in clash.text
    assert "choose which version to keep" in clash.text
    settled = clash.form_values() | {"keep_note": "both", "both_note": "Both of us, then."}
    kept = client.post(at(apart), settled, status=200)  # what is decided is not staged yet
    assert "Both of us, then." in kept.text
    db.session.expire_all()
    assert db.session.get_one(MeetingMinute, apart.id).words == "Both of us, then."
    # A decision typed beside the minute stays when the minute alone is kept.
    page = client.get(at(apart), budget=20).form_values()
    kept = client.post(at(apart), {**page, "note": "And more.", "outcome": "reserve"}, status=200)
    assert "The minute is kept. The decision below is not staged yet." in kept.text
    assert kept.form_values()["outcome"] == ["reserve"] and "And more." in kept.text
    # A script that saves the minute is told so as well, and goes on from what is kept.
    told = by_script(client, apart, {**page, "note": "And more.", "outcome": "reserve"})
    assert told["outcome"] == "error" and "The decision is not staged yet" in told["said"]
    assert (
        told["bases"]
        and by_script(client, apart, {**page, "note": "And more."})["outcome"] == "saved"
    )


def test_a_decision_that_moved_on_is_told_beside_a_clash_of_minutes(
    staff: User, client: CheckedClient, app: Flask
) -> None:
    """The next press would replace it."""
    _round, (_best, apart, _low) = meeting(staff)
    theirs = CheckedClient(app).sign_in(accounts.user("Olu Other", roles=(Role.STAFF,)))
    client.sign_in(staff)
    mine, untouched = (client.get(at(apart), budget=20).form_values() for _ in range(2))
    page = theirs.get(at(apart), budget=20).form_values()
    why = {"exception_reason": "It can still receive applications."}
    place = {**why, "outcome": "reserve", "reserve_position": "2"}
    theirs.post(at(apart, "/stage"), {**page, **place, "note": "Theirs came first."})
    sent = {**mine, **why, "outcome": "reject", "ground": "scope", "note": "Mine came second."}
    clash = client.post(at(apart, "/stage"), sent, status=200)
    moved = "Somebody staged, changed, confirmed, held back or let go this decision"
    assert "choose which version to keep" in clash.text and clash.text.count(moved) == 1
    decision = decision_of(apart)
    assert decision is not None and decision.outcome == "reserve"
    # Nothing was decided on this page: what another staged is not taken for typed here.
    assert by_script(client, apart, untouched)["outcome"] == "saved"
    # Another place, or another amount, is more than what is staged.
    page = theirs.get(at(apart), budget=20).form_values()
    assert by_script(theirs, apart, page)["outcome"] == "saved"
    assert by_script(theirs, apart, {**page, "reserve_position": "3"})["outcome"] == "error"
    # The note on the page of the decision holds a minute beside words of its own.
    decide = f"/manage/applications/{apart.reference}/decision"
    theirs.post(decide, {**theirs.get(decide).form_values(), "note": "own " * 301})
    page = {**theirs.get(at(apart), budget=20).form_values(), "note": "minute " * 300}
    refused = theirs.post(at(apart, "/stage"), page, status=200)
    assert f"The note about {apart.reference} would come to 601 words" in refused.text
    theirs.post(decide, {**theirs.get(decide).form_values(), "note": "own " * 300})
    theirs.post(
        at(apart, "/stage"), {**page, "version": theirs.get(decide).form_values()["version"]}
    )
    theirs.post(decide, theirs.get(decide).form_values())


def test_a_tie_leaves_the_room_and_is_recorded(
    staff: User, client: CheckedClient, app: Flask
) -> None:
    round_, (best, apart, _low) = meeting(staff)
    tied = accounts.user("Tia Tied", roles=(Role.STAFF,))
    panel = panel_of(actor_of(staff), round_.reference)
    chair = assessing.assessor("Cher Chairs")
    assert panel is not None
    with transaction():
        chairing.appoint(panel, chair.email, deputy=False, actor=actor_of(staff))
        chairing.open_to_chairs(panel, actor=actor_of(staff))
    theirs = CheckedClient(app).sign_in(tied)
    theirs.post(
        f"/manage/applications/{apart.reference}/moderation/step-back",
        {**theirs.get(f"/manage/applications/{apart.reference}/moderation/step-back").form_values(),
         "kind": "collaboration"},
    )  # fmt: skip
    stub = theirs.get(at(apart), status=404)
    assert "You have left the room for this one" in stub.text and apart.title not in stub.text
    assert apart.reference not in theirs.get(f"/manage/rounds/{round_.reference}/meeting").text
    for end in ("", "/stage", "/room"):
        theirs.post(at(apart, end), {}, status=404)

    client.sign_in(staff)
    here = f"/manage/rounds/{round_.reference}/meeting"
    page = client.get(here)
    people = [str(one.id) for one in (staff, tied, chair)]
    assert "Record who is here" in page.text
    client.post(here, {**page.form_values(), "here": people})
    page = client.get(at(apart), budget=20)
    assert "Tia Tied has a tie to it and has to leave the room" in page.text
    assert "Cher Chairs, chair" in page.text
    client.post(at(apart), {**page.form_values(), "note": "It was talked about."})
    row = db.session.get_one(LeftTheRoom, (apart.id, tied.id))
    assert row.tied and row.noted_by_id == staff.id
    room = client.get(at(apart, "/room"))
    assert "Tia Tied left on" in room.text
    client.post(at(apart, "/room"), {**room.form_values(), "left": [str(chair.id)]})
    assert "Cher Chairs left on" in client.get(at(apart), budget=20).text
    assert db.session.get(LeftTheRoom, (best.id, tied.id)) is None
    led = CheckedClient(app).sign_in(chair)
    page = led.get(at(apart), budget=20)
    assert "It was talked about." in page.text
    assert "Stage" not in page.text and "Left of the budget" not in page.text
    why = {"outcome": "reserve", "reserve_position": "2", "exception_reason": "It is still open."}
    client.post(at(apart, "/stage"), {**client.get(at(apart), budget=20).form_values(), **why})
    page = led.get(at(apart), budget=20)
    assert "Staged now: Reserve place 2" in page.text and "Change or clear" not in page.text
    led.post(at(apart), {**page.form_values(), "note": "The chair says more."})
    led.post(at(apart, "/stage"), page.form_values(), status=403)
    led.get(at(apart, "/room"), status=403)
    assert "The chair says more." in client.get(at(apart), budget=20).text
    nobody = CheckedClient(app).sign_in(assessing.assessor("Not Chair"))
    nobody.get(at(apart), status=404)
    nobody.get(here, status=404)


def test_a_note_keeps_what_was_in_it() -> None:
    assert note_with("", "", "New") == "New"
    assert note_with("Mine", "", "New") == "Mine\n\nNew"
    assert note_with("Mine\n\nNew", "New", "Newer") == "Mine\n\nNewer"
    assert note_with("Mine", "New", "") == "Mine"
    assert note_with("Mine New", "", "New") == "Mine New\n\nNew"
    assert note_with("Mine\n\nNew and more", "New and more", "New") == "Mine\n\nNew"
    assert note_with("Mine\n\nNew", "New", "") == "Mine"
    assert note_with("Mine\n\nNew, newer", "New", "New, newer") == "Mine\n\nNew, newer"
    assert note_with("A\n\nB", "A", "A\n\nB") == "A\n\nB"
    assert note_with("Mine\n\nNew\n\nMore", "New", "Newer") == "Mine\n\nNewer\n\nMore"
    # A short minute in a sentence of theirs is not the minute.
    both = note_with("Fund it fully", "", "Fund it")
    assert both == "Fund it fully\n\nFund it"
    assert without_minute(both, "Fund it") == "Fund it fully"
    assert note_with("Fund it fully", "Fund it", "Fund it") == both
    assert note_with(both, "Fund it", "Fund some") == "Fund it fully\n\nFund some"
    assert without_minute("Fund it fully", "Fund it") == "Fund it fully"
    assert not holds("Fund it fully", "Fund it") and not holds("Mine", "")
