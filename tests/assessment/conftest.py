"""Whom most pages of assessors are asked about."""

from __future__ import annotations

import pytest

from award.accounts.models import User
from award.applications.models import Application
from tests.build import applications, assessment


@pytest.fixture
def application(app: object) -> Application:
    return applications.submitted(answers={"project": "We will try it in two homes."})


@pytest.fixture
def person(app: object) -> User:
    return assessment.assessor()
