"""Who gets an application as a document, and how much of it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from flask import Flask

from award.applications.models import Application
from award.assessment.services import declaring
from award.foundation.db import transaction
from award.foundation.policy import Role
from tests.build import accounts, applications, assessment, documents, files, rounds
from tests.client import CheckedClient
from tests.documents.making import text_of
from tests.trail import verbs_about

PLANTED = {
    "plan": ("Brightwater plan.pdf", documents.pdf("Weeks one to nine")),
    "letters": ("Letter of Marigold.jpg", documents.picture("jpeg", author="Kim")),
    "costs": ("Costs of Brightwater.csv", b"Site,Cost\nLeeds,12\n"),
}
TELLING = ("Brightwater", "Marigold", "Costs of", "Ada Lead", "Harbour Homes")
KINDS = ("pdf", "docx")


def sent(tmp_path: Path, blindness: str) -> Application:
    set_id = files.set_with_slots(tmp_path).id
    round_ = rounds.closed_round(question_set_id=set_id, blindness=blindness, min_assessments=1)
    lead = accounts.user("Ada Lead", roles=())
    home = accounts.organisation(lead, name="Harbour Homes")
    application = applications.submitted(
        round_, lead, {"team": "Ada Lead of Marigold"}, organisation=home, files=PLANTED
    )
    files.look()
    return application


def at(application: Application, kind: str = "docx", *, staff: bool = False) -> str:
    start = "/manage/applications" if staff else "/assess"
    return f"{start}/{application.reference}/application.{kind}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_blind_round_hides_who_applies_in_it_too(
    app: Flask, client: CheckedClient, tmp_path: Path, kind: str
) -> None:
    application = sent(tmp_path, "double")
    person = assessment.assessor()
    assessment.declared(application, person)
    page = client.sign_in(person).post(at(application, kind), status=200)
    told = text_of(kind, page.data)
    for planted in TELLING:
        assert planted not in told
        assert planted.encode() not in page.data
    assert "Hidden in this round" in told and "Document 1.pdf" in told
    assert "Listening for falls at night" in told


@pytest.mark.parametrize("kind", KINDS)
def test_what_only_staff_read_is_in_theirs_alone(
    app: Flask, client: CheckedClient, tmp_path: Path, kind: str
) -> None:
    application = sent(tmp_path, "none")
    person = assessment.assessor()
    assessment.declared(application, person)
    told = text_of(kind, client.sign_in(person).post(at(application, kind), status=200).data)
    assert "Ada Lead" in told and "Brightwater plan.pdf" in told and "Costs of" not in told
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    page = client.sign_in(staff).post(at(application, kind, staff=True), status=200)
    told = text_of(kind, page.data)
    assert all(planted in told for planted in TELLING)


def test_each_is_recorded(app: Flask, client: CheckedClient, tmp_path: Path) -> None:
    application = sent(tmp_path, "none")
    person, staff = assessment.assessor(), accounts.user("Sam Staff", roles=(Role.STAFF,))
    assessment.declared(application, person)
    client.sign_in(person).post(at(application), status=200)
    client.sign_in(staff).post(at(application, staff=True), status=200)
    verbs = verbs_about("application", application.id)
    assert verbs[-2:] == ["application.take_copy"] * 2


def test_asked_for_without_the_button_it_leads_to_the_page_that_has_it(
    app: Flask, client: CheckedClient, tmp_path: Path
) -> None:
    application = sent(tmp_path, "none")
    person, staff = assessment.assessor(), accounts.user("Sam Staff", roles=(Role.STAFF,))
    assessment.declared(application, person)
    page = client.sign_in(person).get(at(application), status=302)
    assert "Download as PDF" in client.follow(page).buttons()
    page = client.sign_in(staff).get(at(application, staff=True), status=302)
    assert "Download as Word" in client.follow(page).buttons()


def test_nobody_gets_one_without_a_declared_assignment_of_their_own(
    app: Flask, client: CheckedClient, tmp_path: Path
) -> None:
    application = sent(tmp_path, "none")
    assigned, other, torn = (assessment.assessor(name) for name in ("Ash", "Bea", "Cy"))
    assessment.assigned(application, assigned)
    tie = assessment.assigned(application, torn)
    client.sign_in(assigned).post(at(application), status=403)  # has not declared yet
    client.sign_in(other).post(at(application), status=404)
    with transaction():
        declaring.declare_conflict(tie, "personal", "A friend", actor=accounts.actor_of(torn))
    client.sign_in(torn).post(at(application), status=404)
    scored = assessment.assessor("Di")
    assessment.scored(application, (7, 7, 7), scored)
    client.sign_in(scored).post(at(application), status=403)  # who is to keep none gets none
    desk = client.get(f"/assess/{application.reference}")
    assert "Download as PDF" not in desk.buttons()
    for role in (Role.ASSESSOR, Role.PUBLISHER, Role.ADMIN):
        person = accounts.user(f"A {role}", roles=(role,))
        client.sign_in(person).post(at(application, staff=True), status=404)


@pytest.mark.parametrize("blindness", ["none", "double"])
def test_it_is_by_criterion_as_the_page_is(
    app: Flask, client: CheckedClient, tmp_path: Path, blindness: str
) -> None:
    """Heading by heading, whoever gets it; what stands with another criterion is pointed to."""
    application = sent(tmp_path, blindness)
    person = assessment.assessor()
    assessment.declared(application, person)
    page = client.sign_in(person).get(f"/assess/{application.reference}")
    shown = [" ".join("".join(one.itertext()).split())
             for one in page.root.iterfind(".//section[@class='app-read']/h2")]  # fmt: skip
    assert len(shown) > 2 and shown[0].endswith("% of the score")
    groups = [re.sub(r" (\d+% of the score)$", r", \1", one) for one in shown]
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    theirs = client.post(at(application), status=200).data
    whole = client.sign_in(staff).post(at(application, staff=True), status=200).data
    assert headings(theirs, 2) == groups
    assert set(headings(theirs, 2)) <= set(headings(whole, 2))


def headings(file: bytes, level: int) -> list[str]:
    lines = docx.Document(io.BytesIO(file)).paragraphs
    return [one.text for one in lines if one.style and one.style.name == f"Heading {level}"]


def test_the_lead_gets_word_for_word_what_assessors_get(
    app: Flask, client: CheckedClient, tmp_path: Path
) -> None:
    """Masked alike in a blind round."""
    application = sent(tmp_path, "double")
    person = assessment.assessor()
    assessment.declared(application, person)
    theirs = client.sign_in(person).post(at(application, "pdf"), status=200).data
    mine = client.sign_in(application.lead).get(
        f"/applications/{application.reference}/as-read.pdf"
    )
    assert mine.data == theirs


def test_a_draft_as_it_will_be_read(app: Flask, client: CheckedClient, tmp_path: Path) -> None:
    set_id = files.set_with_slots(tmp_path).id
    round_ = rounds.open_round(question_set_id=set_id, blindness="double")
    application = applications.draft(round_, answers={"team": "Ada Lead of Marigold"})
    page = client.sign_in(application.lead).get(
        f"/applications/{application.reference}/as-read.pdf"
    )
    told = text_of("pdf", page.data)
    assert "Draft, not submitted" in told and "Hidden in this round" in told
    assert "Marigold" not in told and "Ada Lead" not in told
