"""Whatever people do with an application, in whatever order: the promises of `any_order`."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.assessment.any_order import AnyOrder

EXAMPLES = {"sqlite": 8, "postgresql": 3}
STEPS = 20


@pytest.mark.long
@pytest.mark.each_database
def test_in_any_order(app: Flask, database_name: str) -> None:
    met: Counter[str] = Counter()
    for reveal in ("after_own", "after_all"):
        here = type("Here", (AnyOrder,), {"reveal": reveal, "met": met})
        bounded = settings(
            max_examples=EXAMPLES[database_name], stateful_step_count=STEPS, deadline=None,
            database=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        run_state_machine_as_test(here, settings=bounded)
    wanted = {"submit", "hand back", "voided", "read another", "found later", "profile"}
    missed = wanted - {*+met}
    assert not missed or database_name != "sqlite", f"never came to {missed}: {met}"


@pytest.mark.each_database
def test_each_thing_in_its_turn(app: Flask) -> None:
    """What chance seldom comes to is met here at least once, with the same promises."""
    met: Counter[str] = Counter()
    one = type("Here", (AnyOrder,), {"reveal": "after_own", "met": met})()
    for step in (
        partial(one.scores_and_submits, 0, 5), partial(one.scores_and_submits, 1, 7),
        partial(one.excludes, 0), partial(one.hands_back, 1), partial(one.assigns, 2),
        partial(one.suspends, 2), one.the_service_looks, partial(one.suspends, 2),
        partial(one.scores_and_submits, 2, 3), partial(one.turns_out_to_work_there, 0),
        partial(one.is_given_back, 0), partial(one.scores_and_submits, 1, 8),
        partial(one.suspends, 1), partial(one.declares_interests, 1, True), one.the_service_looks,
        partial(one.joins_who_applies, 2), one.the_service_looks, partial(one.finds_a_conflict, 0),
    ):  # fmt: skip
        step()
        for promise in (
            one.whoever_has_a_part_has_nothing_of_it, one.means_count_what_counts,
            one.nobody_reads_too_early, one.each_time_is_kept,
        ):  # fmt: skip
            promise()
    one.teardown()
    wanted = {"exclude", "suspend", "team", "give back", "conflict", "found later", "hand back"}
    assert not wanted - {*+met}, met
