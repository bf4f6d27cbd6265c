"""Pages that act on what they showed: when it has changed meanwhile, they say so and ask again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from award.applications.forms.steps import SubmitForm, WithdrawForm
from award.applications.models import Application
from award.applications.services import answering, submitting
from award.assessment.forms import sheet as sheet_forms
from award.assessment.forms.chasing import HandOnForm
from award.assessment.forms.conflicts import DecideForm
from award.assessment.forms.gathering import ProposalForm
from award.assessment.queries.sheets import sheet_of
from award.assessment.queries.sheets import sheet_values as stored_values
from award.assessment.rules.sheet import marks
from award.assessment.services import scoring
from award.calibration.forms import RemoveForm
from award.case_studies.forms import steps as steps_forms
from award.decisions.forms import deciding, releasing
from award.decisions.queries.decisions import application_to_decide
from award.decisions.services import staging
from award.design.forms import ShownForm
from award.draws.forms import DrawForm
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.edits import mark
from award.foundation.errors import there
from award.matching.forms import ReleaseForm
from award.moderation import forms as moderating
from award.open_data.forms import SeveralAwardsForm, TakeDownForm
from award.payments.forms import ClaimForm, SendBackForm
from award.sharing import forms as sharing_forms
from tests.architecture import confirming, confirming_by_link
from tests.architecture.confirming import Case, ask_many, hand_on, staff_member
from tests.build import accounts, applications, assessment, case_studies, decisions, rounds
from tests.client import CheckedClient
from tests.page import Page

OLD = case_studies.TEXT["problem"]


def _saved(application: Application, **values: Any) -> None:
    with transaction():
        answering.save_answers(
            application, values, actor=accounts.actor_of(application.lead),
            base_versions=dict.fromkeys(values, 1),
        )  # fmt: skip


def submit_application() -> Case:
    bid = applications.complete()
    path = f"/applications/{bid.reference}"
    return Case(
        bid.lead, f"{path}/check", lambda: _saved(bid, problem="Written elsewhere."),
        "The problem", f"{path}/submit",
        sides=("An example answer about", "Written elsewhere."),
    )  # fmt: skip


def withdraw_application() -> Case:
    bid = applications.complete()

    def change() -> None:
        with transaction():
            actor = accounts.actor_of(bid.lead)
            submitting.submit(bid, actor=actor, received_at=clock.now())

    page = f"/applications/{bid.reference}/withdraw"
    return Case(bid.lead, page, change, sides=("A draft that was not sent", "Submitted"))


def submit_sheet() -> Case:
    bid, person = applications.submitted(), assessment.assessor()
    assignment = assessment.declared(bid, person)

    def save(*scores: int) -> None:
        with transaction():
            base = marks(stored_values(sheet_of(assignment.id)))
            values = assessment.sheet_values(bid, scores)
            scoring.save_sheet(assignment, values, base, actor=accounts.actor_of(person))

    save(5, 5, 5)
    page = f"/assess/{bid.reference}/submit"
    return Case(person, page, lambda: save(9, 5, 5), "Problem: score", sides=("5", "9"))


def promote() -> Case:
    """What would be copied is frozen: only the case study itself can come to be meanwhile."""
    bid = case_studies.funded()
    page = f"/manage/applications/{bid.reference}/promote"
    return Case(
        staff_member(), page, lambda: case_studies.promoted(bid), "There is a case study of this"
    )


def send() -> Case:
    study = case_studies.complete()
    page = f"/manage/case-studies/{study.slug}"
    return Case(
        staff_member(), page, lambda: case_studies.edited(study, problem="Other words."),
        "The problem to be solved", f"{page}/send", sides=(OLD, "Other words."),
    )  # fmt: skip


def agree() -> Case:
    study = case_studies.sent()
    return Case(
        case_studies.lead_of(study), f"/my-case-studies/{study.slug}",
        lambda: confirming.rewritten(study),
        "The problem to be solved", more={"confirmed": "y", "name": "Ada Lead"},
        sides=(OLD, "Other words."),
    )  # fmt: skip


def publish() -> Case:
    study = case_studies.agreed(case_studies.sent())

    def change() -> None:
        confirming.rewritten(study)
        case_studies.agreed(study)

    page = f"/manage/case-studies/{study.slug}/publish"
    return Case(
        staff_member(), page, change, "The problem to be solved", sides=(OLD, "Other words.")
    )


def withdraw_agreement() -> Case:
    study = case_studies.agreed(case_studies.sent())
    page = f"/my-case-studies/{study.slug}/withdraw"
    return Case(
        case_studies.lead_of(study), page, lambda: case_studies.made_public(study),
        sides=("Agreed, not yet public", "Public"),
    )  # fmt: skip


def take_down() -> Case:
    study = case_studies.agreed(case_studies.sent())
    page = f"/manage/case-studies/{study.slug}/take-down"
    return Case(
        staff_member(), page, lambda: confirming.rewritten(study),
        more={"reason": "The project asked."},
        sides=("Agreed", "With the project team"),
    )  # fmt: skip


def release() -> Case:
    round_ = rounds.closed_round(min_assessments=1)
    bid, gone = applications.submitted(round_), applications.submitted(round_)
    staff = staff_member()
    for one in (bid, gone):
        decisions.staged(one, "reject", exception_reason="A reason.")

    def change() -> None:
        actor = accounts.actor_of(staff)
        with transaction():
            staging.clear_decision(
                there(application_to_decide(actor, gone.reference), "it"), actor=actor
            )
        decisions.staged(bid, "fund", amount_gbp=90_000, exception_reason="A reason.")

    return Case(
        staff, f"/manage/rounds/{round_.reference}/release", change, bid.reference,
        more={"confirmation": round_.reference}, sides=("Do not fund", "Fund, £90,000"),
    )  # fmt: skip


def release_feedback() -> Case:
    round_ = rounds.closed_round(feedback_apart=True)
    bid, other = (applications.submitted(round_, title=name) for name in "AB")
    decisions.staged(bid, "reserve", reserve_position=1)
    decisions.released(round_)

    def change() -> None:
        decisions.staged(other, "reserve", reserve_position=2)
        decisions.released(round_)

    return Case(
        staff_member(), f"/manage/rounds/{round_.reference}/feedback", change, other.reference,
        more={"confirmation": round_.reference},
        sides=("Its feedback doesn’t wait", "Reserve, comments of assessors: 0"),
    )  # fmt: skip


def decide_by_rule() -> Case:
    round_ = rounds.closed_round(min_assessments=1)
    bid, _other = (
        assessment.assessed(applications.submitted(round_), [[9, 9, 9]]) for _ in range(2)
    )
    return Case(
        staff_member(), f"/manage/rounds/{round_.reference}/shortlist/stage",
        lambda: decisions.staged(bid, "reserve"), bid.reference,
        sides=(f"Fund, £{bid.amount_requested_gbp:,}", "Nothing to stage"),
    )  # fmt: skip


CASES: dict[type[ShownForm], Callable[[], Case]] = {
    SubmitForm: submit_application,
    WithdrawForm: withdraw_application,
    sheet_forms.SubmitForm: submit_sheet,
    ProposalForm: ask_many,
    HandOnForm: hand_on,
    ReleaseForm: confirming.release_a_draft,
    DecideForm: confirming.decide_a_conflict,
    DrawForm: confirming.draw_lots,
    SeveralAwardsForm: confirming.publish_several,
    TakeDownForm: confirming.take_an_award_down,
    RemoveForm: confirming.remove_a_specimen,
    ClaimForm: confirming.claim_pay,
    SendBackForm: confirming.send_back_a_claim,
    moderating.LeaveOutForm: confirming.leave_out,
    moderating.AgreeForm: confirming.agree_a_score,
    moderating.TakeBackForm: confirming.take_back_a_score,
    releasing.ReleaseForm: release,
    releasing.FeedbackForm: release_feedback,
    releasing.CloseReserveForm: confirming.close_a_reserve_list,
    deciding.RuleForm: decide_by_rule,
    deciding.ConfirmForm: confirming.confirm_decisions,
    deciding.SeveralForm: confirming.decide_several,
    sharing_forms.SendForm: confirming_by_link.send_what_is_shared,
    steps_forms.PromoteForm: promote,
    steps_forms.SendForm: send,
    steps_forms.AgreeForm: agree,
    steps_forms.ChangesForm: confirming.ask_for_changes,
    steps_forms.PublishForm: publish,
    steps_forms.WithdrawForm: withdraw_agreement,
    steps_forms.TakeDownForm: take_down,
}


GUESSED = "Never stood anywhere."
UNKNOWN = {
    key: mark(GUESSED) for key in ("answer problem", "title", "problem", "score_problem", "state")
}


def assert_both_sides(page: Page, sides: tuple[str, str] | None) -> None:
    """What was shown and what there is now stand side by side; where nothing that was shown can
    have changed, nothing does."""
    boxes = [one for one in page.all("section") if one.get("aria-labelledby") == "since-shown"]
    found = [
        re.sub(r"\[only in this version: |end\] ", "", "".join(side.itertext()))
        for box in boxes
        for side in box.iter("div")
        if side.find("h4") is not None
    ]
    if sides is None:
        assert found == []
        return
    before, now = sides
    assert any(before in text for text in found), found
    assert any(now in text for text in found), found


def test_every_form_that_acts_on_what_was_shown_is_in_the_list() -> None:
    """What those share that release words is none by itself."""
    direct, words = {*ShownForm.__subclasses__()}, releasing.AcceptingForm
    assert (direct - {words}) | {*words.__subclasses__()} == {*CASES}


@pytest.mark.parametrize("form", CASES, ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_what_changed_is_named_and_asked_again(
    app: Flask, client: CheckedClient, form: type[ShownForm]
) -> None:
    case = CASES[form]()
    db.session.commit()
    client.sign_in(case.person)
    address = case.address or case.page

    def values(page: Page) -> dict[str, Any]:
        ends = address if case.address and address not in case.page else ""
        return {**page.form_values(ends), **(case.more or {})}

    seen = values(client.get(case.page, budget=15))
    assert seen["shown"] != [""]
    case.change()
    again = client.post(address, seen, status=200)
    assert case.told in again.text, again.errors
    assert_both_sides(again, case.sides)
    forged = client.post(address, {**seen, "shown": "{"}, status=200)
    assert forged.errors
    assert "since-shown" not in forged.text
    guessed = client.post(address, {**seen, "shown": json.dumps(UNKNOWN)}, status=200)
    assert GUESSED not in guessed.text
    if form is not steps_forms.PromoteForm:
        after = client.post(address, {**values(again), **(case.more or {})})
        assert after.location
