"""Who gets the files of an application, as what, and under which name."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application, StoredFile
from award.applications.rules.states import FileState
from award.assessment.services import declaring
from award.foundation.db import db, transaction
from award.foundation.files import storage
from award.foundation.policy import Role
from award.rounds.models import Round
from tests.build import accounts, applications, assessment, documents, files, rounds
from tests.client import CheckedClient

PLAN = documents.pdf("Weeks one to nine", author=documents.AUTHOR)
LETTER = documents.picture("jpeg", author=documents.AUTHOR)
COSTS = b"Site,Cost\nLeeds,12\n"
SENT = {
    "plan": ("Brightwater plan.pdf", PLAN),
    "letters": ("Letter of Marigold.jpg", LETTER),
    "costs": ("Costs of Brightwater.csv", COSTS),
}


def round_of(tmp_path: Path, blindness: str) -> Round:
    set_id = files.set_with_slots(tmp_path).id
    return rounds.closed_round(question_set_id=set_id, blindness=blindness, min_assessments=1)


def sent_in(
    tmp_path: Path, blindness: str, *, looked: bool = True
) -> tuple[Application, dict[str, str]]:
    """The application, and the keys of its files by slot."""
    lead = accounts.user("Ada Lead", roles=())
    application = applications.submitted(round_of(tmp_path, blindness), lead, files=SENT)
    if looked:
        files.look()
    return application, {row.question_key: row.key for row in files.rows(application)}


def at(application: Application, key: str) -> str:
    return f"/assess/{application.reference}/files/{key}"


def test_an_assessor_gets_a_copy_that_says_nothing_of_its_maker(
    app: Flask, client: CheckedClient, tmp_path: Path
) -> None:
    application, keys = sent_in(tmp_path, "none")
    person = assessment.assessor()
    assessment.declared(application, person)
    desk = client.sign_in(person).get(f"/assess/{application.reference}", budget=8)
    assert "Brightwater plan.pdf" in desk.text and "Costs of Brightwater" not in desk.text
    assert "Not checked for viruses: this service has no scanner" in desk.text
    fetched = client.get(desk.links()["Brightwater plan.pdf"])
    assert documents.AUTHOR.encode() not in fetched.data
    with pikepdf.open(io.BytesIO(fetched.data)) as opened:
        assert len(opened.pages) == 1
    assert 'filename="Brightwater plan.pdf"' in fetched.response.headers["Content-Disposition"]
    assert fetched.response.headers["Cache-Control"] == "no-store"
    picture = client.get(desk.links()["Letter of Marigold.jpg"])
    assert documents.AUTHOR.encode() not in picture.data
    client.get(at(application, keys["costs"]), status=404)  # staff only
    client.get(at(application, "0" * 32), status=404)


def test_a_blind_round_hides_names_and_what_identifies(
    app: Flask, client: CheckedClient, tmp_path: Path
) -> None:
    application, keys = sent_in(tmp_path, "double")
    person = assessment.assessor()
    assessment.declared(application, person)
    desk = client.sign_in(person).get(f"/assess/{application.reference}", budget=8)
    for planted in ("Brightwater plan", "Marigold", "Costs of"):
        assert planted not in desk.html
    fetched = client.get(desk.links()["Document 1.pdf"])
    assert documents.AUTHOR.encode() not in fetched.data
    header = fetched.response.headers["Content-Disposition"]
    assert "Document 1.pdf" in header and "Brightwater" not in header
    client.get(at(application, keys["letters"]), status=404)  # the question identifies
    client.get(at(application, keys["costs"]), status=404)


def test_nobody_gets_one_without_a_declared_assignment_of_their_own(
    app: Flask, client: CheckedClient, tmp_path: Path
) -> None:
    application, keys = sent_in(tmp_path, "none")
    address = at(application, keys["plan"])
    assigned, other, torn = (assessment.assessor(name) for name in ("Ash", "Bea", "Cy"))
    assessment.assigned(application, assigned)
    tie = assessment.assigned(application, torn)
    client.sign_in(assigned).get(address, status=403)  # has not declared yet
    client.sign_in(other).get(address, status=404)
    with transaction():
        declaring.declare_conflict(tie, "personal", "A friend", actor=accounts.actor_of(torn))
    client.sign_in(torn).get(address, status=404)
    client.sign_in(None).get(address, status=302)


def test_staff_get_the_file_itself_and_what_was_noticed(
    app: Flask, client: CheckedClient, tmp_path: Path
) -> None:
    application, keys = sent_in(tmp_path, "double")
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    page = client.sign_in(staff).get(f"/manage/applications/{application.reference}", budget=9)
    assert "Not checked for viruses: this service has no scanner" in page.text
    assert f"its properties name the author: {documents.AUTHOR}" in page.text
    assert client.get(page.links()["Brightwater plan.pdf"]).data == PLAN
    assert client.get(page.links()["Costs of Brightwater.csv"]).data == COSTS
    address = f"/manage/applications/{application.reference}/files/{keys['plan']}"
    for role in (Role.ASSESSOR, Role.PUBLISHER, Role.ADMIN):
        client.sign_in(accounts.user(f"A {role}", roles=(role,))).get(address, status=404)
    client.sign_in(accounts.user("Au", roles=(Role.AUDITOR,))).get(address)


def test_staff_of_the_applicants_own_house_get_none(
    app: Flask, client: CheckedClient, tmp_path: Path
) -> None:
    application, keys = sent_in(tmp_path, "none")
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    address = f"/manage/applications/{application.reference}/files/{keys['plan']}"
    client.sign_in(staff).get(address)
    application.lead_id = staff.id  # as a hand-over would leave it
    db.session.flush()
    client.get(address, status=404)


def _set(application: Application, **values: Any) -> None:
    for row in files.rows(application):
        for name, value in values.items():
            setattr(row, name, value)
    with transaction():
        db.session.flush()


@pytest.mark.parametrize(
    ("values", "to_assessor", "to_staff"),
    [
        ({"state": FileState.SCANNING}, "Being checked for viruses", "Being checked for viruses"),
        ({"state": FileState.QUARANTINED, "finding": "Eicar"}, "a virus was found in it",
         "a virus was found in it (Eicar)"),
        ({"state": FileState.FAILED}, "it could not be checked", "it could not be checked"),
    ],
)  # fmt: skip
def test_what_is_not_known_to_be_clean_is_held_back_from_everybody(
    app: Flask, client: CheckedClient, tmp_path: Path,
    values: dict[str, Any], to_assessor: str, to_staff: str,
) -> None:  # fmt: skip
    application, keys = sent_in(tmp_path, "none")
    person = assessment.assessor()
    assessment.declared(application, person)
    _set(application, **values)
    desk = client.sign_in(person).get(f"/assess/{application.reference}")
    assert to_assessor in desk.text
    client.get(at(application, keys["plan"]), status=404)
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    page = client.sign_in(staff).get(f"/manage/applications/{application.reference}", budget=9)
    assert to_staff in page.text
    client.get(f"/manage/applications/{application.reference}/files/{keys['plan']}", status=404)
    client.sign_in(db.session.get_one(User, application.lead_id))
    client.get(f"/applications/{application.reference}/files/{keys['plan']}", status=404)


@pytest.mark.parametrize(("blindness", "status"), [("double", 404), ("none", 200)])
def test_where_no_copy_could_be_made_it_is_said(
    app: Flask, client: CheckedClient, tmp_path: Path, blindness: str, status: int
) -> None:
    application, keys = sent_in(tmp_path, blindness)
    person = assessment.assessor()
    assessment.declared(application, person)
    _set(application, copy_at="", copy_failed=True)
    desk = client.sign_in(person).get(f"/assess/{application.reference}")
    words = {404: "Held back: we could not take", 200: "author’s details could not be taken out"}
    assert words[status] in desk.text
    client.get(at(application, keys["plan"]), status=status)


def test_a_copy_that_is_still_to_come_is_said(
    app: Flask, client: CheckedClient, tmp_path: Path
) -> None:
    application, keys = sent_in(tmp_path, "none", looked=False)
    _set(application, state=FileState.CLEAN)
    person = assessment.assessor()
    assessment.declared(application, person)
    desk = client.sign_in(person).get(f"/assess/{application.reference}")
    assert "A copy for assessors is being made" in desk.text
    client.get(at(application, keys["plan"]), status=404)


def test_a_storage_that_is_down_is_told(app: Flask, client: CheckedClient, tmp_path: Path) -> None:
    application, keys = sent_in(tmp_path, "none")
    [row] = [one for one in files.rows(application) if one.question_key == "plan"]
    assert isinstance(row, StoredFile)
    storage.remove([row.copy_at])
    person = assessment.assessor()
    assessment.declared(application, person)
    client.sign_in(person).get(at(application, keys["plan"]), status=503)


@pytest.mark.parametrize("blindness", ["none", "double"])
def test_assessors_are_told_what_their_copy_hides_and_not_who_made_it(
    app: Flask, client: CheckedClient, tmp_path: Path, blindness: str
) -> None:
    lead = accounts.user("Ada Lead", roles=())
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Score this highly</w:t></w:r></w:p>"
        "</w:body></w:document>"
    )
    plan = documents.office(author=documents.AUTHOR, **{"word/document.xml": body})
    application = applications.submitted(
        round_of(tmp_path, blindness), lead, files={"plan": ("Plan.docx", plan)}
    )
    files.look()
    person = assessment.assessor()
    assessment.declared(application, person)
    desk = client.sign_in(person).get(f"/assess/{application.reference}", budget=8)
    assert "We noticed: it has hidden text: “Score this highly”" in desk.text
    assert documents.AUTHOR not in desk.text
    [row] = files.rows(application)
    copy = client.get(at(application, row.key)).data
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        words = archive.read("word/document.xml")
    assert b"Score this highly" in words and b"vanish" not in words


def test_copies_are_numbered_without_gaps(
    app: Flask, client: CheckedClient, tmp_path: Path
) -> None:
    """What is not shown in a blind round has no number, which would look lost."""
    start, plan, rest = re.split(r"(?=key = \"(?:plan|letters)\")", files.SLOTS.read_text("utf-8"))
    plan, rest = plan.removesuffix("[[sections.questions]]\n"), rest.rstrip()
    slots = f"{start}{rest}\n\n[[sections.questions]]\n{plan}"
    set_id = files.set_with_slots(tmp_path, slots).id
    round_ = rounds.closed_round(question_set_id=set_id, blindness="double", min_assessments=1)
    lead = accounts.user("Ada Lead", roles=())
    application = applications.submitted(round_, lead, files=SENT)
    files.look()
    person = assessment.assessor()
    assessment.declared(application, person)
    desk = client.sign_in(person).get(f"/assess/{application.reference}")
    assert re.findall(r"Document \d", desk.text) == ["Document 1"]
