"""Who decides, and who is told."""

from __future__ import annotations

import pytest

from award.accounts.models import User
from award.foundation.policy import Role
from award.rounds.models import Round
from tests.build import two_stages
from tests.build.accounts import user


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


@pytest.fixture
def lead(app: object) -> User:
    return user("Ada Lead", roles=())


@pytest.fixture
def stages(app: object) -> tuple[Round, Round]:
    """A first stage, and the round that follows it."""
    return two_stages.pair()
