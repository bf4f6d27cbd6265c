"""A round may ask its lived-experience panel to score criteria of its own. What that comes to
stands beside what decides, and is never in it."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries import sheets
from award.assessment.rules.digest import MOST_WORDS, shortened
from award.assessment.rules.panels import part
from award.assessment.rules.sheet import ScoreValue, SheetValues
from award.assessment.services.declaring import declare_conflict
from award.decisions.queries.decisions import comments_for_applicant
from award.foundation import checks
from award.foundation.db import db, transaction
from award.foundation.errors import Refused, there
from award.foundation.policy import Role
from award.moderation.queries.panels import panel_of
from award.moderation.services import chairing
from award.rounds.models import Round
from award.rounds.queries.criteria import lived_start
from award.rounds.services.rounds import update_round
from tests.assessment.forms import text_of
from tests.build import applications, assessment, decisions, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient

WORDS = "They say plainly what can go wrong for people like me."


@pytest.fixture
def round_(app: Flask) -> Round:
    return rounds.closed_round(
        lived_criteria=lived_start(), panels_named=True, min_assessments=2, threshold_pct=65
    )


def lived(name: str = "Lee Lived") -> User:
    return assessment.assessor(name, panel="lived_experience")


def scored(application: Application, person: User, *values: int) -> None:
    """By somebody of the panel, on its own criteria."""
    assignment = assessment.declared(application, person)
    criteria = sheets.criteria_for(application.id, "lived_experience")
    given = {
        one.key: ScoreValue(value, f"{one.title} {WORDS}")
        for one, value in zip(criteria, values, strict=True)
    }
    assessment.submit(
        assignment,
        person,
        SheetValues(
            given, "Thank you for saying what people can refuse.", "No concerns.", True, True
        ),
    )


def assignments_of(application: Application) -> list[Assignment]:
    query = sa.select(Assignment).where(Assignment.application_id == application.id)
    return [*db.session.scalars(query.execution_options(populate_existing=True))]


def summary_of(application: Application) -> ScoreSummary:
    return db.session.get_one(ScoreSummary, application.id, populate_existing=True)


def test_when_panels_part() -> None:
    assert not part(70.0, None, 65)
    assert not part(70.0, 65.0, 65)
    assert part(70.0, 64.9, 65)
    assert part(85.0, 70.0, 65)
    assert not part(84.9, 70.0, 65)


def test_a_long_answer_is_cut_after_a_sentence() -> None:
    sentence = "One two three four five six seven eight nine ten. "
    assert shortened(sentence.strip()) == sentence.strip()
    cut = shortened(sentence * 20)
    assert (cut.endswith("ten."), len(cut.split())) == (True, MOST_WORDS)
    assert shortened("word " * 200).endswith("…")


@pytest.mark.each_database
def test_their_result_stands_beside_and_is_never_averaged_in(
    client: CheckedClient, round_: Round
) -> None:
    application = applications.submitted(round_)
    people = [assessment.assessor(f"Pat {number}") for number in "12"]
    begun = [assessment.declared(application, person) for person in people]
    theirs = lived()
    scored(application, theirs, 3, 3, 3)
    found = summary_of(application)
    assert (found.submitted, found.mean_pct, found.panel_submitted) == (0, None, 1)
    client.sign_in(user("Stef Marlowe", roles=(Role.STAFF,)))
    statistics = client.get(f"/manage/rounds/{round_.reference}/statistics").text
    assert "1 sheet on the lived-experience panel’s own criteria" in statistics
    assessment.declared(application, lived("Lou Lived"))  # never submits, which ranks nothing
    shortlist = f"/manage/rounds/{round_.reference}/shortlist"
    decision = f"/manage/applications/{application.reference}/decision"
    assert "0 of 2 , 2 to come" in client.get(shortlist).text
    assert "2 of 2 assessors have not submitted" in client.get(decision).text
    for person, row in zip(people, begun, strict=True):
        assessment.submit(row, person, assessment.sheet_values(application, (8, 8, 8)))
    found = summary_of(application)
    assert (found.submitted, found.mean_pct, found.recommend_yes) == (2, 80.0, 2)
    for page in (shortlist, f"{shortlist}/stage"):
        assert not re.search(r"\d (sheets? )?to come", client.get(page).text)
    assert "not submitted" not in client.get(decision).text
    assert (found.panel_mean_pct, found.panels_part) == (30.0, True)
    assert [line for check in checks.CHECKS.all().values() for line in check()] == []

    page = client.get(shortlist)
    assert "Lived experience (%)" in page.text and "The panels differ" in page.text
    page = client.get(f"/manage/applications/{application.reference}")
    assert "The panels differ." in page.text and WORDS in page.text
    page = client.get(f"/manage/applications/{application.reference}/moderation")
    assert "The panels differ" in page.text
    client.sign_in(theirs)
    page = client.get(f"/assess/{application.reference}")
    assert "Does it matter to people?" in page.text
    assert "professional, on other criteria than yours: 80.0%" in page.text
    client.sign_in(people[0])
    page = client.get(f"/assess/{application.reference}")
    assert "lived-experience panel, on other criteria than yours: 30.0%" in page.text
    assert page.text.count("on other criteria") == 1


def test_a_chair_reads_their_sheets_beside_the_others(client: CheckedClient, round_: Round) -> None:
    """As every sheet: by letter, without what is for the programme team, none of a conflict; and
    says something about their criteria."""
    staff, chair = user("Stef Marlowe", roles=(Role.STAFF,)), assessment.assessor("Cher Chair")
    application = applications.submitted(round_)
    for number in "12":
        assessment.scored(application, (8, 8, 8), assessment.assessor(f"Pat {number}"))
    theirs, tied = lived(), lived("Lou Lived")
    scored(application, theirs, 3, 9, 4)
    scored(application, tied, 9, 9, 9)
    with transaction():
        panel = there(panel_of(actor_of(staff), round_.reference), "the panel")
        chairing.appoint(panel, chair.email, deputy=False, actor=actor_of(staff))
        chairing.open_to_chairs(panel, actor=actor_of(staff))
    here = f"/manage/applications/{application.reference}/moderation"
    client.sign_in(chair)
    assert "2 sheets of this panel" in client.get(here).text
    with transaction():
        one = next(a for a in assignments_of(application) if a.assessor_id == tied.id)
        declare_conflict(one, "family", actor=actor_of(tied))
    page = client.get(here)
    assert "1 sheet of this panel" in page.text and "Lived-experience panel: 1 sheet" in page.text
    letter = next(a for a in assignments_of(application) if a.assessor_id == theirs.id).alias
    table = next(t for t in page.all("table") if "Its scores" in text_of(t))
    assert letter in text_of(table) and one.alias not in text_of(table)
    numbers = [text_of(td) for td in table.iter("td") if "number" in (td.get("class") or "")]
    assert numbers == ["3", "9", "4", "51.0"], "what it scored, and no mean of anything"
    assert WORDS in page.text and "Thank you for saying" in page.text
    assert "Lee Lived" not in page.text and "No concerns" not in page.text
    assert "No concerns" in client.sign_in(staff).get(here).text
    client.sign_in(chair)
    say = client.get(f"{here}/discussion")
    about = f"c:{sheets.criteria_for(application.id, 'lived_experience')[0].id}"
    client.post(
        f"{here}/discussion",
        {**say.form_values(), "topic": about, "remark": "Three is not much, is it?"},
    )
    for page in (here, f"{here}/discussion"):
        assert f"on {lived_start()[0].title}" in client.get(page).text


def test_their_sheets_alone_are_something_to_talk_about(
    client: CheckedClient, round_: Round
) -> None:
    application, none = applications.submitted(round_), applications.submitted(round_)
    scored(application, lived(), 3, 9, 4)
    client.sign_in(user("Stef Marlowe", roles=(Role.STAFF,)))
    listed = client.get(f"/manage/rounds/{round_.reference}/moderation").text
    assert application.reference in listed and none.reference not in listed
    assert "0; 1 of the lived-experience panel" in listed
    page = client.get(f"/manage/applications/{application.reference}/moderation").text
    assert "1 of 1 in the list" in page and "above" not in page
    page = client.get(f"/manage/applications/{none.reference}/moderation").text
    assert "Not in the list: no sheet of it is in" in page
    page = client.get(f"/manage/rounds/{round_.reference}/statistics").text
    assert "No sheet on the round’s criteria counts yet" in page
    assert "1 sheet on the lived-experience panel’s own criteria, of 1 application," in page


def test_their_desk_has_their_criteria_and_what_matters_in_short(
    client: CheckedClient, round_: Round
) -> None:
    application, person = applications.submitted(round_), lived()
    assessment.declared(application, person)
    client.sign_in(person)
    page = client.get(f"/assess/{application.reference}")
    titles = [one.title for one in lived_start()]
    assert all(title in page.text for title in titles)
    assert "Problem: score" not in page.text
    assert "The application, by section" in page.text
    assert 'id="about-' not in page.html, "by what others score, with its weights"
    other = assessment.assessor("Pat Professional")
    assessment.declared(application, other)
    client.sign_in(other)
    page = client.get(f"/assess/{application.reference}")
    assert not any(title in page.text for title in titles)
    assert 'id="about-' in page.html


def test_they_pin_passages_to_their_criteria(client: CheckedClient, round_: Round) -> None:
    application = applications.submitted(round_, answers={"problem": "Nights are long here."})
    person, staff = lived(), user("Stef Marlowe", roles=(Role.STAFF,))
    begun = assessment.declared(application, person, staff=staff)
    desk = f"/assess/{application.reference}"
    client.sign_in(person)
    client.get(f"{desk}/pins/{round_.criteria[0].key}", status=404)
    pinning = f"{desk}/pins/{lived_start()[0].key}"
    words = {"question": "", "quotation": "Nights are long"}
    client.post(pinning, {**client.get(pinning).form_values(), **words})
    assert [text_of(one) for one in client.get(desk).all("q")] == ["Nights are long"]
    criteria = sheets.criteria_for(application.id, "lived_experience")
    given = {one.key: ScoreValue(3, f"{one.title} {WORDS}") for one in criteria}
    thanks = "Thank you for saying what people can refuse."
    assessment.submit(begun, person, SheetValues(given, thanks, "No concerns.", True, True))
    page = client.sign_in(staff).get(f"/manage/applications/{application.reference}")
    assert [text_of(one) for one in page.all("q")] == ["Nights are long"]


def test_an_applicant_is_told_whose_comments_they_are_where_more_than_one_sits(
    app: Flask, round_: Round
) -> None:
    application = applications.submitted(round_)
    for number in "12":
        assessment.scored(application, (8, 8, 8), assessment.assessor(f"Pat {number}"))
    scored(application, lived(), 8, 8, 8)
    decision = decisions.staged(application)
    decision.application = application
    assert not any(one.lived for one in comments_for_applicant(decision))
    second = applications.submitted(round_)
    for number in "12":
        assessment.scored(second, (8, 8, 8), assessment.assessor(f"Pru {number}"))
        scored(second, lived(f"Lou {number}"), 8, 8, 8)
    decision = decisions.staged(second)
    decision.application = second
    assert sum(one.lived for one in comments_for_applicant(decision)) == 2


def test_staff_write_them_before_a_round_opens(client: CheckedClient) -> None:
    round_ = rounds.setup_round()
    client.sign_in(user("Stef Marlowe", roles=(Role.STAFF,)))
    path = f"/manage/rounds/{round_.reference}/lived-experience"
    page = client.get(path)
    assert "There are none yet" in page.text
    start = {**page.form_values(), "panels_named": "yes", "button": "start"}
    page = client.post(path, start, status=200)
    assert "Does it matter to people?" in page.html
    assert page.form_values()["panels_named"] == ["yes"], "what was chosen before stays"
    client.post(path, {**page.form_values(), "button": "save"})
    page = client.get(path)
    assert "Weights sum to 100" in page.text
    db.session.expire_all()
    found = rounds.whole(round_.id)
    weights = [one.weight for one in found.lived_criteria]
    assert (weights, found.panels_named) == ([40, 30, 30], True)
    wrong = {**page.form_values(), "rows-0-weight": "50", "button": "save"}
    assert client.post(path, wrong, status=200).errors
    with transaction():
        wanted = rounds.changed(found, panels_named=False)
        update_round(rounds.whole(round_.id), wanted, actor=rounds.STAFF)
    client.post(path, {**page.form_values(), "rows-0-title": "Is it for them?", "button": "save"})
    found = rounds.whole(round_.id)
    titles = [one.title for one in found.lived_criteria]
    assert (titles[0], found.panels_named) == ("Is it for them?", False), "each keeps their own"
    assert "Is it for them?" in client.get(f"/rounds/{round_.reference}").text


def test_they_are_frozen_once_it_has_opened(app: Flask) -> None:
    round_ = rounds.open_round(lived_criteria=lived_start())
    wanted = rounds.changed(rounds.whole(round_.id), lived_criteria=())
    with pytest.raises(Refused, match="lived-experience"), transaction():
        update_round(rounds.whole(round_.id), wanted, actor=rounds.STAFF, reason="Not wanted")
