"""Moderating from the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from award.accounts.models import OrganisationMember, User
from award.assessment.services.assigning import remove
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.policy import Role
from award.moderation.queries.rooms import seats_at
from award.moderation.queries.sheets import sheets_of
from award.moderation.services import scores
from tests.build import accounts, applications, rounds
from tests.build import assessment as assessing
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.page import Page

pytestmark = pytest.mark.any_database


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


def leading(page: Page, part: str) -> str:
    return next(address for address in page.links().values() if part in address)


def test_from_the_list_to_what_was_agreed(staff: User, client: CheckedClient) -> None:
    round_ = rounds.open_round()
    agreeing = applications.submitted(round_, title="All agree")
    assessing.assessed(agreeing, ((7, 7, 7), (7, 7, 7)), staff=staff)
    application = applications.submitted(round_, title="All differ")
    assessing.assessed(application, build.APART, staff=staff)
    client.sign_in(staff)
    page = client.get(f"/manage/rounds/{round_.reference}/moderation")
    assert page.text.index("All differ") < page.text.index("All agree")
    assert "Totals 25 or more apart; A criterion 4 or more apart" in page.text
    only = client.get(f"/manage/rounds/{round_.reference}/moderation?why=any")
    assert "All agree" not in only.text

    same = client.get(f"/manage/applications/{agreeing.reference}/moderation")
    assert "None of the reasons to talk about it applies" in same.text
    here = f"/manage/applications/{application.reference}/moderation"
    page = client.get(f"{here}?why=any")
    assert "Why it is worth talking about" in page.text
    assert "1 of 1 in the list" in page.text
    assert ", highest" in page.text and ", lowest" in page.text
    read = client.get(f"{here}/read")
    ways = [words for words, address in read.links().items() if "?of=" in address]
    assert len(ways) == 5 and all(words.startswith("Discuss ") for words in ways)
    led = leading(read, "?of=").partition("#")[0]
    about = client.get(led)
    topics = [one.get("value") or "" for one in about.all("input") if one.get("name") == "topic"]
    answers = [one for one in topics if one.startswith("q:")]
    assert len(answers) == led.count("of=") and about.text.count("Their answer: ") == len(answers)
    values = {**about.form_values(), "topic": answers[-1]}
    short = client.post(led, {**values, "remark": ""}, status=200)
    assert short.errors and short.text.count("Their answer: ") == len(answers)
    said = client.post(led, {**values, "remark": "Is that all of it?"})
    said = client.follow(said)
    assert "Is that all of it?" in said.text
    assert "Sam Staff, programme team (you) , on " in said.text
    wrong = client.post(
        f"{here}/discussion", {**values, "topic": "q:none", "remark": "And this?"}, status=200
    )
    assert wrong.errors and "And this?" in wrong.text

    letter = leading(page, "/leave-out")
    form = client.get(letter)
    wrong = client.post(letter, {**form.form_values(), "what": "whole", "reason": ""}, status=200)
    short = client.post(letter, {**form.form_values(), "what": "whole", "reason": "x"}, status=200)
    assert "the least is 5 different words" in short.text
    assert wrong.errors
    done = client.follow(
        client.post(
            letter,
            {**form.form_values(), "what": "whole", "reason": "It is about another’s application."},
        )
    )
    assert "Left out of the mean" in done.text and "It is about another’s application." in done.text
    again = leading(done, "/left-out/")
    values = {**client.get(again).form_values(), "reason": "It is ours after all, she says."}
    back = client.follow(client.post(again, values))
    assert "What was decided before" in back.text
    late = client.post(again, values, status=409)
    assert "ours after all, she says" in late.text and "counts again already" in late.text
    client.get(again, status=302)

    agree = f"{here}/score"
    form = client.get(agree)
    typed = {**form.form_values(), "pct": "71.5", "rationale": "It was weighed twice by all.",
             "left": [str(staff.id)]}  # fmt: skip
    wrong = client.post(agree, typed, status=200)
    assert len(wrong.errors) == 2  # nobody stayed, and no time
    assert "It was weighed twice by all." in wrong.text
    person = next(i.get("value") for i in form.all("input") if i.get("name") == "stayed")
    assert staff.email in form.text  # two may share a name
    day = clock.today() - timedelta(days=1)
    before = {"left_on-day": day.day, "left_on-month": day.month, "left_on-year": day.year}
    typed |= {"left_at": "23:59", "stayed": [person], **{k: str(v) for k, v in before.items()}}
    done = client.follow(client.post(agree, typed))
    assert staff.email in done.text
    assert "The panel agreed 71.5%" in done.text and "Left the room on" in done.text
    take = f"{here}/score/take-back"
    values = {**client.get(take).form_values(), "reason": "It was not ours to agree."}
    assert "What was decided before" in client.follow(client.post(take, values)).text
    late = client.post(take, values, status=409)
    assert "It was not ours to agree." in late.text and "taken back already" in late.text
    client.get(take, status=302)


def test_one_sheet_is_neither_apart_nor_together(staff: User, client: CheckedClient) -> None:
    application = applications.submitted(rounds.open_round(), title="Alone")
    assessing.assessed(application, ((9, 8, 2),), staff=staff)
    here = f"/manage/applications/{application.reference}/moderation"
    page = client.sign_in(staff).get(here)
    assert "One sheet in: nothing to compare." in page.text
    assert "agree" not in page.text.lower().replace("record what the panel agreed", "")
    assert "0 apart" not in page.text and "0.0 apart" not in page.text
    for column in ("Apart", "Middle"):
        cells = ["".join(one.itertext()) for one in page.all("td") if one.get("data-of") == column]
        assert cells and {*cells} == {"–"}
    none = build.without_a_sheet(staff=staff)
    page = client.get(f"/manage/applications/{none.reference}/moderation")
    assert "so it has no mean" in page.text and "One sheet" not in page.text


def test_what_is_still_to_come_is_said(staff: User, client: CheckedClient) -> None:
    """In list and item, and where a score is agreed without it; what nobody can give is not."""
    round_ = rounds.open_round()
    application = applications.submitted(round_)
    assessing.scored(application, (8, 8, 8), staff=staff)
    here = f"/manage/applications/{application.reference}/moderation"
    listed = f"/manage/rounds/{round_.reference}/moderation"
    client.sign_in(staff)
    assert "asked" not in client.get(listed).text and "to come" not in client.get(here).text
    late = assessing.declared(application, assessing.assessor("Lou Late"), staff=staff)
    assert "1 of 2 asked" in client.get(listed).text
    for page in (here, f"{here}/score"):
        assert "1 sheet still to come" in client.get(page).text
    # What is agreed ranks nothing that has too few sheets, and nothing says that it did.
    unranked = "1 of the 2 sheets it needs is in"
    page = client.get(f"{here}/score")
    assert unranked in page.text and "whatever" not in page.text
    values = {**page.form_values(), "pct": "71", "rationale": "It was weighed twice by all.",
              "stayed": [str(staff.id)]}  # fmt: skip
    page = client.follow(client.post(f"{here}/score", values))
    assert "The panel agreed 71.0%" in page.text and page.text.count(unranked) == 2
    assert "ranking uses it" not in page.text
    assessing.scored(application, (8, 8, 8), staff=staff)
    page = client.get(here)
    assert "ranking uses it" in page.text and "it needs" not in page.text
    assert "ranks it whatever that sheet says" in client.get(f"{here}/score").text
    with transaction():
        remove(late, actor=actor_of(staff), reason="Too late.")
    assert "to come" not in client.get(here).text


def test_totals_stand_as_they_count(staff: User, client: CheckedClient) -> None:
    application, actor = build.disagreed(staff=staff), actor_of(staff)
    item = build.item(application, actor)
    lowest = min(sheets_of(item, actor), key=lambda sheet: sheet.total_pct)
    with transaction():
        scores.leave_out(
            item, lowest.letter, item.round.criteria[2].key, "It is about another.", actor=actor
        )
    again = next(one for one in sheets_of(item, actor) if one.letter == lowest.letter)
    counted, submitted = again.counts_for(item.round.criteria), lowest.total_pct
    assert counted != submitted, "choose another score to leave out"
    page = client.sign_in(staff).get(f"/manage/applications/{application.reference}/moderation")
    assert f"{counted:.1f} counts; {submitted:.1f} as submitted" in page.text


def test_whoever_is_tied_leaves_the_room(staff: User) -> None:
    application = build.disagreed(staff=staff)
    insider = accounts.user("Ines Insider", roles=(Role.STAFF,))
    with transaction():
        db.session.add(
            OrganisationMember(organisation_id=application.organisation_id, user_id=insider.id)
        )
    actor = actor_of(staff)
    seats = {one.person_id: one.leaves for one in seats_at(build.item(application, actor), actor)}
    assert (seats[staff.id], seats[insider.id]) == (False, True)


def test_nobody_else_finds_it(staff: User, client: CheckedClient) -> None:
    application = build.disagreed(staff=staff)
    round_ = application.round
    for person in (assessing.assessor("Noor Example"), accounts.user("Ada Lead", roles=())):
        client.sign_in(person)
        client.get(f"/manage/rounds/{round_.reference}/moderation", status=404)
        client.get(f"/manage/applications/{application.reference}/moderation", status=404)
    auditor = accounts.user("Una Auditor", roles=(Role.AUDITOR,))
    client.sign_in(auditor)
    page = client.get(f"/manage/applications/{application.reference}/moderation")
    assert not any("leave-out" in address for address in page.links().values())
    read = client.get(f"/manage/applications/{application.reference}/moderation/read")
    assert not any("?of=" in address for address in read.links().values())
    client.get(f"/manage/applications/{application.reference}/moderation/score", status=403)
