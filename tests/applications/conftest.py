"""A person who leads, and a browser that is theirs."""

from __future__ import annotations

import pytest
from flask import Flask

from award.accounts.models import User
from tests.build import accounts
from tests.client import CheckedClient


@pytest.fixture
def lead(app: Flask) -> User:
    return accounts.user("Ada Lead", roles=())


@pytest.fixture
def me(client: CheckedClient, lead: User) -> CheckedClient:
    return client.sign_in(lead)
