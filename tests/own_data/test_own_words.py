"""Who was taken off has what they wrote in their copy; own enquiries hide behind no others."""

from __future__ import annotations

import json

from flask import Flask

from award.applications.queries.applications import own_application
from award.applications.queries.team import collaborator_of
from award.applications.rules.states import CollaboratorRole
from award.applications.services import answering
from award.applications.services.team import take_off
from award.foundation.db import db, transaction
from award.messages.services import write
from award.own_data.queries.collecting import as_plain, collected
from tests.build import applications, enquiries, rounds, team
from tests.build.accounts import account_of, actor_of, user


def copy_of(number: int) -> str:
    person = account_of(number)
    return json.dumps(as_plain(collected(actor_of(person), person).parts))


def test_who_was_taken_off_has_what_they_wrote(app: Flask) -> None:
    lead = user("Ann Lead", roles=())
    draft = applications.draft(lead=lead)
    ed = team.collaborator(draft, CollaboratorRole.EDITOR, "Ed Itor")
    leads, number = actor_of(lead), ed.id
    for version, said in enumerate(("WORDS OF BEFORE", "WORDS OF NOW")):
        with transaction():
            editor = actor_of(account_of(number))
            db.session.expire_all()  # who works on it is read with it
            theirs = own_application(editor, draft.reference)
            assert theirs is not None
            answering.save_answers(
                theirs, {"project_title": said}, actor=editor,
                base_versions={"project_title": version} if version else {},
            )  # fmt: skip
    db.session.expire_all()
    editor = actor_of(account_of(number))
    theirs = own_application(editor, draft.reference)
    assert theirs is not None
    with transaction():
        write(theirs, "A MESSAGE OF MINE", subject="Q", actor=editor)
    row = collaborator_of(draft.id, team.number_of(draft, account_of(number)))
    assert row is not None
    with transaction():
        take_off(row, actor=leads)
    copy = copy_of(number)
    assert all(one in copy for one in ("WORDS OF NOW", "A MESSAGE OF MINE"))


def test_ones_own_enquiry_stands_behind_no_others(app: Flask) -> None:
    ola = user("Ola", "ola@example.org", roles=())
    round_ = rounds.open_round()
    enquiries.enquiry(round_, question="MY OWN QUESTION")
    for _ in range(21):
        enquiries.enquiry(round_, question="Forged")
    assert "MY OWN QUESTION" in copy_of(ola.id)
