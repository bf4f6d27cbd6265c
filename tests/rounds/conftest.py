"""Who sets rounds up."""

from __future__ import annotations

import pytest

from award.foundation.policy import Role
from tests.build.accounts import user
from tests.client import CheckedClient


@pytest.fixture
def staff(client: CheckedClient) -> CheckedClient:
    """The browser of somebody of staff."""
    return client.sign_in(user("Sam Staff", roles=(Role.STAFF,)))
