"""What pages that act on what they showed are tried with, and those about asking assessors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from award.accounts.models import User
from award.assessment.services import gathering
from award.calibration.queries import specimens
from award.calibration.services import writing
from award.case_studies.services import editing
from award.foundation.db import transaction
from award.foundation.kept import keep_rows
from award.foundation.policy import Role
from award.interests.rules.declared import InterestKind
from award.interests.services.declaring import Given, declare_interests
from award.moderation.queries.sheets import sheets_of
from award.moderation.services import scores
from award.open_data.services.publishing import Words, publish
from award.payments import services as paying
from tests.build import (
    accounts,
    applications,
    assessment,
    calibration,
    case_studies,
    decisions,
    draws,
    matching,
    moderation,
    open_data,
    payments,
    rounds,
)
from tests.decisions.test_from_reserve import decide


@dataclass
class Case:
    """`person` opens `page`; `change` happens elsewhere; the form goes to `address`, with `more`
    filled in. `told`: what the page that asks again must name."""

    person: User | None
    page: str
    change: Callable[[], Any]
    told: str = "has changed since you opened the page"
    address: str = ""
    more: dict[str, Any] | None = None
    sides: tuple[str, str] | None = None
    """Words that stood on the page, and those that stand there now."""


def staff_member() -> User:
    return accounts.user("Stef Staff", roles=(Role.STAFF,))


def ask_many() -> Case:
    round_ = rounds.open_round()
    one, two = applications.submitted(round_), applications.submitted(round_)
    staff, person = staff_member(), assessment.assessor()
    with transaction():
        gathering.gather([one, two], round_, actor=accounts.actor_of(staff))
    page = f"/manage/rounds/{round_.reference}/basket/assign"
    keep_rows()  # as the worker does soon after anything changed
    return Case(
        staff, f"{page}?assessor={person.id}&way=each",
        lambda: assessment.assigned(one, person, staff=staff),
        one.reference, page, sides=("Would be asked", "has this application already"),
    )  # fmt: skip


def release_a_draft() -> Case:
    round_, staff = rounds.closed_round(min_assessments=1), staff_member()
    done, bid = applications.submitted(round_), applications.submitted(round_)
    people = [assessment.assessor(name) for name in ("Ada Example", "Ben Example")]
    draft = matching.draft(round_, staff, [(bid, people[0]), (done, people[1])])
    draft.facts = {"beyond": [[done.id, people[1].id, "need"]]}
    keep_rows()
    return Case(
        staff, f"/manage/rounds/{round_.reference}/assignment/{draft.number}/release",
        lambda: assessment.scored(done, [8, 7, 6], staff=staff),
        "which applications are assessed already", more={"finished": "open"},
    )  # fmt: skip


def leave_out() -> Case:
    staff = staff_member()
    application, actor = moderation.disagreed(staff=staff), accounts.actor_of(staff)
    item = moderation.item(application, actor)
    letter, criterion = sheets_of(item, actor)[0].letter, item.round.criteria[0]

    def change() -> None:
        with transaction():
            scores.leave_out(item, letter, criterion.key, "Not its own.", actor=actor)

    return Case(
        staff, f"/manage/applications/{application.reference}/moderation/{letter}/leave-out",
        change, more={"what": "whole", "reason": "It says nothing of this."},
        sides=("Nothing", criterion.title),
    )  # fmt: skip


def agree_a_score() -> Case:
    staff = staff_member()
    application = moderation.disagreed(staff=staff)
    return Case(
        staff, f"/manage/applications/{application.reference}/moderation/score",
        lambda: moderation.agreed(application, 60, staff=staff),
        more={"pct": "71", "rationale": "It is better than they say.", "stayed": [str(staff.id)]},
        sides=("Nothing", "60.0%"),
    )  # fmt: skip


def take_back_a_score() -> Case:
    staff = staff_member()
    application = moderation.disagreed(staff=staff)
    moderation.agreed(application, 71.5, staff=staff)
    return Case(
        staff, f"/manage/applications/{application.reference}/moderation/score/take-back",
        lambda: moderation.agreed(application, 60, staff=staff),
        more={"reason": "It was about another one."}, sides=("71.5%", "60.0%"),
    )  # fmt: skip


def hand_on() -> Case:
    round_ = rounds.closed_round()
    one, two = applications.submitted(round_), applications.submitted(round_)
    staff, silent, heir = staff_member(), assessment.assessor(), assessment.assessor()
    for bid in (one, two):
        assessment.assigned(bid, silent, staff=staff)
    page = f"/manage/rounds/{round_.reference}/chasing/{silent.id}/confirm"
    keep_rows()  # as the worker does soon after anything changed
    return Case(
        staff, f"{page}?assessor={heir.id}",
        lambda: assessment.assigned(one, heir, staff=staff),
        one.reference, page, more={"reason": "Nobody hears from them"},
        sides=("Would be asked", "has this application already"),
    )  # fmt: skip


def _declares(person: User, kind: InterestKind) -> None:
    with transaction():
        declare_interests(
            person, [Given(kind, "Brightwater Care Ltd")], nothing=False,
            actor=accounts.actor_of(person),
        )  # fmt: skip


def decide_a_conflict() -> Case:
    application, staff, person = applications.submitted(), staff_member(), assessment.assessor()
    _declares(person, InterestKind.FAMILY)
    keep_rows()  # as the worker does soon after anything changed
    return Case(
        staff, f"/manage/conflicts/{application.reference}/{person.reference}",
        lambda: _declares(person, InterestKind.EMPLOYMENT),
        more={"decision": "apart", "reason": "They are too close."},
        sides=("It may be a conflict", "They can’t assess it"),
    )  # fmt: skip


def claim_pay() -> Case:
    round_, person = rounds.closed_round(), assessment.assessor(panel="lived_experience")
    assessment.assigned(applications.submitted(round_), person)
    payments.offered(round_)
    payments.answered(round_, person)
    return Case(
        person, f"/pay/{round_.reference}/claim", lambda: payments.claimed(round_, person),
        "Your claims in this round", more={"meeting_hundredths": "1.5", "meetings": "A panel"},
        sides=("No claim", "PAY-"),
    )  # fmt: skip


def remove_a_specimen() -> Case:
    round_, staff = rounds.closed_round(), staff_member()
    found = calibration.specimen(round_)

    def change() -> None:
        criteria = specimens.all_criteria(round_)
        with transaction():
            writing.write_specimen(
                round_, calibration.values(criteria, "A lamp that rings"), found,
                actor=accounts.actor_of(staff),
            )  # fmt: skip

    return Case(
        staff, f"/manage/specimens/{found.reference}/remove", change, "Title",
        sides=("A lamp that calls for help", "A lamp that rings"),
    )  # fmt: skip


def draw_lots() -> Case:
    round_, staff = rounds.closed_round(), staff_member()
    for number in (1, 2, 3):
        assessment.assessed(applications.submitted(round_, title=f"Alike {number}"), staff=staff)
    draws.declared(round_, staff)
    late = applications.submitted(round_, title="Late")
    return Case(
        staff, f"/manage/rounds/{round_.reference}/draw/lots",
        lambda: assessment.assessed(late, staff=staff),
        "which share a rank",
    )  # fmt: skip


def send_back_a_claim() -> Case:
    round_, staff = rounds.closed_round(), staff_member()
    person = assessment.assessor(panel="lived_experience")
    assessment.assigned(applications.submitted(round_), person)
    claim = payments.a_claim(round_, person)

    def change() -> None:
        with transaction():
            paying.approve(payments.to_decide(claim, staff), actor=accounts.actor_of(staff))

    page = f"/manage/pay/{claim.reference}"
    return Case(
        staff, page, change, address=f"{page}/send-back", more={"reason": "Which bus?"},
        sides=("To approve", "To pay"),
    )  # fmt: skip


def confirm_decisions() -> Case:
    round_ = rounds.closed_round(min_assessments=1, deciders="two")
    bid = assessment.assessed(applications.submitted(round_), [[9, 9, 9]])
    decisions.staged(bid)
    return Case(
        staff_member(), f"/manage/rounds/{round_.reference}/confirm",
        lambda: decisions.staged(bid, amount_gbp=1_234), bid.reference,
        sides=(f"Fund, £{bid.amount_requested_gbp:,}", "Fund, £1,234"),
    )  # fmt: skip


def take_an_award_down() -> Case:
    funded, staff = case_studies.funded(), staff_member()
    open_data.public(funded)

    def change() -> None:
        with transaction():
            words = Words("Other words", "Six homes try lamps.")
            publish(funded, words, actor=accounts.actor_of(staff))

    return Case(
        staff, f"/manage/awards/{funded.reference}/take-down", change, "Title",
        sides=(funded.title, "Other words"),
    )  # fmt: skip


def publish_several() -> Case:
    one, two = case_studies.funded(), case_studies.funded(title="Another lamp")
    return Case(
        staff_member(), "/manage/awards/several", lambda: open_data.public(one), one.reference,
        more={"award": [one.reference, two.reference]},
    )  # fmt: skip


def decide_several() -> Case:
    round_ = rounds.closed_round(min_assessments=1)
    bid = assessment.assessed(applications.submitted(round_), [[9, 9, 9]])
    page = f"/manage/rounds/{round_.reference}/shortlist/several?application={bid.reference}"
    return Case(
        staff_member(), page, lambda: decisions.staged(bid, "reserve"), bid.reference,
        more={"outcome": "fund"}, sides=("Nothing is staged", "Reserve"),
    )  # fmt: skip


def close_a_reserve_list() -> Case:
    round_ = rounds.closed_round()
    bid, other = (applications.submitted(round_, title=name) for name in "AB")
    for at, one in enumerate((bid, other), 1):
        decisions.staged(one, "reserve", reserve_position=at)
    decisions.released(round_)

    def change() -> None:
        decide(
            other, staff_member(), "reject", ground=decisions.ground_for(other),
            exception_reason="A reason.",
        )  # fmt: skip

    return Case(
        staff_member(), f"/manage/rounds/{round_.reference}/reserve", change, other.reference,
        more={"confirmation": round_.reference},
        sides=("Place 2", "It doesn’t wait on the reserve list"),
    )  # fmt: skip


def rewritten(study: Any) -> None:
    with transaction():
        editing.revise(case_studies.again(study), actor=accounts.actor_of(staff_member()))
    case_studies.resent(case_studies.edited(study, problem="Other words."))


def ask_for_changes() -> Case:
    study = case_studies.sent()
    return Case(
        case_studies.lead_of(study), f"/my-case-studies/{study.slug}/changes",
        lambda: rewritten(study), "The problem to be solved", more={"reason": "Shorter, please."},
        sides=(case_studies.TEXT["problem"], "Other words."),
    )  # fmt: skip
