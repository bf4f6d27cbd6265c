"""A table in a section's page, filled in by two at once."""

from __future__ import annotations

import random
from typing import Any

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries import applications as reads
from award.foundation import clock
from tests.applications.tabling import BEGIN, END, NAME, milestones, pressing, project, typed
from tests.applications.walking import save_elsewhere, stored, url
from tests.build import accounts, applications
from tests.client import CheckedClient


@pytest.fixture
def application(app: Flask, lead: User) -> Application:
    return applications.draft(lead=lead, answers={"milestones": [BEGIN, END]})


def test_people_who_change_different_things_at_once_lose_nothing(
    app: Flask, me: CheckedClient, lead: User, application: Application
) -> None:
    other = CheckedClient(app).sign_in(lead)
    first, second = me.get(project(application)), other.get(project(application))
    me.post(project(application), typed(first, k1_what="Begin early", k2_cost="5"))
    new = {f"rows_{NAME}": "k2 k1 x9", f"{NAME}-x9-what": "Between", f"{NAME}-x9-month": "4"}
    other.post(project(application), typed(second, k1_month="2") | new)
    assert milestones(application) == [
        {**END, "cost": 5}, {**BEGIN, "what": "Begin early", "month": 2},
        {"id": "x9", "what": "Between", "month": 4},
    ]  # fmt: skip
    assert "Two versions" not in me.get(project(application)).text


def test_the_same_cell_is_chosen_between(
    app: Flask, me: CheckedClient, lead: User, application: Application
) -> None:
    other = CheckedClient(app).sign_in(lead)
    first, second = me.get(project(application)), other.get(project(application))
    me.post(project(application), typed(first, k1_what="Begin in spring"))
    after = other.post(
        project(application), typed(second, k1_what="Begin in autumn", k2_what="End well")
    )
    assert milestones(application) == [
        {**BEGIN, "what": "Begin in spring"}, {**END, "what": "End well"},
    ]  # fmt: skip
    page = other.follow(after)
    assert page.h1 == "Choose between two versions of this answer"
    assert "spring" in page.text and "autumn" in page.text and "End well" not in page.text
    assert "Keep this text" not in page.buttons()
    save_elsewhere(application, milestones=[{**BEGIN, "what": "Begin in spring"}, END, {
        "id": "k3", "what": "Third", "month": 5}])  # fmt: skip
    page = other.post(after.location, {**page.form_values(), "choice": "mine"}, status=200)
    other.post(after.location, {**page.form_values(), "choice": "mine"})
    assert [row["what"] for row in milestones(application)] == ["Begin in autumn", "End", "Third"]
    assert "Two versions" not in me.get(project(application)).text


def test_a_row_that_one_removes_and_the_other_changes_is_told(
    app: Flask, me: CheckedClient, lead: User, application: Application
) -> None:
    other = CheckedClient(app).sign_in(lead)
    first, second = me.get(project(application)), other.get(project(application))
    me.post(project(application), pressing(first, "remove k1"))
    after = other.post(project(application), typed(second, k1_what="Begin anyway"))
    assert {"id": "k1", "what": "Begin anyway", "month": 1} in milestones(application)
    assert "removed by one of you and changed by another" in other.follow(after).text


def test_autosave_says_what_a_page_goes_on_from(
    me: CheckedClient, application: Application
) -> None:
    page = me.get(project(application))
    key = "base_milestones"

    def send(base: str, rows: str, **cells: str) -> Any:
        part = {key: base, f"rows_{NAME}": rows}
        part |= {f"{NAME}-{name.replace('_', '-', 1)}": text for name, text in cells.items()}
        return me.post(project(application), part, status=200,
                       headers={"Accept": "application/json"}).json  # fmt: skip

    both = {"k1_what": "Begin", "k1_month": "1", "k2_what": "End", "k2_month": "9"}
    save_elsewhere(application, milestones=[BEGIN, END, {"id": "k3", "what": "Third", "month": 5}])
    answer = send(page.value_of(key), "k1 k2", **both | {"k2_cost": "7"})
    assert answer["outcome"] == "saved" and "Changed elsewhere meanwhile" in answer["said"]
    assert [row["id"] for row in milestones(application)] == ["k1", "k2", "k3"]
    answer = send(answer["bases"][key], "k1 k2 x1", **both | {"k2_cost": "8", "x1_month": "soon"})
    assert [row["id"] for row in milestones(application)] == ["k1", "k2", "k3", "x1"]
    assert answer["outcome"] == "saved"
    answer = send(answer["bases"][key], "k1 k2 x1", **both | {"k2_cost": "8", "x1_month": "soon"})
    assert milestones(application)[1]["cost"] == 8 and milestones(application)[2]["id"] == "k3"
    save_elsewhere(
        application, milestones=[{**BEGIN, "what": "Theirs"}, *milestones(application)[1:]]
    )
    clash = send(answer["bases"].get(key, page.value_of(key)), "k1 k2 x1",
                 **both | {"k1_what": "Mine", "k2_cost": "8", "x1_month": "soon"})  # fmt: skip
    assert (clash["outcome"], clash["settled"]) == ("conflict", [])
    again = send(clash["bases"][key], "k1 k2 x1",
                 **both | {"k1_what": "Mine", "k2_cost": "99", "x1_month": "soon"})  # fmt: skip
    assert again["outcome"] == "saved", "other cells go on being saved"
    found = {row["id"]: row for row in milestones(application)}
    assert (found["k1"]["what"], found["k2"]["cost"]) == ("Theirs", 99)
    with clock.at(application.round.closes_at):
        late = me.post(project(application), {key: "1.", f"rows_{NAME}": "k1"}, status=409,
                       headers={"Accept": "application/json"}).json  # fmt: skip
    assert late["outcome"] == "refused"


def test_a_page_refused_goes_on_from_what_it_started_with(
    me: CheckedClient, application: Application
) -> None:
    """What could not be saved is shown again as it was typed; saving that takes nothing away that
    somebody else has added meanwhile."""
    page = me.get(project(application))
    save_elsewhere(application, milestones=[BEGIN, END, {"id": "k3", "what": "Third", "month": 5}])
    long = "x" * 100_001
    page = me.post(project(application), typed(page, k1_signs=long), status=200)
    assert "a draft keeps 100,000" in page.errors[0]
    assert page.value_of(f"{NAME}-k1-signs") == long
    me.post(project(application), typed(page, k1_signs="shorter"))
    assert [row["id"] for row in milestones(application)] == ["k1", "k2", "k3"]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_two_windows_save_is_submitted(app: Flask, seed: int) -> None:
    """Each types into cells of its own, adds and moves rows; some saves are a button's, and the
    page is loaded again, others the script's, and it goes on as it is."""
    chance = random.Random(seed)
    lead = accounts.user("Ada Lead", roles=())
    application = applications.complete(lead=lead, answers={"milestones": [BEGIN, END]})
    windows = [CheckedClient(app).sign_in(lead) for _ in range(2)]
    held = [window.get(project(application)).form_values() for window in windows]
    written: dict[tuple[str, str], str] = {}
    for turn in range(12):
        which = chance.randrange(2)
        values, own = held[which], ("what", "signs")[which]
        order = _one(values[f"rows_{NAME}"]).split()
        if chance.random() < 0.4:
            order.append(f"w{which}t{turn}")
        row = chance.choice(order)
        chance.shuffle(order)
        text = f"“{turn}” <b>=1+1 {chance.choice(['é', '漢字', '؟', 'ß'])}"
        written[row, own] = text
        values |= {f"rows_{NAME}": " ".join(order), f"{NAME}-{row}-{own}": text}
        if chance.random() < 0.5:
            windows[which].post(project(application), values)
            held[which] = windows[which].get(project(application)).form_values()
        else:
            answer = (
                windows[which]
                .post(
                    project(application), values, status=200, headers={"Accept": "application/json"}
                )
                .json
            )
            assert answer["outcome"] == "saved"
            held[which] = values | answer["bases"]
    found = {row["id"]: row for row in milestones(application)}
    assert {key: found[key[0]].get(key[1]) for key in written} == written
    for row in found.values():
        row.setdefault("what", "said")
        row.setdefault("month", 1)
    save_elsewhere(application, milestones=[*found.values()][:6])
    frozen = stored(application)["milestones"]
    page = windows[0].get(url(application, "/check"))
    windows[0].post(url(application, "/submit"), page.form_values())
    submission = reads.latest_submission(application.id)
    assert submission is not None and submission.content["answers"]["milestones"] == frozen


def _one(value: Any) -> str:
    return str(value[0] if isinstance(value, list) else value)


def test_rows_whose_save_was_not_heard_stay_this_pages_own(
    app: Flask, me: CheckedClient, lead: User, application: Application
) -> None:
    """A cell is changed, changed again and put back, a row added and taken out, while another
    window adds one of its own, and no answer is heard."""
    other = CheckedClient(app).sign_in(lead)
    page, second = me.get(project(application)), other.get(project(application))
    as_script = {"Accept": "application/json"}

    def send(order: str = "k1 k2", **cells: str) -> None:
        sent = typed(page, **cells) | {f"rows_{NAME}": order}
        told = me.post(project(application), sent, status=200, headers=as_script).json
        assert told["outcome"] == "saved"

    send(k1_what="Begin early")
    new = {f"rows_{NAME}": "k1 k2 x9", f"{NAME}-x9-what": "Theirs", f"{NAME}-x9-month": "4"}
    other.post(project(application), typed(second) | new)
    theirs = {"id": "x9", "what": "Theirs", "month": 4}
    send("k1 k2 y1", k1_what="Begin later", y1_what="Mine")
    assert milestones(application) == [
        {**BEGIN, "what": "Begin later"}, END, theirs, {"id": "y1", "what": "Mine"},
    ]  # fmt: skip
    send()
    assert milestones(application) == [BEGIN, END, theirs]
    assert "Two versions" not in me.get(project(application)).text
