"""What applicants are told of scores: as much as the round chose, and nobody else's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import product

import pytest
from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.decisions.models import Decision, DecisionTold
from award.decisions.rules import told as rules
from award.decisions.rules.grounds import Ground
from award.decisions.rules.ranking import BELOW, Candidate, Place
from award.decisions.rules.states import Outcome
from award.decisions.rules.told import LEAST, Scored, Terms, Told
from award.foundation.db import db, transaction
from award.foundation.errors import Refused, there
from award.foundation.policy import Role
from award.moderation.queries.panels import panel_of
from award.moderation.services import chairing
from award.rounds.models import Round
from award.rounds.rules.values import SCORES_TOLD
from award.rounds.services.rounds import update_round
from tests.build import accounts, applications, assessment, decisions, rounds
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.decisions.people import conflicted

CRITERIA = (("need", "Need", 60), ("worth", "Worth", 40))


def scored(
    number: int, pct: float | None, *, outcome: Outcome, ground: Ground | None = None,
    sheets: int = 3, rank: int | None = 1, excluded: int = 0, panel: tuple[int, float] = (0, 0.0),
) -> Scored:  # fmt: skip
    means = {} if pct is None else {"need": pct / 10, "worth": pct / 10}
    candidate = Candidate(
        number, f"Bid {number}", 100_000, submitted=sheets, mean_pct=pct, in_scope_yes=sheets,
        recommend_yes=sheets, criterion_means=means, outcome=outcome, released=True, ground=ground,
    )  # fmt: skip
    short = (BELOW,) if ground is Ground.THRESHOLD else ()
    place = Place(candidate, rank if pct is not None else None, "", short)
    return Scored(place, excluded, *panel)


def of_round(many: int, level: str = "beside", **terms: bool) -> tuple[Terms, list[Scored]]:
    """So many awarded from 76.11 up, so many refused for money from 73.93 down."""
    found = [scored(at, 76.11 + at, outcome=Outcome.FUND, panel=(2, 61.7)) for at in range(many)]
    found += [
        scored(many + at, 73.93 - at, outcome=Outcome.REJECT, ground=Ground.MONEY)
        for at in range(many)
    ]
    return Terms(level, 70, CRITERIA, **terms), found


def told(terms: Terms, one: Scored, others: Sequence[Scored]) -> Told | None:
    every = [*others, one]
    found = rules.told(terms, one, rules.others_in(terms, every, lambda each: each.released))
    if found is not None:
        assert rules.read(json.loads(json.dumps(found.kept()))) == found
    return found


@pytest.mark.parametrize(
    ("level", "ground", "sheets"), [*product(SCORES_TOLD, [None, *Ground], range(4))]
)
def test_every_ground_and_level_and_small_panel(
    level: str, ground: Ground | None, sheets: int
) -> None:
    outcome = Outcome.REJECT if ground else Outcome.FUND
    for many in (0, LEAST // 2 - 1, LEAST - 1, LEAST):
        terms, others = of_round(many, level)
        rank = None if ground is Ground.SHEETS or not sheets else 7
        one = scored(99, 61.0, outcome=outcome, ground=ground, sheets=sheets, rank=rank)
        found = told(terms, one, others)
        if level == "ground":
            assert found is None
            continue
        found = there(found, "what is told")
        if rank is None or sheets < 2:
            # Neither a number of their own, which would be one person's, nor of anybody's.
            quiet = Told(False, 70, silent=found.silent)
            assert found == quiet and found.silent
            continue
        assert (found.score_pct, found.sheets) == (61.0, sheets)
        assert [line.own for line in found.lines] == [6.1, 6.1]
        beside, ranked = level == "beside", 2 * many + 1
        assert found.has_middle == (found.middle_pct is not None) == (beside and ranked >= LEAST)
        awarded = many + (ground is None)
        assert found.has_awarded == (found.awarded is not None) == (beside and awarded >= LEAST)
        line = beside and awarded >= LEAST and many + (ground is Ground.MONEY) >= LEAST
        assert (found.ended is not None) == line
        few = beside and not line and awarded >= rules.LEAST_AWARDED and ground is not None
        assert found.from_pct == (75 if few else None)


def test_no_other_application_can_be_read_from_it() -> None:
    terms, others = of_round(LEAST, panels_named=True)
    one = scored(99, 61.0, outcome=Outcome.REJECT, ground=Ground.THRESHOLD, panel=(2, 58.3))
    found = there(told(terms, one, others), "what is told")
    said = json.dumps(found.kept())
    for other in others:
        candidate = other.place.candidate
        assert f"{candidate.mean_pct}" not in said and candidate.name not in said
    assert found.ended == (73, 77) and found.still_below and found.middle_pct == 73
    assert found.lived == (58.3, 61) and found.furthest == ("Need", "Worth")
    # One person of that panel, or a round that doesn't tell: nothing of it.
    alone = scored(99, 61.0, outcome=Outcome.FUND, panel=(1, 58.3))
    assert there(told(terms, alone, others), "it").lived is None
    quiet, others = of_round(LEAST)
    assert there(told(quiet, one, others), "it").lived is None


def test_the_line_is_true_of_exceptions_too() -> None:
    terms, others = of_round(LEAST)
    below = scored(99, 71.2, outcome=Outcome.FUND)
    assert there(told(terms, below, others), "it").ended == (71, 74)


def test_where_the_line_is_told_in_a_small_round() -> None:
    """A bound that all who were selected keep, nobody's score; nothing where it says no more than
    the threshold, or where two could tell each other's."""
    one = scored(99, 70.7, outcome=Outcome.RESERVE)
    for many, bound in ((2, None), (3, 75), (LEAST - 1, 75)):
        terms, others = of_round(many)
        found = there(told(terms, one, others), "it")
        assert (found.ended, found.from_pct) == (None, bound)
        below = scored(98, 69.0, outcome=Outcome.REJECT, ground=Ground.THRESHOLD)
        assert there(told(terms, below, others), "it").still_below == bool(bound)
        excepted = scored(97, 71.2, outcome=Outcome.FUND)
        assert there(told(terms, one, [*others, excepted]), "it").from_pct is None
        unranked = scored(96, None, outcome=Outcome.FUND)
        assert there(told(terms, one, [*others, unranked]), "it").from_pct is None
        refused = scored(96, None, outcome=Outcome.REJECT, ground=Ground.SHEETS)
        assert there(told(terms, one, [*others, refused]), "it").from_pct == bound
        quiet, _others = of_round(many, "own")
        assert there(told(quiet, one, others), "it").from_pct is None


def test_what_was_kept_before_that_bound_is_still_read() -> None:
    terms, others = of_round(3)
    body = there(told(terms, scored(99, 70.7, outcome=Outcome.RESERVE), others), "it").kept()
    del body["from_pct"]
    assert rules.read(body).from_pct is None


@pytest.mark.any_database
def test_on_the_reserve_list_and_refused_for_money_one_reads_where_the_money_ended(
    client: CheckedClient,
) -> None:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    round_ = rounds.closed_round(budget_gbp=300_000, scores_told="beside", threshold_pct=60)
    people = [accounts.user(f"Lead {number}", roles=()) for number in range(5)]
    bids = [
        bid(round_, lead.name, [[score] * 3] * 2, lead)
        for lead, score in zip(people, (10, 9, 8, 7, 7), strict=True)
    ]
    for one in bids[:3]:
        decisions.staged(one, "fund", staff=staff)
    decisions.staged(bids[3], "reserve", reserve_position=1, staff=staff)
    decisions.staged(bids[4], "reject", ground="money", staff=staff)
    decisions.released(round_, staff=staff)
    for one, lead in zip(bids[3:], people[3:], strict=True):
        said = client.sign_in(lead).get(f"/applications/{one.reference}/outcome").text
        assert "selected scored 80% or more. That is rounded down" in said and "70.0%" in said


@pytest.mark.any_database
def test_an_exception_is_told_as_one(staff: User, client: CheckedClient) -> None:
    """Below the threshold, without a majority, or both; nothing is said where nothing departs."""
    round_ = rounds.closed_round(scores_told="own", threshold_pct=70)
    client.sign_in(staff)
    for scores, recommend, outcome, said in (
        (6, True, "fund", "It was selected although its score is below what this round needs. A"),
        (9, False, "reserve", "It was put on the reserve list although no more than half of the "
         "assessors recommended it."),
        (6, False, "fund", "below what this round needs, and no more than half of the assessors"),
        (6, False, "reject", ""),
        (9, True, "fund", ""),
    ):  # fmt: skip
        bid = applications.submitted(round_)
        assessment.assessed(bid, [[scores] * 3] * 2, recommend=recommend)
        decisions.staged(bid, outcome, staff=staff)
        page = client.get(f"/manage/applications/{bid.reference}/outcome").text
        assert said in page and ("although" in page) == bool(said), (scores, outcome)


def test_a_score_left_out_may_leave_one_persons() -> None:
    terms, others = of_round(LEAST)
    for excluded, lines in ((0, 2), (1, 2), (2, 0)):
        one = scored(99, 61.0, outcome=Outcome.FUND, excluded=excluded)
        found = there(told(terms, one, others), "it")
        assert len(found.lines) == lines and (rules.LEFT_OUT in found.few) == (not lines)
        assert found.score_pct == 61.0


def bid(round_: Round, name: str, row: Sequence[Sequence[int]], lead: User) -> Application:
    answers = {"amount_requested": 100_000}
    application = applications.submitted(round_, lead, title=name, answers=answers)
    return assessment.assessed(application, row, staff=accounts.user("Sta Ff", roles=(Role.STAFF,)))


@pytest.mark.any_database
def test_told_before_the_release_to_staff_and_as_it_was_ever_after(client: CheckedClient) -> None:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    lead, chair = accounts.user("Ada Lead", roles=()), assessment.assessor("Cha Irs")
    round_ = rounds.closed_round(budget_gbp=150_000, scores_told="beside")
    best = bid(round_, "Best", [[9, 9, 9], [9, 9, 9]], lead)
    good = bid(round_, "Good", [[8, 8, 8], [8, 7, 8]], lead)
    weak = bid(round_, "Weak", [[3, 4, 3], [5, 4, 5]], lead)
    tied = conflicted(good)
    with transaction():
        panel = there(panel_of(actor_of(staff), round_.reference), "the panel")
        chairing.appoint(panel, chair.email, deputy=False, actor=actor_of(staff))
        chairing.open_to_chairs(panel, actor=actor_of(staff))
    paths = {one: f"/manage/applications/{one.reference}/outcome" for one in (best, good, weak)}
    client.sign_in(staff)
    client.get(paths[weak], status=404)
    decisions.staged(best, "fund", staff=staff)
    for one in (good, weak):
        decisions.staged(one, "reject", staff=staff, words_for_applicant="Read this.")
    page = client.get(paths[weak], budget=14)
    assert "its applicant sees none of this yet" in page.text
    before = page.text.partition("not selected this time")[2]
    assert "Its score is 40.0%" in before and "Read this." in before
    assert "there are fewer" in before and "Round’s middle" not in before
    assert (
        paths[weak]
        in client.get(f"/manage/applications/{weak.reference}/decision").links().values()
    )
    for person in (chair, lead):
        client.sign_in(person)
        client.get(paths[weak], status=404)

    decisions.released(round_, staff=staff)
    page = client.get(f"/applications/{weak.reference}/outcome", budget=9)
    assert "Its score is 40.0%" in page.text
    assert "the weighted mean of 2 assessments. This round needs 70%." in page.text
    assert "2 of 2 found it in scope" in page.text
    for person in (staff, chair, accounts.user("Au Ditor", roles=(Role.AUDITOR,))):
        after = client.sign_in(person).get(paths[weak], budget=14).text
        assert "Its score is 40.0%" in after and "sees none of this yet" not in after
    client.sign_in(chair)
    item = client.get(f"/manage/applications/{weak.reference}/moderation")
    assert paths[weak] in item.links().values()
    for person in (accounts.user("No Body", roles=()), assessment.assessor("Ass Essor")):
        client.sign_in(person)
        client.get(paths[weak], status=404)
    client.sign_in(tied)
    client.get(paths[good], status=404)
    assert "Its score is 40.0%" in client.get(paths[weak]).text
    kept = db.session.scalars(select(DecisionTold)).all()
    assert len(kept) == 3
    decision = db.session.scalars(select(Decision).where(Decision.application_id == weak.id)).one()
    assert [one.body["score_pct"] for one in kept if one.decision_id == decision.id] == [40.0]


@pytest.mark.any_database
def test_it_is_chosen_before_opening_and_said_to_everybody(client: CheckedClient) -> None:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    round_ = rounds.open_round(scores_told="own")
    page = client.get(f"/rounds/{round_.reference}")
    assert "told its reason, their score and its mean on each criterion" in page.text
    wanted = rounds.changed(rounds.whole(round_.id), scores_told="beside")
    with pytest.raises(Refused, match="what applicants are told of scores"), transaction():
        update_round(
            rounds.whole(round_.id), wanted, actor=actor_of(staff), reason="It would be kinder."
        )
    client.sign_in(staff)
    for path in ("edit", "settings"):
        page = client.get(f"/manage/rounds/{round_.reference}/{path}")
        assert "And what their own scores came to" in page.text
    page = client.get("/manage/rounds/new")
    assert page.form_values()["scores_told"] == ["beside"]
