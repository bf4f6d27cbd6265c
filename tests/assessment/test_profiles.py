"""What assessors say of themselves, and what staff say of them."""

from __future__ import annotations

import pytest

from award.assessment.queries.profiles import profile_of
from award.foundation.audit import AuditEvent
from award.foundation.db import db
from award.foundation.policy import SYSTEM, Role
from award.interests.services.declaring import declare_interests
from award.rounds.seeds import QUESTION_SETS
from award.rounds.services.reference_data import import_question_set
from tests.build import accounts
from tests.build import assessment as build

KNOWS = {"settings": ["homecare"], "beneficiaries": ["dementia"]}


@pytest.fixture
def asked(app: object) -> None:
    """The real set, whose options are offered."""
    import_question_set(QUESTION_SETS / "asc-ai.toml", actor=SYSTEM)
    db.session.commit()


@pytest.fixture
def staff(app: object):
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


def test_an_assessor_says_what_they_know_and_take_on(asked, client):
    person = build.assessor("Noor Example", panel="lived_experience")
    page = client.sign_in(person).get("/assess/profile", budget=8)
    assert "You are on the lived experience panel" in page.text
    typed = {
        **page.form_values(), **KNOWS, "expertise": "unpaid carer; memory, memory",
        "most": "14", "evening": "4", "formats": ["word", "large_print"],
    }  # fmt: skip
    client.post("/assess/profile", {**typed, "panel": "professional"})
    found = profile_of(person.id)
    assert (found.panel, found.most, found.evening) == ("lived_experience", 14, 4)
    assert found.settings == ["homecare"] and found.beneficiaries == ["dementia"]
    assert found.expertise == ["unpaid carer", "memory"]
    assert found.formats == ["large_print", "word"]
    again = client.get("/assess/profile").form_values()
    assert again["most"] == ["14"] and again["expertise"] == ["unpaid carer, memory"]
    typed = {**again, "most": "501", "evening": "x", "expertise": "memory, " * 60}
    wrong = client.post("/assess/profile", typed, status=200)
    assert wrong.errors == [
        "“What else” must be 200 characters or fewer",
        "The number of applications must be 500 or less",
        "The number in one evening must be a number, like 12",
    ]
    event = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert event.verb == "user_account.set_assessor_profile"
    assert "unpaid carer" not in str(event.changes) and "homecare" in str(event.changes)


def test_whoever_audits_reads_a_profile_and_changes_nothing(asked, staff, client):
    person = build.assessor("Noor Example")
    path = f"/manage/assessors/{person.reference}"
    page = client.sign_in(staff).get(path)
    client.post(path, {**page.form_values(), **KNOWS, "panel": "lived_experience", "most": "30"})
    client.sign_in(accounts.user("Ada Auditor", roles=(Role.AUDITOR,)))
    listed = client.get("/manage/assessors")
    assert path in listed.html
    page = client.get(path, budget=9)
    assert "Homecare" in page.text and "Lived experience" in page.text and "30" in page.text
    assert "(optional)" not in page.text and 'name="panel"' not in page.html
    client.post(path, {"panel": "professional"}, status=403)


def test_staff_say_who_sits_on_which_panel_and_find_those_who_know(asked, staff, client):
    person, other = build.assessor("Noor Example"), build.assessor("Ola Example")
    path = f"/manage/assessors/{person.reference}"
    page = client.sign_in(staff).get(path, budget=9)
    client.post(path, {**page.form_values(), **KNOWS, "panel": "lived_experience", "most": "30"})
    listed = client.get("/manage/assessors?knows=settings/homecare", budget=9)
    assert "Noor Example" in listed.text and "Ola Example" not in listed.text
    assert "Homecare; People living with dementia" in listed.text
    assert "Lived experience" in listed.text
    assert "Missing" in listed.text
    work = f"/manage/assessors?assessor={person.id}"
    assert "no declaration of interests that holds" in client.get(work).text
    declare_interests(person, [], nothing=True, actor=accounts.actor_of(person))
    db.session.commit()
    assert "Current" in client.get("/manage/assessors?knows=settings/homecare").text
    assert "no declaration of interests" not in client.get(work).text
    assert "Ola Example" in client.get("/manage/assessors?knows=&panel=professional").text
    client.get(f"/manage/assessors/{staff.reference}", status=404)
    client.sign_in(other).get(path, status=404)
    client.get("/manage/assessors", status=404)


def test_what_staff_and_the_assessor_change_at_once_is_all_there(asked, staff, client):
    person = build.assessor("Noor Example")
    theirs = client.sign_in(person).get("/assess/profile").form_values()
    path = f"/manage/assessors/{person.reference}"
    client.sign_in(staff).post(path, {**client.get(path).form_values(), "most": "20"})
    client.sign_in(person)
    client.post("/assess/profile", {**theirs, "csrf_token": client.csrf_token(), "evening": "3"})
    found = profile_of(person.id)
    assert (found.most, found.evening) == (20, 3)
