"""Two reports of nearly the same people: no number under five follows from both together."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from award.applications.models import Application
from award.applications.queries.applications import own_application
from award.decisions.rules.states import Outcome
from award.foundation import audit, clock
from award.foundation.db import db, transaction
from award.foundation.policy import Role
from award.monitoring import services
from award.monitoring.rules.beside import LEAST
from award.monitoring.rules.sums import STAGES, Table, table_of
from tests.build import applications, decisions, rounds, two_stages
from tests.build.accounts import actor_of, user
from tests.build.monitoring import about_you
from tests.monitoring.test_sums import Known

GROUPS = ["a", "b", "c", "not_said"]
STOPPED = 5
"""Steps of both stages in a row: 0 to 3 are those of the first, 4 who was invited and did not go
on, 5 to 9 those of the second."""
STEPS = 10


def of_first(step: int) -> int:
    return min(step, len(STAGES) - 1)


def both(asked: list[tuple[str, int]]) -> list[tuple[Table, int]]:
    """Each table, and the step at which its first stage stands."""
    labels = {group: group for group in GROUPS}
    levels = [{group: [0] * len(STAGES) for group in GROUPS} for _ in range(2)]
    for group, step in asked:
        levels[0][group][of_first(step)] += 1
        if step >= STOPPED:
            levels[1][group][step - STOPPED] += 1
    first = table_of("t", labels, levels[0])
    told = [(frozenset(row.of), row.counts) for row in first.rows]
    return [(first, 0), (table_of("t", labels, levels[1], [told]), STOPPED)]


def small_numbers(asked: list[tuple[str, int]]) -> list[Any]:
    place = {one: n for n, one in enumerate(product(GROUPS, range(STEPS)))}
    equations = []

    def equation(groups: Any, low: int, high: int = STEPS) -> None:
        row = [0] * len(place)
        for group, step in product(groups, range(low, high)):
            row[place[group, step]] = 1
        equations.append(row)

    for table, begins in both(asked):
        for row in table.rows:
            for stage in table.stages:
                equation(row.of, begins + STAGES.index(stage))
    for step in range(STEPS):
        equation(GROUPS, step, step + 1)
    reader, found = Known(equations), []
    for group in GROUPS:
        for low, high in ((a, b) for a in range(STEPS) for b in range(a + 1, STEPS + 1)):
            count = sum(1 for said, step in asked if said == group and low <= step < high)
            wanted = [int(one[0] == group and low <= one[1] < high) for one in place]
            if 0 < count < LEAST and reader.tells(wanted):
                found.append((group, low, high, count))
    return found


@st.composite
def people(draw: st.DrawFn) -> list[tuple[str, int]]:
    kinds = draw(
        st.lists(
            st.tuples(
                st.sampled_from(GROUPS),
                st.sampled_from([3, 4, 5, 6, 8, 9]),
                st.sampled_from([1, 2, 4, 5, 6, 7, 20]),
            ),
            min_size=2,
            max_size=14,
        )
    )
    return [(group, step) for group, step, times in kinds for _ in range(times)]


@given(people())
@settings(max_examples=150, deadline=None)
def test_no_small_number_follows_from_two_stages(asked: list[tuple[str, int]]) -> None:
    assert small_numbers(asked) == []


def test_two_stages_are_told_where_nobody_is_found() -> None:
    asked = [("a", step) for step in (3, 4, 5, 9) for _ in range(6)]
    asked += [("b", step) for step in (3, 4, 5, 9) for _ in range(7)]
    (first, _), (second, _) = both(asked)
    assert first.rows and second.rows
    alone = [*asked, ("b", 4)][1:]  # nobody stands out still: six and seven did not go on
    assert both(alone)[1][0].rows
    one_stopped = [("a", 9)] * 6 + [("b", 9)] * 6 + [("b", 4)] + [("c", 0)] * 6
    assert not both(one_stopped)[1][0].rows


@pytest.mark.usefixtures("app")
def test_who_did_not_go_on_is_not_found_in_the_two_reports() -> None:
    staff = user("Stef Marlowe", roles=(Role.STAFF,))
    first, second = two_stages.pair()
    leads = [user(f"Lead {n}", roles=()) for n in range(12)]
    sent = []
    for n, lead in enumerate(leads):
        application = applications.submitted(first, lead)
        about_you(application, ethnicity="asian" if n < 6 else "white")
        decisions.staged(application, Outcome.INVITE, staff=staff)
        sent.append(application)
    decisions.released(first, staff=staff)
    with transaction():
        told = services.count_who_applied(rounds.whole(first.id), actor=actor_of(staff))
    assert rows(told)
    for n, (lead, before) in enumerate(zip(leads, sent, strict=True)):
        if n:
            whole = own_application(actor_of(lead), before.reference)
            assert whole is not None
            about_you(two_stages.continued(whole, lead), ethnicity="asian" if n < 6 else "white")
    db.session.execute(
        sa.update(Application.__table__)
        .where(Application.round_id == second.id)
        .values(state="rejected", submitted_at=clock.now()),
        execution_options=audit.AS_TOLD,
    )
    db.session.commit()
    later = rounds.whole(second.id).closes_at + timedelta(days=1)
    with clock.at(later), transaction():
        told = services.count_who_applied(rounds.whole(second.id), actor=actor_of(staff))
    assert not rows(told)


def rows(report: Any) -> list[Any]:
    return next(table["rows"] for table in report.tables if table["title"] == "Ethnic group")
