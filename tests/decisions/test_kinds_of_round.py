"""What a round can decide, on every page and in every file, from the list of outcomes and the kinds
of round: a first stage invites, any other awards."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries import applications as reads
from award.applications.services import answering, submitting
from award.decisions.rules.grounds import Ground
from award.decisions.rules.states import Outcome, outcomes_of
from award.decisions.services import staging
from award.foundation import clock
from award.foundation.db import transaction
from award.rounds.models import Round
from award.rounds.queries.question_sets import question_set
from tests.build import accounts, applications, assessment, rounds, two_stages
from tests.client import CheckedClient
from tests.documents.making import text_of

MONEY = ("£1,000,000", "Budget", "budget", "Funding line", "money ends", "Awarded", "awards")
"""What no page of a first stage's decisions says."""


@pytest.fixture(params=["first", "second", "only"])
def decided_in(request: pytest.FixtureRequest, lead: User) -> tuple[str, Round]:
    """A round that has closed, with an application that was read."""
    kind: str = request.param
    if kind == "second":
        days = {"opens_at": clock.shifted(days=-9), "closes_at": clock.shifted(days=-1)}
        first, round_ = two_stages.pair(**days)
        invited = two_stages.invited(first, lead)
        with clock.at(clock.shifted(days=-3)):
            draft = two_stages.continued(invited, lead)
            send(draft, lead)
        return kind, rounds.whole(round_.id)
    round_ = two_stages.pair()[0] if kind == "first" else rounds.closed_round()
    assessment.assessed(applications.submitted(round_, lead), scores=((9, 9, 9), (8, 8, 8)))
    return kind, round_


def send(draft: Application, lead: User) -> None:
    questions = question_set(draft.round.question_set_id)
    values = applications.complete_answers(questions, draft.phase, reads.terms_of(draft).limits)
    versions = {key: one.version for key, one in reads.stored_answers(draft.id).items()}
    actor = accounts.actor_of(lead)
    with transaction():
        answering.save_answers(draft, values, actor=actor, base_versions=versions)
    with transaction():
        submitting.submit(draft, actor=actor, received_at=clock.now())


def test_what_is_offered_is_what_can_be_decided(
    client: CheckedClient, decided_in: tuple[str, Round], staff: User
) -> None:
    kind, round_ = decided_in
    first_stage = kind == "first"
    offered = outcomes_of(first_stage=first_stage)
    assert set(Outcome) - set(offered) == {Outcome.FUND if first_stage else Outcome.INVITE}
    page = client.sign_in(staff).get(f"/manage/rounds/{round_.reference}/shortlist", budget=9)
    for outcome in Outcome:
        option = f'value="{outcome}"'
        assert (option in page.html) == (outcome in offered), outcome
        if outcome in offered:
            assert offered[outcome] in page.text
    said = [words for words in MONEY if words in page.text]
    assert bool(said) != first_stage, said
    assert ("Invitations staged" in page.text) == first_stage
    for value in ("within", "beyond"):
        assert (f'value="{value}"' in page.html) != first_stage


@pytest.mark.parametrize("outcome", list(Outcome))
def test_each_outcome_is_named_as_its_round_names_it(
    client: CheckedClient, lead: User, staff: User, outcome: Outcome
) -> None:
    """Staged, on shortlist, decision and release, in all three kinds of file."""
    for first_stage in (True, False):
        possible = outcomes_of(first_stage=first_stage)
        if outcome not in possible:
            continue
        round_ = two_stages.pair()[0] if first_stage else rounds.closed_round()
        application = applications.submitted(round_, accounts.user("Lou Lead", roles=()))
        amount = 1_000 if outcome == Outcome.FUND else None
        with transaction():
            staging.stage_decision(
                application, outcome, amount_gbp=amount, exception_reason="No time",
                ground=Ground.SHEETS, actor=accounts.actor_of(staff),
            )  # fmt: skip
        client.sign_in(staff)
        at = f"/manage/rounds/{round_.reference}"
        other = "Do not fund" if first_stage else "Do not invite"
        for path in (f"{at}/shortlist", f"{at}/release",
                     f"/manage/applications/{application.reference}/decision"):  # fmt: skip
            page = client.get(path)
            assert possible[outcome] in page.text, path
            assert other not in page.text, path
            if first_stage:
                assert [words for words in MONEY if words in page.text] == [], path
        names = ["reference", "decision"]
        for row in files_of(client, at):
            words = {key.lower(): value for key, value in row.items()}
            assert words[names[1]] == f"{possible[outcome]} (staged)"
            money = {"running total (£)", "amount (£)", "funding line", "conditions"} & words.keys()
            assert bool(money) != first_stage


def download(client: CheckedClient, at: str, form: str) -> str:
    values = client.get(f"{at}/shortlist").form_values(f"{at}/shortlist.{form}")
    sent = client.post(f"{at}/shortlist.{form}", values, status=200)
    return sent.response.get_data(as_text=True)


def files_of(client: CheckedClient, at: str) -> list[dict[str, Any]]:
    """The one row of the shortlist's CSV."""
    rows = list(csv.DictReader(io.StringIO(download(client, at, "csv").removeprefix("\ufeff"))))
    assert len(rows) == 1
    return rows


def test_the_json_of_a_first_stage_tells_of_no_money(
    client: CheckedClient, stages: tuple[Round, Round], lead: User, staff: User
) -> None:
    only = rounds.closed_round()
    for round_ in (stages[0], only):
        applications.submitted(round_, lead)
    client.sign_in(staff)
    for round_, tells in ((stages[0], False), (only, True)):
        told = download(client, f"/manage/rounds/{round_.reference}", "json")
        assert json.loads(told) and ("budget_gbp" in told) == tells


def test_the_public_is_told_of_no_money_that_a_first_stage_would_give(
    client: CheckedClient, stages: tuple[Round, Round]
) -> None:
    first, second = stages
    page = client.get(f"/rounds/{first.reference}")
    assert "No money is decided in this stage" in page.text and "£1,000,000" not in page.text
    assert "£1,000,000 for the whole round" in client.get(f"/rounds/{second.reference}").text
    running = rounds.open_round(question_set_id=two_stages.short_set(), title="Open first stage")
    opens = running.closes_at + timedelta(days=9)
    rounds.make_round(
        rounds.round_values(
            follows_id=running.id, title="Its second stage", announced_at=opens,
            opens_at=opens, closes_at=opens + timedelta(days=9),
            assessment_due_at=opens + timedelta(days=20),
        )
    )  # fmt: skip
    listed = client.get("/rounds").text
    assert "The first of two stages." in listed and listed.count("£1,000,000 in all") == 1


def test_what_a_stage_did_not_take_is_called_so_everywhere(
    client: CheckedClient, lead: User, staff: User
) -> None:
    """By whoever reads it: in lists, their filters and files, timelines and what can't be done."""
    first, only = two_stages.pair()[0], rounds.closed_round()
    for round_, says, never in ((first, "Not invited", "Not funded"),
                                (only, "Not funded", "Not invited")):  # fmt: skip
        refused = applications.submitted(round_, lead)
        two_stages.decided(refused, Outcome.REJECT, staff)
        client.sign_in(staff)
        at, one = f"/manage/rounds/{round_.reference}", f"/manage/applications/{refused.reference}"
        for path in (f"{at}/applications", f"{at}/shortlist", one, f"{one}/decision", at):
            page = client.get(path)
            assert never.lower() not in page.text.lower(), path
            if path in (f"{at}/applications", one):
                assert page.text.count(says) > 1 - (path == one), path
        for key in ("applications", "shortlist"):
            file = client.post(f"{at}/{key}.csv", status=200).data.decode("utf-8-sig")
            assert never not in file, key


def test_phases_of_a_first_stage_have_no_money(client: CheckedClient, staff: User) -> None:
    first, second = two_stages.pair()
    for round_, shown in ((first, False), (second, True)):
        ref = round_.reference
        pages = [f"/rounds/{ref}", f"/manage/rounds/{ref}/settings"]
        for path in pages:
            text = client.sign_in(staff).get(path).text
            assert ("Up to £" in text or "No upper limit" in text) == shown, path
        form = client.get(f"/rounds/{ref}/questions.docx")
        words = text_of("docx", form.data)
        assert ("Up to £" in words or "No upper limit" in words) == shown
