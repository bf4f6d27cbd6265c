from __future__ import annotations

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

DRAFT, DONE = State("Draft", "Draft", "blue"), State("Done", "Done", "green")
FINISH = Transition("draft", "finish", "done", "test.finish", "Finish")


def test_a_machine_refuses_unknown_states_and_doubled_rows() -> None:
    with pytest.raises(ValueError, match="unknown state"):
        Machine("thing", {"draft": DRAFT}, (FINISH,), "draft")
    with pytest.raises(ValueError, match="two rows"):
        Machine("thing", {"draft": DRAFT, "done": DONE}, (FINISH, FINISH), "draft")


def test_a_machine_draws_itself() -> None:
    machine = Machine("thing", {"draft": DRAFT, "done": DONE}, (FINISH,), "draft")
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
