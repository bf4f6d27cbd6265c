"""Importing question sets; setting rounds up and changing them, by the clock."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from award.foundation import clock
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import ANONYMOUS, SYSTEM
from award.rounds.models import Criterion, Round, RoundChange
from award.rounds.queries import criteria, lists, rounds
from award.rounds.queries.criteria import lived_start
from award.rounds.rules.stages import Stage
from award.rounds.rules.values import PhaseValues
from award.rounds.services import reference_data
from award.rounds.services.rounds import create_round, update_round
from tests.build import rounds as build
from tests.build.accounts import actor_of, user
from tests.trail import who

SMALL = tomllib.loads(build.SMALL_SET.read_text(encoding="utf-8"))


def update(round_: Round, reason: str = "", **changes: Any) -> Round:
    with transaction():
        values = build.changed(round_, **changes)
        return update_round(round_, values, actor=SYSTEM, reason=reason)


def last_event() -> AuditEvent:
    return db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_new_round_is_audited_with_everything_in_it(app: Flask) -> None:
    staff = actor_of(user("Sam Staff"))
    made = build.make_round(build.round_values(reference="ASC-9"), staff)
    event = last_event()
    assert (event.verb, who(event)[1], event.subject_name) == (
        "round.create", "Sam Staff", "ASC-9"
    )  # fmt: skip
    assert [item["weight"] for item in event.changes["criteria"]] == [50, 30, 20]
    assert event.changes["phases"][0]["cap_gbp"] == 150_000
    found = build.whole(made.id)
    assert [criterion.key for criterion in found.criteria] == ["problem", "people", "value"]
    assert [phase.phase for phase in found.phases] == [1, 2, 3]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phases": ()}, "phase_1_open"),
        ({"question_set_id": 10**6}, "question_set_id"),
        ({"opens_at": clock.now() - timedelta(days=1)}, "opens_at"),
        ({"criteria": ()}, "criteria"),
    ],
)
def test_a_faulty_round_is_refused_on_its_field(
    app: Flask, change: dict[str, Any], field: str
) -> None:
    values = build.round_values(announced_at=clock.shifted(days=-2))
    with pytest.raises(Refused) as refused, transaction():
        create_round(replace(values, **change), actor=SYSTEM)
    assert refused.value.field == field
    assert count(Round) == 0


def test_before_opening_everything_may_change(app: Flask) -> None:
    made = build.announced_round()
    first, second, third = rounds.values_of(made).criteria
    update(
        made,
        title="Another title",
        blindness="double",
        phases=(PhaseValues(1, cap_gbp=90_000), PhaseValues(4)),
        criteria=(replace(second, weight=40), replace(first, weight=60)),
    )
    found = build.whole(made.id)
    assert (found.title, found.blindness, found.version) == ("Another title", "double", 2)
    assert [(phase.phase, phase.cap_gbp) for phase in found.phases] == [(1, 90_000), (4, None)]
    assert [(row.key, row.weight) for row in criteria.criteria_of(made.id)] == [
        ("people", 40), ("problem", 60)
    ]  # fmt: skip
    assert count(Criterion) == 2
    event = last_event()
    assert event.verb == "round.update"
    assert sorted(event.changes) == [
        "blindness", "criteria order", "criterion people", "criterion problem",
        "criterion value", "digest", "phases", "title",
    ]  # fmt: skip
    change = db.session.scalars(select(RoundChange)).one()
    assert change.changes["criterion value"][1] is None
    assert change.changes["criterion value"][0]["title"] == third.title


def test_a_change_of_criteria_alone_is_a_new_version(app: Flask) -> None:
    made = build.announced_round()
    first, *others = rounds.values_of(made).criteria
    update(made, criteria=(replace(first, title="The need"), *others))
    assert build.whole(made.id).version == 2


def test_saving_without_a_change_is_nothing(app: Flask) -> None:
    made = build.announced_round()
    before = last_event().id
    update(made)
    assert (made.version, last_event().id) == (1, before)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"reference": "OTHER"}, "the reference"),
        ({"blindness": "none"}, "blindness"),
        ({"threshold_pct": 50}, "the threshold"),
        ({"min_assessments": 1}, "the number of assessments"),
        ({"phases": (PhaseValues(1, cap_gbp=1),)}, "phases and their money"),
    ],
)
def test_what_applicants_relied_on_is_frozen_from_the_moment_of_opening(
    app: Flask, changes: dict[str, Any], named: str
) -> None:
    made = build.announced_round()
    with clock.at(made.opens_at), pytest.raises(Refused) as refused:
        update(made, reason="We changed our mind", **changes)
    assert refused.value.reason == f"The round has opened, so this can’t change: {named}"
    db.session.refresh(made, ["version", "reference"])
    with clock.at(made.opens_at - timedelta(microseconds=1)):
        update(build.whole(made.id), **changes)


def test_weights_and_questions_are_frozen_too(app: Flask) -> None:
    made = build.open_round()
    with transaction():
        other = reference_data.import_question_set({**SMALL, "version": 2}, actor=SYSTEM)
    first, second, third = rounds.values_of(made).criteria
    with pytest.raises(Refused) as refused:
        update(
            made,
            reason="Better so",
            criteria=(replace(first, weight=40), replace(second, weight=40), third),
            question_set_id=other.id,
        )
    assert refused.value.reason == (
        "The round has opened, so this can’t change: criteria and weights, the questions"
    )


def test_after_opening_a_few_things_change_with_a_reason(app: Flask) -> None:
    made = build.open_round()
    later = made.closes_at + timedelta(days=2)
    with pytest.raises(Refused) as refused:
        update(made, title="Spelled right", reason="  ")
    assert refused.value.field == "reason"
    made = build.whole(made.id)
    update(made, title="Spelled right", closes_at=later, reason="The service was down for a day")
    assert last_event().verb == "round.update"
    change = db.session.scalars(select(RoundChange)).one()
    assert change.reason == "The service was down for a day"
    assert change.changes["title"][1] == "Spelled right"
    assert build.whole(made.id).closes_at == later


@pytest.mark.parametrize("days", [-1, -20])
def test_an_open_round_never_closes_earlier(app: Flask, days: int) -> None:
    made = build.open_round()
    with pytest.raises(Refused) as refused:
        update(made, closes_at=made.closes_at + timedelta(days=days), reason="Enough")
    assert (refused.value.field, refused.value.rule) in {
        ("closes_at", "round.frozen"), ("closes_at", "round.valid")
    }  # fmt: skip


def test_a_closed_round_reopens_only_into_the_future(app: Flask) -> None:
    made = build.closed_round()
    with pytest.raises(Refused, match="must be in the future"):
        update(made, closes_at=made.closes_at + timedelta(days=1), reason="Power cut")
    made = build.whole(made.id)
    update(made, closes_at=clock.shifted(days=1), reason="Power cut at the deadline")
    assert lists.all_rounds().rows[0].stage == Stage.OPEN


def test_the_second_of_two_people_is_told(app: Flask) -> None:
    made = build.announced_round()
    elsewhere = db.update(Round).where(Round.id == made.id)
    db.session.execute(
        elsewhere.values(title="First", version=2), execution_options={"synchronize_session": False}
    )
    with pytest.raises(StaleDataError):
        update(made, title="Second")
    assert build.whole(made.id).version == 1, "all of it was rolled back"


def test_lists_show_what_is_announced(app: Flask) -> None:
    made = [build.closed_round(), build.open_round(), build.announced_round(), build.setup_round()]
    now = clock.now()
    references = [round_.reference for round_ in made]
    current = lists.open_and_next_rounds(now)
    assert [row.reference for row in current] == references[1:3]
    assert [row.stage for row in current] == [Stage.OPEN, Stage.ANNOUNCED]
    assert [
        row.reference
        for row in lists.closed_rounds(ANONYMOUS, lists.CLOSED_ROUNDS.whole(ANONYMOUS)).rows
    ] == references[:1]
    assert [row.reference for row in lists.all_rounds().rows] == references[::-1]
    assert [phase.cap_gbp for phase in current[0].phases] == [150_000, None, None]
    for round_ in made[:3]:
        assert rounds.round_by_reference(ANONYMOUS, round_.reference) is round_
    assert rounds.round_by_reference(ANONYMOUS, references[3]) is None
    assert rounds.managed_round(ANONYMOUS, references[1]) is None
    assert rounds.round_by_reference(actor_of(user()), references[3]) is made[3]


def test_moments_survive_the_change_of_clocks(app: Flask) -> None:
    """An hour that London shows twice: both are kept apart."""
    with clock.at(datetime(2026, 6, 1, tzinfo=UTC)):
        first = datetime(2026, 10, 25, 1, 30, tzinfo=clock.LONDON)
        second = first.replace(fold=1)
        made = build.announced_round(opens_at=first, closes_at=second.astimezone(UTC))
        found = build.whole(made.id)
    assert (found.closes_at - found.opens_at) == timedelta(hours=1)


def test_commands(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["rounds", "list"]).output == "There is no round yet.\n"
    build.open_round(reference="ASC-7", title="Seven")
    listed = runner.invoke(args=["rounds", "list"])
    assert listed.exit_code == 0
    headings, row = listed.output.splitlines()
    assert headings.split() == ["Reference", "Stage", "Opens", "Closes", "Title"]
    assert row.split()[:2] == ["ASC-7", "open"]
    assert headings.index("Title") == row.index("Seven")
    other = tmp_path / "other.toml"
    text = build.SMALL_SET.read_text("utf-8")
    other.write_text(text.replace("A small set", "Another set"), "utf-8")
    refused = runner.invoke(args=["rounds", "import-questions", str(other)])
    assert refused.exit_code == 1
    assert "new version number" in refused.output
    other.write_bytes(b"\x89PNG\r\n")
    binary = runner.invoke(args=["rounds", "import-questions", str(other)])
    assert binary.output == f"Error: {other} was not imported: it is not text (UTF-8).\n"
    other.write_text(text.replace("version = 1", "version = 3"), "utf-8")
    stored = runner.invoke(args=["rounds", "import-questions", str(other)])
    assert stored.exit_code == 0
    assert stored.output.startswith("small version 3 is stored")
    assert runner.invoke(args=["rounds", "import-reference-data"]).exit_code == 0


def test_a_round_comes_with_as_many_rows_as_it_has_parts(app: Flask) -> None:
    round_ = build.open_round(lived_criteria=lived_start())
    found = rounds.round_by_reference(SYSTEM, round_.reference)
    assert found is not None
    parts = [found.phases, found.criteria, found.lived_criteria]
    assert all(len(one) > 1 for one in parts)
    rows = db.session.connection().execute(
        rounds.with_criteria(select(Round), Round, phases=True).where(Round.id == round_.id)
    )
    assert len(rows.all()) == sum(len(one) for one in parts)
