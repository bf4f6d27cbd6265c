"""Specimens are written, asked for first and scored, and nothing else knows of them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from award.accounts.models import User
from award.accounts.queries.people import user_with_roles
from award.assessment.models.kept import ScoreSummary
from award.assessment.rules.sheet import SheetValues
from award.assessment.services import declaring
from award.calibration.models import Specimen
from award.calibration.objections import FIRST
from award.calibration.queries import specimens
from award.calibration.queries.left import left_in
from award.calibration.queries.standing import standings_in
from award.calibration.rules.specimens import SpecimenValues, beside_the_panel, on_the_whole
from award.calibration.services import scoring, writing
from award.foundation import checks
from award.foundation.db import db, transaction
from award.foundation.errors import Refused, there
from award.own_data.queries.collecting import collected
from award.rounds.models import Round
from tests.build import applications, assessment, calibration, rounds
from tests.build.accounts import actor_of


@pytest.fixture
def round_(app: Flask) -> Round:
    return rounds.closed_round()


@pytest.fixture
def person(app: Flask) -> User:
    return assessment.assessor("Ash Example")


def fresh(found: Specimen) -> Specimen:
    again = specimens.managed_specimen(calibration.staff_actor(), found.reference)
    assert again is not None
    return again


def test_differences_in_words() -> None:
    assert beside_the_panel(8, 6) == "2 higher than the panel"
    assert beside_the_panel(5, 6) == "1 lower than the panel"
    assert beside_the_panel(6, 6) == "The same as the panel"
    assert on_the_whole([]) == ""
    assert on_the_whole([0, 0]) == "Every score was the panel’s."
    assert on_the_whole([2, 1, 0, -1]) == "Of 4 scores, 1 the same, 2 higher and 1 lower."
    assert on_the_whole([3]) == "Of 1 score, 1 higher."


@pytest.mark.each_database
def test_nobody_begins_before_the_specimens_that_are_asked_for(round_: Round, person: User) -> None:
    one, two = applications.submitted(round_), applications.submitted(round_)
    first, second = calibration.asked(round_, 2)
    actor, waiting = actor_of(person), assessment.assigned(one, person)
    other = assessment.assigned(two, person)

    def refused() -> str:
        with pytest.raises(Refused) as found, transaction():
            declaring.declare_no_conflict(waiting, actor=actor)
        return found.value.reason

    assert refused() == FIRST
    calibration.scored(first, person, by=2)
    assert left_in(actor, [round_.id])[round_.id].to_do == 1
    assert refused() == FIRST
    with transaction():  # to say that one is in conflict, or that one can not, is possible before
        declaring.decline(other, "too_many", actor=actor)
    calibration.scored(second, person, by=-1)
    with transaction():
        declaring.declare_no_conflict(waiting, actor=actor)
    assert waiting.state == "to_score"
    more = calibration.specimen(round_)
    later = assessment.assigned(applications.submitted(round_), person)
    with transaction():  # asked for when work is open already, it stops none
        writing.ask_first(round_, 3, actor=calibration.staff_actor())
        declaring.declare_no_conflict(later, actor=actor)
    left = left_in(actor, [round_.id])[round_.id]
    assert (left.to_do, left.begun) == (1, True)
    calibration.scored(more, person, by=2)
    found = standings_in(calibration.staff_actor(), round_)
    assert [(one.name, one.done, one.mean, one.apart, one.state) for one in found] == [
        ("Ash Example", 3, 1.0, 5 / 3, "done")
    ]
    with pytest.raises(Refused, match="scored what"), transaction():
        writing.excuse(round_, person, "It is late.", actor=calibration.staff_actor())
    account = there(user_with_roles(person.id), "the account")
    copy = collected(actor, account).parts["Specimens that you scored"]
    assert [one["Specimen"] for one in copy] == [first.title, second.title, more.title]
    assert db.session.scalar(sa.select(sa.func.sum(ScoreSummary.submitted))) in (0, None)
    told = {says: list(check()) for says, check in checks.CHECKS.all().items()}
    assert not [lines for says, lines in told.items() if lines and "pecimen" in says + str(lines)]


def test_whoever_is_excused_begins_with_a_reason(round_: Round, person: User) -> None:
    application = applications.submitted(round_)
    calibration.asked(round_)
    staff, actor = calibration.staff_actor(), actor_of(person)
    waiting = assessment.assigned(application, person)
    with pytest.raises(Refused, match="why"), transaction():
        writing.excuse(round_, person, " ", actor=staff)
    with transaction():
        writing.excuse(round_, person, "Wrote the specimens with us.", actor=staff)
        declaring.declare_no_conflict(waiting, actor=actor)
    with pytest.raises(Refused, match="already"), transaction():
        writing.excuse(round_, person, "Again", actor=staff)
    assert [one.state for one in standings_in(staff, round_)] == ["excused"]
    with transaction():
        writing.take_back_excuse(round_, person, actor=staff)
        writing.take_back_excuse(round_, person, actor=staff)
    assert [one.state for one in standings_in(staff, round_)] == ["to_come"]
    with transaction():
        writing.excuse(round_, person, "Wrote the specimens with us.", actor=staff)
    account = there(user_with_roles(person.id), "the account")
    copy = collected(actor, account).parts["Where you were excused from specimens"]
    assert copy[0]["Why"] == "Wrote the specimens with us."


def test_nothing_written_fixes_nothing(round_: Round, person: User) -> None:
    assessment.assigned(applications.submitted(round_), person)
    (found,) = calibration.asked(round_)
    with transaction():
        kept = scoring.save_sheet(
            fresh(found), SheetValues(), {}, seen=None, actor=actor_of(person)
        )  # fmt: skip
    assert kept.id is None and not specimens.is_begun(found)


@pytest.mark.each_database
def test_a_specimen_is_fixed_once_somebody_has_begun(round_: Round, person: User) -> None:
    assessment.assigned(applications.submitted(round_), person)
    actor = actor_of(person)
    (found,) = calibration.asked(round_)
    staff, criteria = calibration.staff_actor(), specimens.all_criteria(round_)
    with transaction():
        writing.write_specimen(
            round_, calibration.values(criteria, "Another title"), found, actor=staff
        )
    with pytest.raises(Refused, match="was changed since"), transaction():
        scoring.save_sheet(
            fresh(found), calibration.sheet_values(criteria, [5, 5, 5]), {}, seen=1,
            actor=actor,
        )  # fmt: skip
    with pytest.raises(Refused, match="asks for 1"), transaction():
        writing.remove_specimen(fresh(found), actor=staff)
    calibration.scored(fresh(found), person)
    for act in (
        lambda: writing.write_specimen(
            round_, calibration.values(criteria, "Too late"), fresh(found), actor=staff
        ),
        lambda: writing.remove_specimen(fresh(found), actor=staff),
    ):
        with pytest.raises(Refused, match="begun to score"), transaction():
            act()
    with pytest.raises(Refused, match="submitted your scores"), transaction():
        scoring.save_sheet(
            fresh(found), calibration.sheet_values(criteria, [9, 9, 9]), {}, seen=None,
            actor=actor,
        )  # fmt: skip
    for statement in ("UPDATE specimen SET title = 'x'", "UPDATE specimen_score SET value = 1",
                      "DELETE FROM specimen_part"):  # fmt: skip
        with pytest.raises(DBAPIError, match="never changed"), db.session.begin_nested():
            db.session.execute(sa.text(statement))


def test_a_draft_is_offered_to_nobody(round_: Round, person: User) -> None:
    assessment.assigned(applications.submitted(round_), person)
    staff, actor = calibration.staff_actor(), actor_of(person)
    calibration.asked(round_)
    begun, criteria = SpecimenValues("A draft"), specimens.all_criteria(round_)
    with transaction():
        draft = writing.write_specimen(round_, begun, draft=True, actor=staff)
        again = writing.write_specimen(round_, begun, draft=True, actor=staff)
        reference = draft.reference
        assert again is draft, "sent twice it is there once"
        with pytest.raises(Refused, match="title already"):
            writing.write_specimen(round_, calibration.values(criteria, "A draft"), actor=staff)
        with pytest.raises(Refused, match="has 1 specimen"):
            writing.ask_first(round_, 2, actor=staff)
        with pytest.raises(Refused, match="Write a summary"):
            writing.offer_specimen(draft, actor=staff)
    assert specimens.specimen_to_score(actor, reference) is None
    assert not [one for one in specimens.to_copy_from(rounds.closed_round()) if one[0] == reference]
    with transaction():
        values = calibration.values(criteria, "A draft, finished")
        draft = there(specimens.managed_specimen(staff, reference), "it")
        writing.write_specimen(round_, values, draft, draft=True, actor=staff)
        writing.offer_specimen(draft, actor=staff)
        writing.ask_first(round_, 2, actor=staff)
    assert specimens.specimen_to_score(actor, reference)
    with pytest.raises(Refused, match="offered to assessors by now"), transaction():
        writing.write_specimen(round_, begun, fresh(draft), draft=True, actor=staff)
    assert not [line for says, check in checks.CHECKS.all().items() if "pecimen" in says
                for line in check()]  # fmt: skip


def test_what_a_round_can_ask_for_and_copy(round_: Round) -> None:
    staff = calibration.staff_actor()
    with pytest.raises(Refused, match="no specimens"), transaction():
        writing.ask_first(round_, 1, actor=staff)
    early = rounds.announced_round()
    with pytest.raises(Refused, match="has opened"), transaction():
        calibration.specimen(early)
    found, later = calibration.specimen(round_), rounds.closed_round()
    assert [one[0] for one in specimens.to_copy_from(later)] == [found.reference]
    with transaction():
        copied = writing.copy_specimen(later, found.reference, actor=staff)
        reference = copied.reference
    again = specimens.managed_specimen(staff, reference)
    assert again and again.round_id == later.id and reference != found.reference
    assert {one.score for one in again.parts} == {calibration.SCORE}
    with transaction():
        writing.remove_specimen(again, actor=staff)
    assert not specimens.specimens_in(later, staff)
