"""Staging, changing and clearing decisions, and the forms that do it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from award.accounts.models import User
from award.assessment.services import assigning
from award.decisions.models import Decision
from award.decisions.queries.decisions import decision_of
from award.decisions.services import staging
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.errors import Refused, StaleVersion
from award.foundation.policy import SYSTEM, Role
from tests.build import applications, assessment, decisions, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.page import Page

ASKS = {"amount_requested": 100_000}


def verbs() -> list[str]:
    events = db.session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id))
    return [verb for verb in events if verb.startswith("decision.")]


def test_an_award_beyond_the_budget_is_said_to_be_before_release(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(budget_gbp=150_000)
    first, second = (applications.submitted(round_, answers=ASKS) for _ in range(2))
    page = client.sign_in(staff).get(f"/manage/applications/{second.reference}/decision")
    assert "Left of the budget £150,000" in page.text
    assert "more than is left" not in page.text
    decisions.staged(first, staff=staff)
    page = client.get(f"/manage/applications/{second.reference}/decision")
    assert "£100,000 is £50,000 more than is left £50,000" in page.text
    values = {**page.form_values(), "outcome": "fund", "exception_reason": "Agreed"}
    page = client.post(f"/manage/applications/{second.reference}/decision", values)
    assert "now come to £50,000 more than its budget" in client.get(page.location).text
    page = client.get(f"/manage/applications/{second.reference}/decision")
    assert "£50,000, without this application" in page.text


def test_stage_change_and_clear_each_leave_a_trace(staff: User) -> None:
    application = applications.submitted(rounds.closed_round())
    decision = decisions.staged(application, amount_gbp=50_000, staff=staff)
    assert (decision.outcome, decision.amount_gbp, decision.state) == ("fund", 50_000, "staged")
    with transaction():
        staging.stage_decision(
            application,
            "reserve",
            reserve_position=2,
            note="Close",
            exception_reason="Read by the panel itself",
            actor=actor_of(staff),
        )
    again = decision_of(application)
    assert again is not None
    assert (again.outcome, again.amount_gbp, again.reserve_position) == ("reserve", None, 2)
    assert again.exception_reason == "Read by the panel itself"
    with transaction():
        staging.clear_decision(application, actor=actor_of(staff))
    assert decision_of(application) is None
    assert verbs() == ["decision.stage", "decision.change", "decision.clear"]


@pytest.mark.parametrize(
    ("outcome", "values", "field"),
    [
        ("fund", {}, "amount_gbp"),
        ("fund", {"amount_gbp": 0}, "amount_gbp"),
        ("fund", {"amount_gbp": -5}, "amount_gbp"),
        ("fund", {"amount_gbp": 100_001}, "note"),
        ("fund", {"amount_gbp": 100_001, "note": "   "}, "note"),
        ("reserve", {"reserve_position": 0}, "reserve_position"),
        ("hold", {}, "outcome"),
    ],
)
def test_what_cannot_be_staged(
    staff: User, outcome: str, values: dict[str, Any], field: str
) -> None:
    application = applications.submitted(rounds.closed_round(), answers=ASKS)
    with pytest.raises(Refused) as refusal:
        staging.stage_decision(application, outcome, **values, actor=actor_of(staff))
    assert refusal.value.field == field
    assert decision_of(application) is None


def test_no_assessor_is_named_in_what_the_applicant_reads(
    staff: User, client: CheckedClient
) -> None:
    """Whatever the round shows; the lead and whoever signs may have an assessor's surname."""
    round_ = rounds.closed_round(blindness="none")
    lead = user("Ada Okafor", roles=())
    application = applications.submitted(round_, lead, answers=ASKS)
    gone, other = assessment.assessor("Amina Karim"), assessment.assessor("Bo Okafor")
    assigning.remove(
        assessment.assigned(application, gone), reason="Too busy", actor=actor_of(staff)
    )
    assessment.assigned(application, other)
    decide = f"/manage/applications/{application.reference}/decision"
    page = client.sign_in(staff).get(decide)
    form = {name: items[0] for name, items in page.form_values().items()}
    form |= {"exception_reason": "Agreed"}
    reject = form | {"outcome": "reject", "ground": "scope"}
    for sent, field, words, typed in (
        (reject, "words_for_applicant", "Dr Karim found it dear.", "Karim"),
        (reject, "words_for_applicant", f"Write to {gone.email.upper()}", gone.email.upper()),
        (form | {"outcome": "fund"}, "conditions", "Report to Bo Okafor.", "Bo Okafor"),
    ):
        page = client.post(decide, sent | {field: words}, status=200)
        assert f"Take out “{typed}”: the applicant reads this" in page.described(field)
        assert "Amina" not in page.described(field) and words in page.text
    assert decision_of(application) is None
    client.post(decide, reject | {"words_for_applicant": "Dear Dr Okafor, please see our guide.",
                                  "note": "Amina Karim was right."})  # fmt: skip
    assert decision_of(application)


def test_what_may_be_an_assessor_is_asked_about_before_it_is_kept(
    staff: User, client: CheckedClient
) -> None:
    """A first name or a letter alone; of the lead, in a greeting, and in plain words it is none. A
    name that was answered for doesn't answer for another, and what is wrong with the words is
    asked before they are staged, once."""
    round_ = rounds.closed_round(blindness="none")
    application = applications.submitted(round_, user("Grace Okafor", roles=()), answers=ASKS)
    for name in ("Cara Hollis", "Grace Mayhew"):
        assessment.assigned(application, assessment.assessor(name))
    decide = f"/manage/applications/{application.reference}/decision"
    page = client.sign_in(staff).get(decide)
    form = {name: items[0] for name, items in page.form_values().items()}
    form |= {"exception_reason": "Agreed", "outcome": "reject", "ground": "scope"}
    words, box = (
        "Dear Grace, your costs are high. Cara felt so, and Assessor B.",
        "words_for_applicant",
    )

    def sent(more: str, *ticks: str) -> Page:
        about = [f"{box}|{one}" for one in ticks]
        typed = form | {box: words + more, "about_nobody": about}
        page = client.post(decide, typed, status=200)
        assert words + more in page.text and decision_of(application) is None
        assert page.form_values().get("about_nobody", []) == about
        return page

    assert "Does “Cara” and “Assessor B” tell who assesses?" in sent("").described(box)
    known = ("Cara", "Assessor B")
    assert "Take out “Hollis”" in sent(" Hollis too.", *known).described(box)
    more = " They wrote it, as Grace did."
    assert "Does “Grace” tell who assesses?" in sent(more, *known).described(box)
    page = sent(more, *known, "Grace")
    assert "It says “They wrote”" in page.described(box)
    client.post(decide, page.form_values() | {"outcome": "reject"})
    assert decision_of(application).words_for_applicant == words + more


def test_who_assesses_or_chairs_elsewhere_is_asked_about_by_a_whole_name(
    staff: User, client: CheckedClient
) -> None:
    """Not who applies, though they assess other rounds and no assessor is told of them."""
    round_ = rounds.closed_round(blindness="double")
    lead = user("Grace Okafor", roles=(Role.ASSESSOR,))
    application = applications.submitted(round_, lead, answers=ASKS)
    chair = assessment.assessor("Winifred Adlam")
    decide = f"/manage/applications/{application.reference}/decision"
    page = client.sign_in(staff).get(decide)
    form = {name: items[0] for name, items in page.form_values().items()}
    form |= {"exception_reason": "Agreed", "outcome": "reject", "ground": "scope"}
    box = "words_for_applicant"
    typed = form | {box: f"We heard from Winifred Adlam ({chair.email}), Grace Okafor, all of it."}
    asked = client.post(decide, typed, status=200)
    assert "“Winifred Adlam” tell who assesses?" in asked.described(box)
    assert chair.email in asked.described(box) and "Okafor" not in asked.described(box)
    ticks = [f"{box}|{one}" for one in ("Winifred Adlam", chair.email)]
    client.post(decide, typed | {"about_nobody": ticks})
    assert decision_of(application)


def test_more_than_the_ask_is_possible_with_a_reason(staff: User) -> None:
    application = applications.submitted(rounds.closed_round(), answers=ASKS)
    decision = decisions.staged(
        application, amount_gbp=120_000, note="Adds a second site at our request", staff=staff
    )
    assert decision.amount_gbp == 120_000


def test_only_staff_stage(app: object) -> None:
    application = applications.submitted(rounds.closed_round())
    for actor in (actor_of(user("Au Ditor", roles=(Role.AUDITOR,))), SYSTEM):
        with pytest.raises(Refused):
            staging.stage_decision(application, "reject", actor=actor)


def test_drafts_and_decided_applications_cannot_be_staged(staff: User) -> None:
    with pytest.raises(Refused):
        staging.stage_decision(applications.draft(), "reject", actor=actor_of(staff))
    done = decisions.awarded(applications.submitted(rounds.closed_round()), staff=staff)
    with pytest.raises(Refused):
        staging.stage_decision(done, "reject", actor=actor_of(staff))


def test_two_people_at_once_do_not_overwrite_each_other(staff: User) -> None:
    application = applications.submitted(rounds.closed_round())
    seen = decisions.staged(application, "reject", staff=staff).version
    decisions.staged(application, "reserve", staff=staff)
    with pytest.raises(StaleVersion):
        staging.stage_decision(
            application, "reject", note="x", expected_version=seen, actor=actor_of(staff)
        )
    with pytest.raises(StaleVersion):
        staging.clear_decision(application, expected_version=seen, actor=actor_of(staff))


def test_the_form_stages_and_says_so(staff: User, client: CheckedClient) -> None:
    application = applications.submitted(
        rounds.closed_round(), title="Falls", answers={"amount_requested": 90_000}
    )
    assessment.assessed(application, scores=((8, 8, 8), (9, 9, 9)))
    path = f"/manage/applications/{application.reference}/decision"
    page = client.sign_in(staff).get(path, budget=8)
    assert page.value_of("amount_gbp") == "90,000"
    page = client.post(path, {**_single(page.form_values()), "outcome": "fund"})
    shown = client.follow(page)
    assert f"Staged for {application.reference}" in shown.text
    assert "Fund (staged)" in shown.text
    assert "Clear the staged decision" in client.get(path).buttons()
    assert client.get(f"{path}/clear", status=302).location == path
    shown = client.get(path)
    values = _single(shown.form_values())
    typed = {**values, "note": "A note that nobody has kept yet"}
    cleared = client.post(f"{path}/clear", typed, status=200)
    assert db.session.scalars(select(Decision)).all() == []
    assert "Nothing is staged about" in cleared.text
    assert cleared.value_of("note") == "A note that nobody has kept yet"
    client.post(path, {**_single(cleared.form_values()), "outcome": "fund"})
    client.post(f"{path}/clear", _single(client.get(path).form_values()))
    assert db.session.scalars(select(Decision)).all() == []


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(
    staff: User, client: CheckedClient
) -> None:
    application = applications.submitted(
        rounds.closed_round(), answers={"amount_requested": 90_000}
    )
    path = f"/manage/applications/{application.reference}/decision"
    values = _single(client.sign_in(staff).get(path).form_values())
    values["exception_reason"] = "The panel read it without assessors"
    assert client.post(path, {**values, "outcome": ""}, status=200).errors == [
        "Select the decision"
    ]
    page = client.post(path, {**values, "outcome": "fund", "amount_gbp": "95,000"}, status=200)
    assert page.errors == ["£95,000 is more than the £90,000 asked for: say why in the note"]
    assert page.value_of("amount_gbp") == "95,000"
    slip = {**values, "outcome": "fund", "amount_gbp": "900,000", "note": "For a second home."}
    page = client.post(path, slip, status=200)
    assert page.errors == [
        "Look at the amount once more. £900,000 is £810,000 more than the £90,000 asked for. "
        "If that is right as it is, press again"
    ]
    other = {**_single(page.form_values()), "amount_gbp": "95,000"}
    page = client.post(path, other, status=200)
    assert "£95,000 is £5,000 more than" in page.errors[0], "it is asked of each amount"
    client.post(path, _single(page.form_values()))
    decision = decision_of(application)
    assert decision is not None and decision.amount_gbp == 95_000
    values = _single(client.get(path).form_values())
    client.post(path, {**values, "note": "For a second home, in Hill Street."})
    page = client.post(path, {**values, "outcome": "fund", "amount_gbp": "lots"}, status=200)
    assert page.errors == ["The amount must be an amount of money, like £150,000"]


def test_a_stale_form_is_refused_and_shows_what_is_staged_now(
    staff: User, client: CheckedClient
) -> None:
    application = applications.submitted(rounds.closed_round())
    path = f"/manage/applications/{application.reference}/decision"
    values = _single(client.sign_in(staff).get(path).form_values())
    decisions.staged(application, "reserve", reserve_position=3, staff=staff)
    page = client.post(path, {**values, "outcome": "reject"}, status=200)
    assert page.errors[0].startswith(
        "Somebody staged, changed, confirmed, held back or let go this decision "
    )
    assert "Staged now Reserve Place on the reserve list 3" in page.text
    again = {**_single(page.form_values()), "exception_reason": "It was never assessed"}
    client.post(path, {**again, "outcome": "reject"})
    decision = decision_of(application)
    assert decision is not None
    assert decision.outcome == "reject"


def _single(values: dict[str, list[str]]) -> dict[str, str]:
    return {name: items[0] for name, items in values.items() if name != "csrf_token"}
