"""What moderators leave out and what panels agree: the means, the ranking and every page that shows
them follow, and nothing that an assessor gave is lost."""

from __future__ import annotations

import pytest
from flask import Flask

from award.accounts.models import User
from award.accounts.queries.people import user_with_roles
from award.assessment.checks import summaries
from award.assessment.queries.scores import summary_of
from award.assessment.services.assigning import return_sheet
from award.assessment.services.scoring import submit_sheet
from award.decisions.checks import rankings
from award.decisions.queries.decisions import round_to_decide
from award.decisions.queries.shortlist import shortlist
from award.foundation.db import transaction
from award.foundation.errors import Refused, there
from award.foundation.kept import keep_rows
from award.foundation.policy import Role
from award.moderation.checks import agreed, left_out
from award.moderation.queries.decided import exclusions_of
from award.moderation.queries.sheets import sheets_of
from award.moderation.services import scores
from tests.build import accounts, decisions, rounds
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.decisions.sheets import entry


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


def everything_agrees() -> None:
    for check in (summaries, rankings, left_out, agreed):
        assert list(check()) == []


@pytest.mark.each_database
def test_what_is_left_out_leaves_the_mean_and_comes_back(staff: User) -> None:
    application, actor = build.disagreed(staff=staff), actor_of(staff)
    item = build.item(application, actor)
    low = next(sheet for sheet in sheets_of(item, actor) if sheet.total_pct < 60)
    key = item.round.criteria[0].key
    before = there(summary_of(application.id), "its summary").mean_pct

    with transaction():
        scores.leave_out(item, low.letter, key, "It is about another criterion.", actor=actor)
    one = there(summary_of(application.id), "its summary")
    assert (one.excluded, one.scores_excluded, one.submitted) == (0, 1, 3)
    assert one.criterion_means[key] == 8.5
    everything_agrees()

    with transaction():
        scores.leave_out(item, low.letter, "", "Written about another application.", actor=actor)
    whole = there(summary_of(application.id), "its summary")
    assert (whole.excluded, whole.scores_excluded) == (1, 0)
    assert whole.mean_pct == pytest.approx(85.0)
    assert whole.recommend_yes == 2
    everything_agrees()

    for exclusion in exclusions_of(item):
        with transaction():
            scores.count_again(item, exclusion.id, "It was about this one.", actor=actor)
    again = there(summary_of(application.id), "its summary")
    assert (again.mean_pct, again.excluded, again.scores_excluded) == (before, 0, 0)
    assert {sheet.total_pct for sheet in sheets_of(item, actor)} >= {low.total_pct}
    everything_agrees()


def test_a_mean_by_criteria_says_why_it_is_not_that_of_the_totals(
    staff: User, client: CheckedClient
) -> None:
    application, actor = build.disagreed(((9, 9, 9), (3, 4, 8)), staff=staff), actor_of(staff)
    item = build.item(application, actor)
    low = next(sheet for sheet in sheets_of(item, actor) if sheet.total_pct < 80)
    here, says = (
        f"/manage/applications/{application.reference}",
        "the mean is of the criteria’s means",
    )
    pages = [f"{here}/moderation", f"{here}/meeting", here]
    short = [f"{here}/moderation/score", f"{here}/decision"]
    client.sign_in(staff)
    for page in (*pages, *short):
        assert says not in client.get(page, budget=20).text
    first = item.round.criteria[0]
    with transaction():
        scores.leave_out(item, low.letter, first.key, "It is about another thing.", actor=actor)
    for page in (*pages, *short):
        text = client.get(page, budget=20).text
        assert f"1 score left out, {says}" in text, page
        assert f"{first.title} 9.0 at {first.weight}%" in text, "the figures that make it"
    counts = there(sheets_of(build.item(application, actor), actor), "its sheets")
    totals = [there(one.counts_for(item.round.criteria), "its total") for one in counts]
    mean = sum(totals) / 2
    for page in pages:
        assert f"The mean of the totals would be {mean:.1f}%" in client.get(page, budget=20).text


@pytest.mark.each_database
def test_a_page_knows_what_it_showed(staff: User, client: CheckedClient) -> None:
    """Whatever happened since: from when sheets came, went back and were left out, not from what
    happens to have been agreed."""
    application, actor = build.disagreed(staff=staff), actor_of(staff)
    item = build.item(application, actor)
    first, second, third = sheets_of(item, actor)
    keys = [one.key for one in item.round.criteria]

    def leave_out(letter: str, key: str) -> None:
        with transaction():
            scores.leave_out(item, letter, key, "It is about another criterion.", actor=actor)

    here = f"/manage/applications/{application.reference}/moderation"
    pages, sheet = [], f"{here}/{first.letter}/leave-out"
    client.sign_in(staff)

    def look() -> None:
        mean = there(summary_of(application.id), "its summary")
        pages.append((f"{mean.mean_pct:.1f}% from {mean.counted} sheets",
                      client.get(f"{here}/score").form_values()))  # fmt: skip

    look()
    leave_out(first.letter, keys[1])
    look()
    of_sheet = client.get(sheet).form_values()
    leave_out(first.letter, keys[0])
    leave_out(second.letter, "")
    look()
    with transaction():
        return_sheet(third.assignment, actor=actor, reason="Say more, please.")
    typed = {"pct": "70", "rationale": "It was weighed twice by all.", "stayed": [str(staff.id)]}
    assert len({shown for shown, _ in pages}) == 3
    for shown, form in pages:
        page = client.post(f"{here}/score", {**form, **typed}, status=200)
        assert "not kept any more" not in page.text and shown in page.text
    why = "It is about another criterion."
    page = client.post(sheet, {**of_sheet, "what": keys[2], "reason": why}, status=200)
    assert "not kept any more" not in page.text
    assert f"What you were shown {item.round.criteria[1].title}" in page.text


def test_something_has_to_count(staff: User) -> None:
    application, actor = build.disagreed(((9, 9, 9), (3, 3, 3)), staff=staff), actor_of(staff)
    item = build.item(application, actor)
    first, second = sheets_of(item, actor)
    key = item.round.criteria[0].key
    scores.leave_out(item, first.letter, key, "Not about it.", actor=actor)
    for letter, what in ((first.letter, key), (second.letter, key), (second.letter, "")):
        with pytest.raises(Refused) as refused:
            scores.leave_out(item, letter, what, "Nor this.", actor=actor)
        assert refused.value.field == "what"
    with pytest.raises(Refused):
        scores.leave_out(item, "Z", "", "There is no such sheet.", actor=actor)


def test_a_sheet_that_went_back_and_came_again_counts(staff: User) -> None:
    application, actor = build.disagreed(staff=staff), actor_of(staff)
    item = build.item(application, actor)
    low = next(sheet for sheet in sheets_of(item, actor) if sheet.total_pct < 60)
    with transaction():
        scores.leave_out(item, low.letter, "", "It says nothing.", actor=actor)
    with transaction():
        return_sheet(low.assignment, actor=actor, reason="Say more, please.")
    assert there(summary_of(application.id), "its summary").excluded == 0
    everything_agrees()
    person = actor_of(there(user_with_roles(low.assignment.assessor_id), "the assessor"))
    with transaction():
        submit_sheet(low.assignment, actor=person)
    assert there(summary_of(application.id), "its summary").excluded == 0
    (was,) = exclusions_of(item)
    assert not was.stands
    everything_agrees()


@pytest.mark.each_database
def test_a_moderated_score_ranks_and_says_so(staff: User, client: CheckedClient) -> None:
    round_ = rounds.open_round()
    low = entry(round_, "Better than it looks", [[6, 6, 6], [6, 6, 6]])
    entry(round_, "As good as it looks", [[8, 8, 8], [8, 8, 8]])
    actor = actor_of(staff)
    build.agreed(low, 91.5, staff=staff)
    keep_rows()
    found = shortlist(there(round_to_decide(actor, round_.reference), "the round"), actor)
    assert [row.title for row in found.rows] == ["Better than it looks", "As good as it looks"]
    assert found.rows[0].mean_pct == 60 and found.rows[0].place.candidate.score_pct == 91.5
    everything_agrees()

    client.sign_in(staff)
    page = client.get(f"/manage/rounds/{round_.reference}/shortlist")
    assert "moderated; mean 60.0" in page.text
    for way in ("mean", "-mean"):  # by what it shows
        page = client.get(f"/manage/rounds/{round_.reference}/shortlist?sort={way}")
        better, looks = map(page.text.index, ("Better than it looks", "As good as it looks"))
        assert (better < looks) == (way == "mean")
    assert "Moderated score 91.5%" in client.get(f"/manage/applications/{low.reference}").text

    item = build.item(low, actor)
    with transaction():
        scores.take_back(item, "It was the wrong application.", actor=actor)
    keep_rows()
    found = shortlist(there(round_to_decide(actor, round_.reference), "the round"), actor)
    assert [row.title for row in found.rows] == ["As good as it looks", "Better than it looks"]
    everything_agrees()


def test_nothing_is_ranked_on_nothing(staff: User, client: CheckedClient) -> None:
    application, actor = build.without_a_score(staff=staff), actor_of(staff)
    found = there(summary_of(application.id), "its summary")
    assert (found.submitted, found.mean_pct, found.sort_key) == (1, None, None)
    client.sign_in(staff)
    page = client.get(f"/manage/applications/{application.reference}/moderation")
    assert "No score counts on one of the criteria" in page.text
    page = client.get(f"/manage/applications/{application.reference}")
    assert "No score counts on one of the criteria" in page.text
    with pytest.raises(Refused, match="no mean that this could take the place of"):
        build.agreed(application, 70, staff=staff)
    item = build.item(application, actor)
    with transaction():
        scores.count_again(item, exclusions_of(item)[0].id, "The other went back.", actor=actor)
    assert there(summary_of(application.id), "its summary").mean_pct == 80
    everything_agrees()


def test_scores_stay_while_a_decision_rests_on_them(staff: User) -> None:
    application, actor = build.disagreed(staff=staff), actor_of(staff)
    item = build.item(application, actor)
    letter = sheets_of(item, actor)[0].letter
    decisions.staged(application, staff=staff)
    with pytest.raises(Refused, match="decision is staged"):
        build.agreed(application, 70, staff=staff)
    with pytest.raises(Refused, match="decision is staged"):
        scores.leave_out(item, letter, "", "Why not.", actor=actor)
