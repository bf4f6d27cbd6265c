"""Words that staff write to applicants are asked about before they go, and never held back."""

from __future__ import annotations

from types import SimpleNamespace

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
    release = client.get(f"/manage/rounds/{round_.reference}/release", budget=8).text
    for page in (decide, letter, release):
        assert "It says “The applicant”" in page and "which scored lowest" in page
    assert "2 letters to look at again" in release
    assert f"The letter about {other.reference} says the same" in release
    assert decisions.released(round_, staff=staff).reject == 2
    after = client.get(f"/manage/applications/{one.reference}/decision").text
    assert "It says “The applicant”" not in after, "what has gone can't change"
