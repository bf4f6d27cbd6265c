"""Rounds that hide what they say pass the proof of it; each leak that is planted fails it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.rules.chasing import Chase
from award.assessment.services import declaring
from award.assessment.views import desk
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.outbox import NOTICES
from award.foundation.policy import Role, permissions
from award.foundation.web import ACCESS
from award.moderation.queries import talks
from award.moderation.queries.asked import assessors_who_read
from award.moderation.queries.panels import panel_of
from award.moderation.services import chairing, talking
from award.proofs import letters
from award.proofs.asked import Asked
from award.proofs.browsing import Browser
from award.proofs.copying import copied
from award.proofs.facts import TABLES, facts_of
from award.proofs.protected import protected_from
from award.proofs.worlds import settle
from award.rounds.models import Round
from tests.build import accounts, applications, documents, files, moderation, rounds
from tests.build import assessment as build
from tests.conftest import rolled_back
from tests.proofs.planting import FEW, HOME, LEAD, NAMES, OF_CHAIR, PLANTED, SCORES, Tried, undone

pytestmark = [pytest.mark.long, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def context() -> None:
    """All of the module is tried on one copy."""


@pytest.fixture(scope="module")
def tried(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tried]:
    with rolled_back(app):
        staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
        person = build.assessor("First Person")
        third = build.assessor("Third Person")
        chair, deputy = build.assessor("Chair Person"), build.assessor("Deputy Person")
        asked = files.set_with_slots(tmp_path_factory.mktemp("slots")).id
        made = {
            blindness: _round(blindness, asked, person, staff, (chair, deputy))
            for blindness in NAMES
        }
        db.session.commit()
        files.look()
        with copied() as copy:
            for one in made.values():
                facts = facts_of(copy.connection, one)
                settle(copy, facts, facts.applications)
            yield Tried(copy, made, person.id, third.id, chair.id, deputy.id)


def _round(blindness: str, asked: int, person: User, staff: User, chairs: tuple[User, User]) -> str:
    """To declare, to score, submitted and conflicted; the other has scored them all. Who chairs
    stepped back from the last, and their deputy has the second still to score."""
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
    (chair, deputy), every = chairs, list[Application]()
    for state in ("to_declare", "to_score", "submitted", "conflicted"):
        found = applications.submitted(
            round_, lead, {"team": f"{lead_name}, {home_name}, project lead"},
            title=f"Quenching thirst when {state}", organisation=home, files=plan,
        )  # fmt: skip
        every.append(found)
        said = {name: f"{text}, {state} {blindness}" for name, text in words.items()}
        build.scored(found, SCORES, other, staff=staff, **said)
        if state == "submitted":  # before they are asked: a remark asks who can read it
            build.scored(found, (4, 5, 6), person, staff=staff)
        _ask(found, other, f"{state} {blindness}")
        if state == "to_score":
            build.declared(found, deputy, staff=staff)
        if state == "submitted":
            continue
        made = (build.declared if state == "to_score" else build.assigned)(
            found, person, staff=staff
        )
        if state == "conflicted":
            with transaction():
                declaring.declare_conflict(made, "personal", "", actor=accounts.actor_of(person))
    _chaired(round_, chairs, staff)
    for one in (every[0], every[-1]):
        _ask(one, other, f"Of who chairs, {blindness}", "@chair")
    with transaction():
        actor = accounts.actor_of(chair)
        chairing.step_back(moderation.item(every[-1], actor), "family", "", actor=actor)
    return round_.reference


def _chaired(round_: Round, people: tuple[User, User], staff: User) -> None:
    """By the first and their deputy, and open to them."""
    actor = accounts.actor_of(staff)
    panel = there(panel_of(actor, round_.reference), "the round")
    with transaction():
        for place, person in enumerate(people):
            chairing.appoint(panel, person.email, deputy=place > 0, actor=actor)
        chairing.open_to_chairs(panel, actor=actor)


def _ask(application: Application, person: User, about: str, whom: str = "") -> None:
    """In its discussion, of everybody who can read it, or of `whom`."""
    actor = accounts.actor_of(person)
    talk = there(talks.talk_of_assessor(actor, application.reference), "the discussion")
    with transaction():
        words = f"{about}: how preposterously thin is that evidence?"
        heard = assessors_who_read(application, person.id)
        everybody = " ".join(f"@Assessor {letter}" for letter in heard)
        talking.say(talk, f"{words} {whom or everybody}", actor=actor)


@pytest.mark.parametrize("blindness", ["none", "assessor_hidden", "double"])
def test_a_round_that_hides_what_it_says(tried: Tried, blindness: str) -> None:
    found = tried.prove(blindness, replace(FEW, files=2) if blindness == "double" else FEW)
    assert [str(one) for one in found.leaks] == []
    assert found.asked["along.index"] >= 1 and found.asked["along.show"] >= 12
    assert found.asked["assessment.desk"] >= 4 and found.asked["discussion.of_assessors"] >= 4
    about_each = 3 * len(letters.ABOUT_ONE)
    chased_and_asked = len(Chase) + 1
    assert found.letters == len(letters.ABOUT_MANY) + about_each + chased_and_asked
    assert found.values > 5
    assert found.asked["read_documents.to_assessor"] or blindness != "double"


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


@pytest.mark.parametrize("blindness", [*NAMES])
def test_who_chairs_a_round_reads_nothing_that_it_hides_from_them(
    tried: Tried, blindness: str
) -> None:
    """One of the three as the deputy, who has something still to score, and stepped back from what
    is in."""
    person = tried.deputy if blindness == "assessor_hidden" else tried.chair
    with undone(tried):
        step_back(tried, blindness, "submitted", tried.deputy)
        found = tried.prove(blindness, person=person)
    assert [str(one) for one in found.leaks] == []
    assert found.values > 5 and found.letters > 0
    opened = {*found.asked} - found.refused
    assert pages_of_chairs(tried) - opened <= NOT_THERE, blindness


NOT_THERE = {
    "decisions.told", "discussion.change_as_assessor", "discussion.change_as_moderator",
    "discussion.of_assessors", "draws.file", "moderation_deciding.count_again",
    "moderation_deciding.take_back", "scenarios.new", "scenarios.show",
}  # fmt: skip
"""Pages about what these rounds haven't: a decision, a draw, a scenario, a score that was left out,
words of the chair's own."""


def step_back(tried: Tried, blindness: str, state: str, person: int) -> None:
    """In the copy."""
    bid, round_ = TABLES["application"].c, TABLES["round"].c
    of_round = select(bid.id).join(TABLES["round"], round_.id == bid.round_id)
    here = of_round.where(round_.reference == tried.rounds[blindness], bid.title.endswith(state))
    row = {"application_id": tried.copy.connection.scalar(here), "person_id": person}
    tried.copy.connection.execute(
        TABLES["recusal"].insert().values(**row, kind="family", declared_at=tried.copy.at)
    )


def pages_of_chairs(tried: Tried) -> set[str]:
    """Endpoints that can be read by nobody but who chairs a round, beside the programme team."""
    app = tried.copy.app
    with app.app_context():
        theirs = {key for key, one in permissions().items() if "chairs the round" in one.rule.name}
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and getattr(app.view_functions[rule.endpoint], ACCESS, "") in theirs
    }


def test_what_is_planted_for_a_chair_is_found(tried: Tried) -> None:
    with undone(tried) as patch:
        for plant in OF_CHAIR:
            plant(tried, patch)
        found = tried.prove("double", person=tried.chair)
    said = "\n".join(map(str, found.leaks))
    missed = [plant.__name__ for plant, says in OF_CHAIR.items() if not re.search(says, said)]
    assert missed == [], said


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


SAID_TWICE = "Nobody asked the night staff what they would leave out"


def reasons(tried: Tried, blindness: str, state: str) -> Any:
    """Ids of the reasons that the other gave there."""
    score, sheet, mine = TABLES["score"].c, TABLES["sheet"].c, TABLES["assignment"].c
    bid, round_, other = TABLES["application"].c, TABLES["round"].c, TABLES["user_account"].c
    return (
        select(score.id)
        .join(TABLES["sheet"], sheet.id == score.sheet_id)
        .join(TABLES["assignment"], mine.id == sheet.assignment_id)
        .join(TABLES["user_account"], other.id == mine.assessor_id)
        .join(TABLES["application"], bid.id == mine.application_id)
        .join(TABLES["round"], round_.id == bid.round_id)
        .where(round_.reference == tried.rounds[blindness], bid.title.endswith(f"when {state}"),
               other.name == NAMES[blindness][2])
    )  # fmt: skip


def said_in_both(tried: Tried) -> None:
    """The others say the same of an application that hides it and of one that shows it by now."""
    score = TABLES["score"]
    for blindness, state in (("none", "submitted"), ("double", "to_score")):
        chosen = score.c.id.in_(reasons(tried, blindness, state))
        tried.copy.connection.execute(score.update().where(chosen).values(justification=SAID_TWICE))


def test_what_may_be_read_in_another_round_is_no_leak_of_this_one(tried: Tried) -> None:
    """But the same words are one where they come from this round."""
    with undone(tried):
        said_in_both(tried)
        facts = facts_of(tried.copy.connection, tried.rounds["double"])
        same = [one for one in protected_from(facts, tried.person) if one.elsewhere]
        assert [one.what.partition(" of ")[0] for one in same] == ["the reason for a score"]
        found = tried.prove("double")
        assert [str(one) for one in found.leaks] == []
    with undone(tried) as patch:
        said_in_both(tried)
        hidden = reasons(tried, "double", "to_score").limit(1).scalar_subquery()
        one, kept = TABLES["score"].c, desk.saved_words

        def leaky(*given: Any) -> str:
            reason = db.session.scalar(select(one.justification).where(one.id == hidden))
            return f"{kept(*given)} {reason}"

        patch.setattr(desk, "saved_words", leaky)
        said = "\n".join(map(str, tried.prove("double").leaks))
    assert re.search(r"POST /assess/\S+, by a script, .*: the reason for a score .* stands", said)


def test_every_email_to_assessors_is_tried(app: Flask) -> None:
    with app.app_context():
        to_them = {key for key, one in NOTICES.all().items() if Role.ASSESSOR in one.roles}
    assert to_them == letters.TRIED | letters.OF_THEMSELVES
