"""Words that staff write to applicants are asked about before they go, and never held back."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from award.accounts.models import User
from award.decisions.rules.feedback import Words, looked_over, worth_a_look
from award.decisions.rules.grounds import Ground
from tests.build import applications, assessment, decisions, rounds
from tests.client import CheckedClient

CRITERIA = [
    SimpleNamespace(key="problem", title="Problem and need"),
    SimpleNamespace(key="evidence", title="Evidence and evaluation"),
]
MEANS = {"problem": 7.5, "evidence": 3.0}
GOOD = "Your evidence is of one home only. Compare yourselves with a second one."


def said(text: str, ground: Ground = Ground.THRESHOLD) -> str:
    return " ".join(worth_a_look(Words(text, ground, MEANS), CRITERIA))


def test_each_question_is_asked_where_it_fits() -> None:
    assert said(GOOD) == said(" ") == ""
    assert "fewer than 5 different words" in said("Evidence, evidence.")
    assert "“the applicant”" in said("On evidence the applicant has compared nothing with it.")
    assert "“Their project”" in said("Their project rests on evidence of one home only.")
    assert "“excellent”" in said("An excellent idea, and the evidence is of one home only.")
    weak = "The case is weak on costs beside the others that we read."
    assert "met the threshold" in said(weak, Ground.MONEY) and "met" not in said(weak)
    assert "nothing of “Evidence and evaluation”" in said("You did not say what it costs to run.")
    assert said("You did not say what it costs to run.", Ground.SCOPE) == ""
    same = Words("Not for homes, we are afraid.", Ground.SCOPE, {})
    found = looked_over({"A-1": same, "A-2": same, "A-3": Words(GOOD, Ground.SCOPE, {})}, CRITERIA)
    assert found.keys() == {"A-1", "A-2"} and "about A-2 says the same" in found["A-1"][0]


ASKED = {
    "third": (
        "The applicant counts visits alone.",
        "Their project rests on evidence of one home.",
        "They are good at evidence.",
        "The idea is clear. They explain the evidence well.",
        "Good evidence. She needs another home to compare.",
        "On evidence, his application says little of it.",
        "He says the team is poor on evidence, and she agrees.",
        "Good evidence of visits and savings, and she agrees with it.",
        "Your plans name homes and costs. He thought the evidence thin.",
    ),
    "who": (
        "One of the assessors missed evidence of other homes.",
        "Another reviewer would like more evidence than that.",
        "The assessor thought the evidence too thin to build on.",
    ),
    "praise": (
        "An excellent idea with evidence of one home.",
        "Very strong on everything but evidence.",
        "Outstanding throughout, evidence too: it could not be better.",
        "It could not be better, its evidence included.",
        "It is hard to fault on evidence.",
    ),
}
SILENT = (
    "Residents say they are lonely, and your evidence is of one home.",
    "Your evidence names three homes. They are all alike.",
    "Ask carers what evidence would help. They have seen most of it.",
    "Your evidence says that people fall when they were left alone.",
    "Evidence from staff is missing: they were not asked about their work.",
    "A home whose team lost their manager gave you the evidence.",
    "Your evidence leaves out what a needs assessor does at home.",
    "The home is rated outstanding, and evidence of others is missing.",
    "Your evidence could be more impressive with a second home.",
    "The evidence is not very strong so far.",
    "Your evidence is of one resident, and she says that she sleeps.",
    "A manager was asked for evidence. He said that it helped.",
    "Your evidence could be better with a second home.",
    "Your evidence shows poor sleep and weak signal, and no comparison.",
)


def test_what_is_asked_and_what_is_let_be() -> None:
    """Each question by sentences it has to find, and others that only look alike."""
    words = {"third": "say “you”", "who": "say what, not who", "praise": "the scores refuse it"}
    for kind, sentences in ASKED.items():
        for one in sentences:
            assert words[kind] in said(one), one
    for one in SILENT:
        assert said(one) == "", one
        assert said(one, Ground.MONEY) == "", one
    assert "met the threshold" in said("Your evidence is weak beside the others.", Ground.MONEY)


def test_what_says_the_other_decision_is_asked_about_both_ways() -> None:
    for one in (
        "Congratulations on evidence that few others have.",
        "We are pleased to support this, evidence and all.",
        "We look forward to your award, and to its evidence.",
    ):
        assert "and it was refused" in said(one), one
        assert worth_a_look(Words(one, None, MEANS, awarded=True), CRITERIA) == [], one
    for one in (
        "It was not selected, in spite of good evidence.",
        "You were unsuccessful this time, good as your evidence is.",
        "We could not fund more evidence than that.",
    ):
        found = worth_a_look(Words(one, None, MEANS, awarded=True), CRITERIA)
        assert len(found) == 1 and "and it was selected" in found[0], one
        assert "and it was" not in said(one), one


def test_what_contradicts_an_award_or_a_score_is_asked_about() -> None:
    """An award may have weak points, and its letter may say what the round asks for."""

    def kinds(one: str, score: float | None = 74.04) -> list[str]:
        words = Words(one, None, MEANS, awarded=True, score=score)
        return [str(asked.question) for asked in worth_a_look(words, CRITERIA)]

    for one in (
        "Very poor throughout, evidence and all, and nothing that convinced.",
        "We would not recommend it on such evidence as that.",
        "A weak plan, poor evidence and an unconvincing team, all told.",
        "On all of its evidence the score was 40% in the end.",
        "Your evidence is good, and it scored only 73% with us.",
    ):
        assert kinds(one) == ["scores"], one
    for one in (
        "It fell below the threshold that the round set for evidence.",
        "Sadly there was no money left for your evidence.",
        "It was rejected by us, for all its good evidence.",
    ):
        assert kinds(one) == ["outcome"], one
    for one in (
        "Your evidence is good, and your plan for measuring it is weak.",
        "Your overall score was 74%, the best of its evidence.",
        "Your score was 74.0%, the best of its evidence.",
        "The threshold that you needed was a score of 70% on evidence.",
        "People who scored 40% on that scale are in your evidence.",
    ):
        assert kinds(one) == [], one
    assert kinds("On all of its evidence the score was 40% in the end.", None) == []


def test_the_threshold_is_met_or_not_as_the_ground_says() -> None:
    fell = "Your evidence is good, and it fell just below the threshold."
    met = "It met this round’s threshold, evidence and all, and by far."
    for ground in (Ground.MONEY, Ground.PLACES):
        assert "“below the threshold”, and it met" in said(fell, ground)
        assert "it met the threshold" in said("It did not reach our threshold.", ground)
        assert said(met, ground) == ""
    assert "and it is refused for being below it" in said(met) and said(fell) == ""
    assert said("With this evidence it has not met the threshold.") == ""
    assert said("It was not below the threshold for evidence.", Ground.MONEY) == ""
    assert said(met, Ground.MAJORITY) == said(fell, Ground.MAJORITY) == ""


@pytest.mark.parametrize("ground", [one for one in Ground if one != Ground.MONEY])
def test_money_is_no_reason_where_the_ground_is_another(ground: Ground) -> None:
    for one in (
        "Sadly there is no money left in the budget.",
        "There was not enough funding for all with such evidence.",
        "The funds did not reach as far as your evidence deserves.",
        "The round was oversubscribed, good as your evidence is.",
        "On evidence alone we could not afford to say yes.",
        "The evidence is good, and the budget ran out.",
    ):
        assert "the reason is another" in said(one, ground), one
        assert "the reason is another" not in said(one, Ground.MONEY), one
    for one in (
        "Your evidence says little about value for money.",
        "Your budget leaves out training, and evidence of it.",
        "It is not what this round funds, and has no evidence.",
        "Evidence on personal budgets is of one council.",
    ):
        assert "the reason is another" not in said(one, ground), one


def test_a_criterion_is_named_by_a_word_of_its_stem() -> None:
    for one in ("You measure nothing that a trial would.", "You did not evaluate what it changes."):
        assert "says nothing of" not in said(one), one
    assert "says nothing of" in said("You did not say what it costs to run.")


def test_staff_are_asked_where_they_write_and_before_they_release(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(budget_gbp=500_000)
    one, other = (
        assessment.assessed(applications.submitted(round_, title=title), [[2, 3, 3]] * 2)
        for title in ("One", "Other")
    )
    words = "The applicant should come again with something else next year."
    for bid in (one, other):
        decisions.staged(bid, "reject", staff=staff, words_for_applicant=words)
    client.sign_in(staff)
    decide = client.get(f"/manage/applications/{one.reference}/decision", budget=9).text
    letter = client.get(f"/manage/applications/{one.reference}/decision/letter", budget=8).text
    release = client.get(f"/manage/rounds/{round_.reference}/release", budget=10).text
    for page in (decide, letter, release):
        assert "It says “The applicant”" in page and "which scored lowest" in page
    assert "2 letters to look at again" in release
    assert f"The letter about {other.reference} says the same" in release
    assert decisions.released(round_, staff=staff).reject == 2
    after = client.get(f"/manage/applications/{one.reference}/decision").text
    assert "It says “The applicant”" not in after, "what has gone can't change"


@pytest.mark.any_database
def test_words_are_asked_about_in_feedback_too_and_too_few_are_refused(
    staff: User, client: CheckedClient
) -> None:
    bid = applications.submitted(rounds.closed_round(budget_gbp=500_000), title="One")
    assessment.assessed(bid, [[8, 8, 8]] * 2)
    words = "Sadly there is no money left in the budget."
    path = f"/manage/applications/{bid.reference}"
    values = client.sign_in(staff).get(f"{path}/decision").form_values()
    sent = {**values, "outcome": "reject", "ground": "scope", "words_for_applicant": words}
    again = client.post(f"{path}/decision", sent, status=200)
    assert "It says “money”, and the reason is another: Out of scope" in again.errors[0]
    client.post(f"{path}/decision", {**sent, "looked": again.value_of("looked")}, status=302)
    values = client.get(f"{path}/feedback").form_values()
    client.post(f"{path}/feedback", {**values, "text": f"Your idea is clear. {words}"}, status=302)
    assert "the reason is another: Out of scope" in client.get(f"{path}/feedback").text
    values = client.get(f"{path}/feedback").form_values()
    short = client.post(f"{path}/feedback", {**values, "text": "Bad."}, status=200)
    assert "Say more" in short.errors[0] and short.value_of("text").strip() == "Bad."
    client.post(f"{path}/feedback", {**values, "text": ""}, status=302)
