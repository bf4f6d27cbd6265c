"""Rounds that hide what they say pass the proof of it; each leak that is planted fails it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Score, Sheet
from award.assessment.queries import worklist
from award.assessment.rules.chasing import Chase
from award.assessment.rules.states import AssignmentState
from award.assessment.services import declaring
from award.assessment.views import desk
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.outbox import NOTICES
from award.foundation.policy import Role
from award.moderation.queries import talks
from award.moderation.queries.asked import assessors_who_read
from award.moderation.services import talking
from award.proofs import letters
from award.proofs.browsing import Asked, Browser, Limits
from award.proofs.copying import Copy, copied
from award.proofs.facts import TABLES, facts_of
from award.proofs.protected import protected_from
from award.proofs.proving import Found, prove_one
from award.proofs.worlds import settle
from tests.build import accounts, applications, documents, files, rounds
from tests.build import assessment as build
from tests.conftest import rolled_back

pytestmark = [pytest.mark.long, pytest.mark.any_database]

NAMES = {
    "none": ("Thistledown Homes", "Wilhelmina Plainsong", "Ignatius Windlesham"),
    "assessor_hidden": ("Foxglove Lodge", "Cornelius Halfpenny", "Philippa Ravensworth"),
    "double": ("Marjoram Court", "Augusta Quartermain", "Bartholomew Fothergill"),
}
"""In a round of each kind: who applies, who leads, who else assesses."""
HOME, LEAD, _ = NAMES["double"]
FEW = Limits(of_a_state=1, of_an_endpoint=3, files=1, everywhere=False)
SCORES = (7, 8, 9)


@dataclass
class Tried:
    """A copy of three rounds, and one assessor who has something in each state in each."""

    copy: Copy
    rounds: dict[str, str]
    person: int
    third: int
    """Somebody who assesses, and has nothing."""

    def prove(self, blindness: str, limits: Limits = FEW) -> Found:
        facts = facts_of(self.copy.connection, self.rounds[blindness])
        return prove_one(self.copy, facts, self.person, limits)


@pytest.fixture(autouse=True)
def context() -> None:
    """All of the module is tried on one copy."""


@pytest.fixture(scope="module")
def tried(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tried]:
    with rolled_back(app):
        staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
        person = build.assessor("First Person")
        third = build.assessor("Third Person")
        asked = files.set_with_slots(tmp_path_factory.mktemp("slots")).id
        made = {blindness: _round(blindness, asked, person, staff) for blindness in NAMES}
        db.session.commit()
        files.look()
        with copied() as copy:
            for one in made.values():
                facts = facts_of(copy.connection, one)
                settle(copy, facts, facts.applications)
            yield Tried(copy, made, person.id, third.id)


def _round(blindness: str, asked: int, person: User, staff: User) -> str:
    """To declare, to score, submitted and conflicted; the other has scored them all."""
    home_name, lead_name, other_name = NAMES[blindness]
    lead, other = accounts.user(lead_name, roles=()), build.assessor(other_name)
    home = accounts.organisation(lead, name=home_name)
    round_ = rounds.open_round(blindness=blindness, reveal="after_own", question_set_id=asked)
    words = {
        "justification": "Overwhelmingly splendid evidence of hydration",
        "for_applicant": "Marvellously thorough consultation with residents",
        "for_programme": "Suspiciously convenient arithmetic throughout the costings",
    }
    plan = {"plan": (f"{home_name} plan.pdf", documents.pdf("Nine weeks", author=lead_name))}
    for state in ("to_declare", "to_score", "submitted", "conflicted"):
        found = applications.submitted(
            round_, lead, {"team": f"{lead_name}, {home_name}, project lead"},
            title=f"Quenching thirst when {state}", organisation=home, files=plan,
        )  # fmt: skip
        said = {name: f"{text}, {state} {blindness}" for name, text in words.items()}
        build.scored(found, SCORES, other, staff=staff, **said)
        if state == "submitted":  # before they are asked: a remark asks who can read it
            build.scored(found, (4, 5, 6), person, staff=staff)
        _ask(found, other, f"{state} {blindness}")
        if state == "submitted":
            continue
        made = (build.declared if state == "to_score" else build.assigned)(
            found, person, staff=staff
        )
        if state == "conflicted":
            with transaction():
                declaring.declare_conflict(made, "personal", "", actor=accounts.actor_of(person))
    return round_.reference


def _ask(application: Application, person: User, about: str) -> None:
    """In its discussion, of everybody who can read it."""
    actor = accounts.actor_of(person)
    talk = there(talks.talk_of_assessor(actor, application.reference), "the discussion")
    with transaction():
        words = f"{about}: how preposterously thin is that evidence?"
        heard = assessors_who_read(application, person.id)
        everybody = " ".join(f"@Assessor {letter}" for letter in heard)
        talking.say(talk, f"{words} {everybody}", actor=actor)


@pytest.mark.parametrize("blindness", ["none", "assessor_hidden", "double"])
def test_a_round_that_hides_what_it_says(tried: Tried, blindness: str) -> None:
    found = tried.prove(blindness, replace(FEW, files=2) if blindness == "double" else FEW)
    assert [str(one) for one in found.leaks] == []
    assert found.asked["assessment.desk"] >= 4 and found.asked["discussion.of_assessors"] >= 4
    about_each = 3 * len(letters.ABOUT_ONE)
    chased_and_asked = len(Chase) + 1
    assert found.letters == len(letters.ABOUT_MANY) + about_each + chased_and_asked
    assert found.values > 5
    assert found.asked["read_documents.to_assessor"] or blindness != "double"


def worse_score(person: int) -> Any:
    """By what others gave: what a list may not be sorted by."""
    return (
        select(func.sum(Sheet.weighted_pct))
        .join(Assignment, Assignment.id == Sheet.assignment_id)
        .where(Assignment.assessor_id != person)
        .scalar_subquery()
    )


def in_a_title(tried: Tried, _patch: Any) -> None:
    application = TABLES["application"]
    tried.copy.connection.execute(
        application.update()
        .where(application.c.title == "Quenching thirst when to_score")
        .values(title=f"{HOME} quenches thirst")
    )


def in_an_email(tried: Tried, _patch: Any) -> None:
    tried.copy.sent.setdefault(tried.person, []).append(
        ("assignment.assigned", f"Please read what {LEAD} wrote")
    )


def in_a_count(_tried: Tried, patch: Any) -> None:
    kept = worklist.rounds_of

    def leaky(actor: Any) -> Any:
        there = select(func.count()).where(Assignment.state == AssignmentState.SUBMITTED)
        number = db.session.scalar(there) or 0
        return [
            replace(one, counts={**one.counts, AssignmentState.SUBMITTED: number})
            for one in kept(actor)
        ]

    patch.setattr(worklist, "rounds_of", leaky)


def in_the_order(tried: Tried, _patch: Any) -> None:
    """The worklist is turned round once others' scores are lower."""
    kept, totals = worklist.work_of, list[float]()

    def leaky(actor: Any, view: Any) -> Any:
        page = kept(actor, view)
        totals.append(db.session.scalar(select(worse_score(tried.person))) or 0)
        page.rounds.sort(key=lambda one: one.reference, reverse=totals[-1] < totals[0])
        return page

    object.__setattr__(worklist.WORK, "rows", leaky)  # frozen; `undone` puts it back


def in_an_autosave_answer(tried: Tried, patch: Any) -> None:
    kept = desk.saved_words

    def leaky(*given: Any) -> str:
        total = db.session.scalar(select(worse_score(tried.person))) or 0
        return f"{kept(*given)} Others come to {total:.1f}"

    patch.setattr(desk, "saved_words", leaky)


def in_a_files_author(tried: Tried, _patch: Any) -> None:
    """What was uploaded is handed out, and not the copy that says nothing of its maker."""
    tried.copy.connection.execute(TABLES["stored_file"].update().values(copy_at=""))


def in_a_discussion(_tried: Tried, patch: Any) -> None:
    """It opens before one's own sheet is in."""
    patch.setattr(talks, "sees_others", lambda *_given: True)


def in_a_search(_tried: Tried, _patch: Any) -> None:
    """It finds what others wrote."""
    kept = worklist.WORK.rows

    def leaky(actor: Any, view: Any) -> Any:
        words = select(func.count()).where(Score.justification.contains(view.q or "-"))
        known = db.session.scalar(words.where(Score.justification.like("%splendid%")))
        return kept(actor, replace(view, q="") if known else view)

    object.__setattr__(worklist.WORK, "rows", leaky)


PLANTED = {
    in_a_files_author: r"GET /assess/\S+/files/.*: a person of .* in metadata: what the PDF says",
    in_a_title: r"GET /assess, .*: the organisation of \S+ stands",
    in_an_email: r"email assignment.assigned, .*: a person of",
    in_a_count: r"GET /assess, .*how many others are in.*: the answer",
    in_the_order: r"GET /assess, .*what others scored.*: the answer",
    in_an_autosave_answer: r"POST .*, by a script, .*: the answer",
    in_a_discussion: r"GET /assess/\S+/discussion, .*: a remark on",
    in_a_search: r"GET /assess\?q=Otherwise, .*what others scored.*: the answer",
}
"""Each with what it alone makes the proof say."""


@contextmanager
def undone(tried: Tried) -> Iterator[pytest.MonkeyPatch]:
    sent, rows = {key: list(some) for key, some in tried.copy.sent.items()}, worklist.WORK.rows
    patch = pytest.MonkeyPatch()
    try:
        with tried.copy.undone():
            yield patch
    finally:
        patch.undo()
        object.__setattr__(worklist.WORK, "rows", rows)
        tried.copy.sent = sent


def test_what_is_planted_is_found(tried: Tried) -> None:
    """All at once, since each leaves words of its own; `test_a_round_that_hides` has none."""
    with undone(tried) as patch:
        for plant in PLANTED:
            plant(tried, patch)
        found = tried.prove("double")
    said = "\n".join(map(str, found.leaks))
    missed = [plant.__name__ for plant, says in PLANTED.items() if not re.search(says, said)]
    assert missed == [], said
    assert tried.person in {one.who for one in found.leaks}


def test_what_an_assessor_wrote_is_no_leak_to_them(tried: Tried) -> None:
    """Whom they take the applicants to be, said where they declared their conflict."""
    with undone(tried):
        said, mine = TABLES["conflict_declaration"], TABLES["assignment"].c
        own = select(mine.id).where(mine.assessor_id == tried.person)
        written = said.update().where(said.c.assignment_id.in_(own))
        tried.copy.connection.execute(written.values(detail=f"It is {HOME}, with {LEAD}"))
        facts = facts_of(tried.copy.connection, tried.rounds["double"])
        found = {one.what.partition(" of ")[0] for one in protected_from(facts, tried.person)}
    assert found.isdisjoint({"the organisation", "a person"}) and "the name" in found, found


def test_what_is_limited_by_address_answers_alike_however_often_it_is_asked(tried: Tried) -> None:
    """One address asks as every assessor, in both worlds: a limit would be met within one world of
    one of them, and look like a leak."""
    browser = Browser(tried.copy, None)
    with tried.copy.undone():
        for one in (Asked("GET", "/share/AIA-ZZZZZZ/no-such-token"), Asked("POST", "/complain")):
            statuses = {browser.ask(one).status for _ in range(35)}
            assert len(statuses) == 1 and 429 not in statuses, (one, statuses)


def test_every_email_to_assessors_is_tried(app: Flask) -> None:
    with app.app_context():
        to_them = {key for key, one in NOTICES.all().items() if Role.ASSESSOR in one.roles}
    assert to_them == letters.TRIED | letters.OF_THEMSELVES
