"""What an application needs is counted by the sheets that will rank it, wherever it is counted."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from award.accounts.models import User
from award.assessment.models.assignments import Assignment
from award.assessment.queries import gathering, pairs, planning, sheets
from award.assessment.queries.lists import application_list
from award.assessment.queries.scores import NO_PROGRESS, progress_on
from award.assessment.queries.workload import needed_in
from award.assessment.rules.sharing import Helper, Pair, Way
from award.assessment.rules.sheet import ScoreValue, SheetValues
from award.assessment.services import gathering as basket
from award.assessment.services import profiles
from award.foundation import checks
from award.foundation.db import db, transaction
from award.foundation.kept import Kept, keep_rows
from award.foundation.policy import SYSTEM, Role
from award.matching.queries.asked import basis_of, mix_of
from award.matching.services.drafting import begin_draft, set_mix
from award.reporting.queries import states_now
from award.rounds.queries.criteria import lived_start
from tests.build import applications, assessment, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient

HAVE = {
    "Nobody": "",
    "One lived": "l",
    "Two lived": "lL",
    "One of each": "pL",
    "Two and one": "PPL",
    "Two": "Pp",
    "Three": "ppp",
}
"""By title, whose sheets there are: professionals' and lived experience's, capitals sent in."""
WORDS = "They say plainly what can go wrong for people like me."


def send(row: Assignment, person: User) -> None:
    panel = sheets.sheet_of(row.id).panel
    given = {
        one.key: ScoreValue(7, f"{one.title} {WORDS}")
        for one in sheets.criteria_for(row.application_id, panel)
    }
    thanks = "Thank you for saying what people can refuse."
    assessment.submit(row, person, SheetValues(given, thanks, "No concerns.", True, True))


@pytest.fixture(params=[True, False], ids=["own criteria", "the same criteria"])
def world(request: Any, app: object) -> Any:
    own = request.param
    staff = user("Sam Staff", roles=(Role.STAFF,))
    lived = {"lived_criteria": lived_start()} if own else {}
    round_ = rounds.closed_round(min_assessments=2, **lived)
    people = {
        "p": [assessment.assessor(f"Pat {number}") for number in "123"],
        "l": [assessment.assessor(f"Lou {number}", panel="lived_experience") for number in "12"],
    }
    bids, open_ = {}, []
    for title, have in HAVE.items():
        bids[title] = applications.submitted(round_, title=title)
        free = {panel: iter(some) for panel, some in people.items()}
        for letter in have:
            person = next(free[letter.lower()])
            row = assessment.declared(bids[title], person, staff=staff)
            if letter.isupper():
                send(row, person)
            else:
                open_.append((row, person))
    counts = {
        title: sum(letter.lower() == "p" or not own for letter in have)
        for title, have in HAVE.items()
    }
    return SimpleNamespace(
        own=own, staff=staff, round=round_, bids=bids, people=people, open=open_, counts=counts
    )


def listed(world: Any, **asked: str) -> dict[str, int]:
    """Titles in the list that was asked for, with how many they have."""
    table, who = application_list(world.round), actor_of(world.staff)
    page = table.rows(who, table.read({key: [one] for key, one in asked.items()}, who))
    return {row.title: row.covered for row in page.rows}


def everywhere(world: Any) -> None:
    """Each place that says how many an application has, or who is short, says what `counts` do."""
    counts, who = world.counts, actor_of(world.staff)
    short = {title for title, many in counts.items() if many < 2}
    ids = {one.id: title for title, one in world.bids.items()}
    for kept in (True, False):
        if kept:
            keep_rows()
        else:
            with transaction():
                db.session.get_one(Kept, world.round.id).stamp += 1
        assert listed(world) == counts
        assert set(listed(world, cover="short")) == short
        assert set(listed(world, cover="enough")) == set(counts) - short
        assert set(listed(world, cover="more")) == {one for one in counts if counts[one] > 2}
        bare = {one for one in counts if counts[one] == 0}
        assert set(listed(world, state="to_assign")) == bare
    assert {ids[one.id]: one.covered for one in pairs.works_of(ids)} == counts
    table = gathering.basket_list(world.round)
    page = table.rows(who, table.read({}, who))
    assert {row.title: row.covered for row in page.rows} == counts
    now = states_now([world.round.id], who)[world.round.id]
    assert sum(one.too_few for one in now) == len(short - bare)
    mix = mix_of(world.round)
    with transaction():
        draft = begin_draft(world.round, cap=None, otherwise=9, actor=who)
    papers = basis_of(world.round, draft, mix).asked.papers
    wanted = {ids[one.id]: sum(one.wanted.values()) for one in papers}
    assert {one for one in wanted if wanted[one]} <= short
    assert all(wanted[title] == max(0, 2 - counts[title]) for title in wanted)


def test_every_place_counts_what_the_ranking_counts(world: Any) -> None:
    who = actor_of(world.staff)
    with transaction():
        basket.gather([*world.bids.values()], world.round, actor=who)
    everywhere(world)
    for row, person in world.open:
        send(row, person)
    everywhere(world)
    ids = {one.id: title for title, one in world.bids.items()}
    progress = progress_on(ids)
    in_ = {title: progress.get(key, NO_PROGRESS).submitted for key, title in ids.items()}
    assert in_ == world.counts, "what was said to be covered is what ranks"
    keep_rows()
    assert [line for check in checks.CHECKS.all().values() for line in check()] == []


def test_only_whose_sheets_count_fill_and_are_too_many(world: Any, client: CheckedClient) -> None:
    bid, needed = world.bids["Two and one"], needed_in(world.round)
    pat, lou = (
        Helper(one.id, one.name, 0, panel=panel)
        for one, panel in (
            (world.people["p"][2], "professional"),
            (world.people["l"][1], "lived_experience"),
        )
    )
    works = [world.bids["One of each"], bid]
    for way in Way:
        plan = planning.shared_out(works, [lou], way, needed)
        assert bool(plan.enough) == (not world.own and way is not Way.FILL)
        assert bool(planning.shared_out([bid], [pat], Way.EACH, needed).enough)
    filled = planning.shared_out([world.bids["Nobody"]], [lou, pat], Way.FILL, needed)
    asked = {Pair(world.bids["Nobody"].id, pat.id)}
    assert (set(filled.plan.pairs) == asked) == world.own
    client.sign_in(world.staff)
    page = client.get(f"/manage/rounds/{world.round.reference}/applications")
    assert (
        "Professional assessors" in page.text and "2 lived experience" in page.text
    ) == world.own
    assert ("Without a professional assessor" in page.text) == world.own
    whose = "professional assessors" if world.own else "assessors"
    overview = client.get(f"/manage/rounds/{world.round.reference}")
    assert f"Find {whose} for" in overview.text and f"Add {whose} to" in overview.text
    path = f"/manage/rounds/{world.round.reference}/assignment"
    client.get(f"{path}/panels")
    assert (
        "and beside these 0 by the lived-experience panel" in client.get(path).text
    ) == world.own
    with transaction():
        set_mix(world.round, 1, actor=actor_of(world.staff))
    lived = 1 if world.own else 0
    assert sum(mix_of(world.round).wanted.values()) == 2 + lived


def test_filling_asks_each_panel_for_what_the_round_wants_of_it(
    world: Any, client: CheckedClient
) -> None:
    """One lived-experience sheet for each: beside two professionals', or one of the two."""
    with transaction():
        set_mix(world.round, 1, actor=actor_of(world.staff))
        basket.gather([*world.bids.values()], world.round, actor=actor_of(world.staff))
    wanted = {"p": 2 if world.own else 1, "l": 1}
    short = {
        title: {panel: max(0, many - have.lower().count(panel)) for panel, many in wanted.items()}
        for title, have in HAVE.items()
    }
    total = sum(sum(one.values()) for one in short.values())
    path = f"/manage/rounds/{world.round.reference}/basket"
    keep_rows()
    page = client.sign_in(world.staff).get(path)
    assert page.text.count("0 of 1 lived-experience assessor needed") == 3
    people = {panel: [str(one.id) for one in some] for panel, some in world.people.items()}
    page = client.follow(client.post(path, {"assessor": people["p"], "way": "fill"}))
    assert page.h1 == f"Assign {total - 3} assessments to 3 people"
    other = sum(1 for one in short.values() if one["l"] and not one["p"])
    assert f"{other} applications need the other panel" in page.text
    every = people["p"] + people["l"]
    page = client.follow(client.post(path, {"assessor": every, "way": "fill"}))
    assert page.h1 == f"Assign {total} assessments to 5 people"
    assert "Before you go on" not in page.text, "nobody gets more than is needed"
    client.post(f"{path}/assign", page.form_values())
    names = {one.id: title for title, one in world.bids.items()}
    for work in pairs.works_of(names):
        had = HAVE[names[work.id]].lower()
        others = work.covered if world.own else work.covered - work.lived
        assert others == max(had.count("p"), wanted["p"]), names[work.id]
        assert work.lived == max(had.count("l"), 1), names[work.id]
    bid = world.bids["One of each"]
    form = client.get(f"/manage/applications/{bid.reference}").form_values()
    again = client.post(
        f"/manage/applications/{bid.reference}/assign",
        {**form, "assessor": people["l"][1]}, status=200,
    )  # fmt: skip
    assert again.errors == [
        "It has 1 lived-experience assessor already, and needs 1. Tick to ask them all the same"
    ]


def test_joining_another_panel_changes_what_is_not_begun(world: Any) -> None:
    """Kept rows follow the panel of those whose sheets are not begun, and no sheet that is."""
    keep_rows()
    new = assessment.assessor("Nia New")
    assessment.assigned(world.bids["Nobody"], new, staff=world.staff)
    with transaction():
        for person in (new, *world.people["p"]):
            profiles.set_profile(person, panel="lived_experience", actor=SYSTEM)
    counts = {**world.counts, "Nobody": 0 if world.own else 1}
    assert listed(world) == counts
    keep_rows()
    assert listed(world) == counts
    assert [line for check in checks.CHECKS.all().values() for line in check()] == []
