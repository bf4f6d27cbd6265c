"""Scoring, completeness and visibility, without a database."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from award.assessment.rules import scoring, visibility
from award.assessment.rules.scoring import ScoredSheet
from award.assessment.rules.sheet import (
    Author,
    ScoreValue,
    SheetValues,
    marks,
    merge,
    problems,
)

WEIGHTS = {"problem": 50, "people": 30, "value": 20}


@dataclass(frozen=True)
class Criterion:
    key: str
    title: str


CRITERIA = [Criterion("problem", "Problem"), Criterion("people", "People")]
COMPLETE = SheetValues(
    scores={
        "problem": ScoreValue(8, "Sound, with figures from three homes."),
        "people": ScoreValue(5, "Thin: nobody was asked before building."),
    },
    comments_for_applicant="Thank you for a clear application.",
    comments_for_programme="",
    in_scope=True,
    recommend=True,
)


def test_weighted_total_is_the_sum_of_weight_times_score_and_not_rounded():
    assert scoring.weighted_pct({"problem": 8, "people": 7, "value": 6}, WEIGHTS) == 73.0
    thirds = {"a": 1, "b": 1, "c": 1}
    assert scoring.weighted_pct({"a": 7, "b": 7, "c": 8}, thirds) == 2200 / 30


def test_weights_need_not_sum_to_100():
    assert scoring.weighted_pct({"a": 10, "b": 5}, {"a": 3, "b": 1}) == 87.5


@pytest.mark.parametrize("score", [None, 0, 11, True, 7.0, "7"])
def test_only_whole_numbers_from_1_to_10_are_scores(score):
    assert scoring.is_score(score) is False
    with pytest.raises(ValueError, match="people"):
        scoring.weighted_pct({"problem": 8, "people": score, "value": 6}, WEIGHTS)


def test_running_total_is_over_what_is_scored():
    assert scoring.running_pct({"problem": None}, WEIGHTS) is None
    assert scoring.running_pct({"problem": 8, "people": 6, "value": None}, WEIGHTS) == 72.5


def test_statistics_of_an_application():
    sheets = [
        ScoredSheet({"problem": 8, "people": 7, "value": 6}, True, True),
        ScoredSheet({"problem": 5, "people": 6, "value": 7}, True, False),
    ]
    found = scoring.application_statistics(sheets, WEIGHTS)
    assert (found.n, found.mean_pct, found.min_pct, found.max_pct) == (2, 65.0, 57.0, 73.0)
    assert found.unweighted_pct == 65.0
    assert found.range_pct == 16.0
    assert found.sd_pct == pytest.approx(128**0.5)
    assert found.criterion_means == {"problem": 6.5, "people": 6.5, "value": 6.5}
    assert (found.in_scope_yes, found.recommend_yes) == (2, 1)


def test_one_sheet_has_no_spread_and_none_has_nothing():
    sheet = ScoredSheet({"problem": 8, "people": 7, "value": 6}, False, False)
    assert scoring.application_statistics([sheet], WEIGHTS).sd_pct is None
    assert scoring.application_statistics([], WEIGHTS) == scoring.Statistics()


LEAST = "Five words that say something"


def test_what_says_nothing_can_not_be_submitted():
    """A letter, numbers, the same word over and over, and the same reason at every criterion."""
    for words in ("x", "10 10 10 10 10", "good good good good good good", "A b c d e", "Fine."):
        sheet = replace(COMPLETE, scores={**COMPLETE.scores, "people": ScoreValue(5, words)})
        (problem,) = problems(sheet, CRITERIA)
        assert problem.field == "justification_people", words
        assert "say more, the least is 5 different words" in problem.text
        (problem,) = problems(replace(COMPLETE, comments_for_applicant=words), CRITERIA)
        assert problem.field == "comments_for_applicant"
        against = replace(COMPLETE, recommend=False, comments_for_programme=words)
        assert [one.field for one in problems(against, CRITERIA)] == ["comments_for_programme"]
    same = {"problem": ScoreValue(8, f"{LEAST}."), "people": ScoreValue(5, f"{LEAST.lower()} !")}
    (problem,) = problems(replace(COMPLETE, scores=same), CRITERIA)
    assert problem.field == "justification_people" and "those of “Problem”" in problem.text


@pytest.mark.parametrize("author", ["Devinder Oakes", "Dr Devinder Oakes MBE"])
def test_nobody_who_may_not_know_is_told_who_wrote(author):
    words = f"{LEAST}. As Devinder Oakes says, ring 020 7946 0123."
    sheet = replace(COMPLETE, comments_for_applicant=words)
    (problem,) = problems(sheet, CRITERIA, Author(author))
    assert problem.field == "comments_for_applicant" and problem.too_long
    assert "take out “020 7946 0123” and “Devinder Oakes”, they must not" in problem.text
    key = CRITERIA[0].key
    sheet = replace(COMPLETE, scores={**COMPLETE.scores, key: ScoreValue(7, words)})
    assert problems(sheet, CRITERIA, Author(author)) == []  # all assessors are named in this round
    (problem,) = problems(sheet, CRITERIA, Author(author, hidden=True))
    assert problem.field == f"justification_{key}" and "the chair are not told" in problem.text


def test_a_complete_sheet_has_no_problems():
    assert problems(COMPLETE, CRITERIA) == []


def test_problems_name_their_fields_in_the_order_of_the_sheet():
    assert [problem.field for problem in problems(SheetValues(), CRITERIA)] == [
        "score_problem",
        "justification_problem",
        "score_people",
        "justification_people",
        "comments_for_applicant",
        "in_scope",
        "recommend",
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"scores": {**COMPLETE.scores, "people": ScoreValue(5, "w " * 101)}},
         "justification_people"),
        ({"scores": {**COMPLETE.scores, "people": ScoreValue(5, "w" * 5_001)}},
         "justification_people"),
        ({"scores": {**COMPLETE.scores, "people": ScoreValue(5, "  ")}}, "justification_people"),
        ({"comments_for_applicant": "w " * 401}, "comments_for_applicant"),
        ({"comments_for_programme": "w " * 401}, "comments_for_programme"),
        ({"recommend": False}, "comments_for_programme"),
    ],
)  # fmt: skip
def test_each_gap(change, field):
    assert [problem.field for problem in problems(replace(COMPLETE, **change), CRITERIA)] == [field]


def test_just_within_the_limits():
    sheet = replace(
        COMPLETE,
        scores={
            "problem": ScoreValue(1, f"{LEAST} " + "w " * 95),
            "people": ScoreValue(10, f"{LEAST} " + "w" * 4_970),
        },
        comments_for_applicant=f"{LEAST} " + "w " * 395,
    )
    assert problems(sheet, CRITERIA) == []


def test_two_windows_of_a_sheet_are_merged_field_by_field():
    before = SheetValues(scores={"problem": ScoreValue(5, "Why")}, in_scope=True)
    stored = replace(before, scores={"problem": ScoreValue(6, "Why")}, comments_for_programme="Hm")
    typed = replace(before, scores={"problem": ScoreValue(5, "")}, recommend=False)
    both = replace(stored, scores={"problem": ScoreValue(6, "")}, recommend=False)
    assert merge(marks(before), stored, typed) == (both, [])
    clash = replace(before, scores={"problem": ScoreValue(9, "Why")}, in_scope=None)
    kept = replace(stored, in_scope=None)
    assert merge(marks(before), stored, clash) == (kept, ["score_problem"])


def test_an_untouched_criterion_makes_no_difference():
    assert marks(SheetValues()) == marks(SheetValues(scores={"problem": ScoreValue()}))
    assert marks(SheetValues()) != marks(SheetValues(scores={"problem": ScoreValue(1)}))


@pytest.mark.parametrize(
    ("reveal", "own", "others", "seen"),
    [
        ("never", "submitted", ["submitted"], False),
        ("after_own", "to_score", ["submitted"], False),
        ("after_own", "submitted", ["to_score"], True),
        ("after_all", "to_score", ["submitted"], False),
        ("after_all", "submitted", ["submitted", "to_score"], False),
        ("after_all", "submitted", ["submitted", "submitted"], True),
    ],
)
def test_who_sees_others(reveal, own, others, seen):
    assert visibility.sees_others(reveal, own, others) is seen


def test_aliases_are_dealt_from_what_is_left():
    taken = [f"Assessor {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXY"]
    assert visibility.deal_alias(taken) == "Assessor Z"
    with pytest.raises(ValueError, match="26"):
        visibility.deal_alias([*taken, "Assessor Z"])
    assert len({visibility.deal_alias([]) for _ in range(200)}) > 5
