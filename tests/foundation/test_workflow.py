from __future__ import annotations

from enum import StrEnum

import pytest
from flask import Flask

from award.foundation.policy import (
    ANONYMOUS,
    PERMISSIONS,
    Actor,
    Permission,
    Role,
    can,
    has_role,
    predicate,
)
from award.foundation.workflow import Machine, State, Transition


class Step(StrEnum):
    DRAFT = "draft"
    DONE = "done"


WORDS = {Step.DRAFT: State("Draft", "Draft", "blue"), Step.DONE: State("Done", "Done", "green")}
FINISH = Transition(Step.DRAFT, "finish", Step.DONE, "test.finish", "Finish")


def test_a_machine_refuses_doubled_rows() -> None:
    with pytest.raises(ValueError, match="two rows"):
        Machine("thing", WORDS, (FINISH, FINISH), Step.DRAFT)


def test_a_machine_draws_itself() -> None:
    machine = Machine("thing", WORDS, (FINISH,), Step.DRAFT)
    assert machine.diagram() == ("stateDiagram-v2\n    [*] --> draft\n    draft --> done: finish\n")


def test_predicates_combine_and_name_themselves() -> None:
    mine = predicate(lambda actor, thing: thing == actor.user_id, "mine")
    staff = has_role(Role.STAFF)
    rule = staff | (mine & ~has_role(Role.AUDITOR))
    kim = Actor(7, "Kim", roles=frozenset({Role.APPLICANT}))
    assert [rule(kim, 7), rule(kim, 8), rule(ANONYMOUS, 7)] == [True, False, False]
    assert rule(Actor(7, "Kim", roles=frozenset({Role.AUDITOR})), 7) is False
    assert rule.name == "(staff or (mine and not auditor))"


def test_a_permission_has_one_rule_and_an_unknown_one_is_no_quiet_no() -> None:
    bare = Flask("bare")
    once = Permission("test.once", has_role(Role.STAFF), "Test")
    with pytest.raises(ValueError, match=r"permission 'test.once' is registered twice"):
        PERMISSIONS.fill(bare, [("test.once", once), ("test.once", once)])
    PERMISSIONS.fill(bare, [("test.once", once)])
    with bare.app_context():
        assert can(ANONYMOUS, "test.once") is False
        with pytest.raises(KeyError):
            can(ANONYMOUS, "no.such.permission")
