"""The proof reads scenarios that are shared with a panel: nothing of a tie is in them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import true

from award.foundation.db import transaction
from award.foundation.errors import there
from award.foundation.policy import Role
from award.proofs.copying import copied
from award.proofs.facts import facts_of
from award.proofs.worlds import settle
from award.scenarios.queries import shared
from award.scenarios.queries.scenarios import scenario_told
from award.scenarios.services import sharing
from tests.build import accounts, scenarios
from tests.build.accounts import actor_of
from tests.conftest import rolled_back
from tests.proofs.planting import Tried, undone
from tests.scenarios.test_sharing import world

pytestmark = [pytest.mark.any_database]


@pytest.fixture(autouse=True)
def context() -> None:
    """All of the module is tried on one copy."""


@pytest.fixture
def tried(app: Flask) -> Iterator[tuple[Tried, int]]:
    """The assessor with a conflict, and the number of the one without."""
    with rolled_back(app):
        staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
        w = world(staff, blindness="double")
        actor, reference, liv, pro = actor_of(staff), w.round.reference, w.liv.id, w.pro.id
        one = scenarios.made(w.round, actor)
        told = there(scenario_told(actor, reference, one.id), "the scenario")
        with transaction():
            sharing.share(told, actor=actor)
        with copied() as copy:
            facts = facts_of(copy.connection, reference)
            settle(copy, facts, facts.applications)
            yield Tried(copy, {"double": reference}, liv, pro), pro


def test_what_is_shared_is_read_and_a_tie_that_shows_is_found(
    tried: tuple[Tried, int],
) -> None:
    copy, pro = tried
    found = copy.prove("double")
    assert [str(one) for one in found.leaks] == []
    assert found.asked["scenarios_shared.show"] and found.asked["scenarios_shared.index"]
    with undone(copy) as patch:
        patch.setattr(shared, "reachable_applications", lambda _actor: true())
        said = "\n".join(map(str, copy.prove("double").leaks))
    assert "/scenarios/" in said and "the title of" in said, said
    copy.person = pro
    found = copy.prove("double")
    assert [str(one) for one in found.leaks] == [] and found.asked["scenarios_shared.show"]
