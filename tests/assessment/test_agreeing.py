"""A round's rules for assessors: agreed to before the first reading, and said on each sheet."""

from __future__ import annotations

from sqlalchemy import select

from award.assessment.models.agreements import AssessorAgreement
from award.foundation import audit
from award.foundation.db import db, transaction
from award.foundation.policy import Role
from tests.assessment.forms import complete, filled
from tests.build import accounts, applications, rounds
from tests.build import assessment as build

RULES = "Put nothing of an application into another tool."


def test_nothing_is_read_before_the_rules_are_agreed_to_and_each_sheet_says_whose_words(
    app, client
):
    round_ = rounds.closed_round()
    application, asked = applications.submitted(round_), applications.submitted(round_)
    person, idle = build.assessor(), build.assessor("Idle Example")
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    for one in (person, idle):
        build.declared(application, one, staff=staff)
    with transaction():  # whoever began before anybody was asked to agree
        found = rounds.whole(round_.id)
        found.assessor_rules = RULES
        audit.record(rounds.STAFF, "round.update", found, {"assessor_rules": RULES})
    build.assigned(asked, person, staff=staff)
    here, rules = f"/assess/{application.reference}", f"/assess/rounds/{round_.reference}/rules"
    assert client.sign_in(person).get(here, status=302).location == rules
    declaring = f"/assess/{asked.reference}"
    assert client.get(declaring, status=302).location == rules, "summary and team are read there"
    typed = {"answer": "conflict", "detail": "My sister leads it"}
    page = client.post(f"{declaring}/declare", typed, status=200)
    assert "Agree to the round’s rules" in " ".join(page.errors)
    assert page.value_of("detail") == "My sister leads it" and "Summary" not in page.text
    refused = client.post(f"{declaring}/declare", {"answer": "none"}, status=200)
    assert "Agree to the round’s rules" in " ".join(refused.errors)
    assert rules in client.get("/assess").links().values()
    client.post(f"{here}/application.pdf", status=409)
    page = client.get(rules)
    assert RULES in page.text
    assert "Tick the box" in " ".join(client.post(rules, filled(page), status=200).errors)
    client.post(rules, filled(page, agreed="y"))
    client.post(rules, filled(page, agreed="y"))
    kept = db.session.scalars(select(AssessorAgreement)).one()
    assert (kept.person_id, kept.rules) == (person.id, RULES)
    assert "You agreed to these rules" in client.get(rules).text

    client.post(here, {**complete(client.get(here)), "then": "submit"})
    check = client.get(f"{here}/submit")
    refused = client.post(f"{here}/submit", filled(check), status=200)
    assert "Say that the words are your own" in " ".join(refused.errors)
    client.post(f"{here}/submit", filled(check, own_words="y"))
    assert "You submitted your scores" in client.get(here).text

    agreed = client.sign_in(staff).get(f"/manage/rounds/{round_.reference}/assessor-rules")
    assert "1 of 2 assessors agreed" in agreed.text
    assert "Idle Example Not yet" in agreed.text


def test_a_round_without_rules_asks_nobody_and_others_see_none(app, client):
    plain = rounds.closed_round()
    application = applications.submitted(plain)
    person = build.assessor()
    build.declared(application, person)
    client.sign_in(person).get(f"/assess/{application.reference}")
    client.get(f"/assess/rounds/{plain.reference}/rules", status=404)
    other = rounds.closed_round(assessor_rules=RULES)
    client.get(f"/assess/rounds/{other.reference}/rules", status=404)
