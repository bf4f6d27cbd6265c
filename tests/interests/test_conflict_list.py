"""One list of conflicts of interest, whoever said so."""

from __future__ import annotations

import pytest

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.services import declaring
from award.foundation.db import transaction
from award.foundation.kept import keep_rows
from award.interests.rules.declared import InterestKind
from tests.build import accounts, assessment
from tests.client import CheckedClient
from tests.interests.test_conflicts_used import application, declares, staff

__all__ = ["application", "staff"]


@pytest.mark.each_database
def test_one_list_has_what_was_declared_found_and_said_by_the_applicant(
    application: Application, staff: User, client: CheckedClient
) -> None:
    """With its source, counted alike by list, filter and file; once, where two say the same."""
    own, both, works, gone = (
        assessment.assessor(f"{name} Example") for name in ("Own", "Both", "Works", "Gone")
    )
    for person in (own, both, gone):
        given = assessment.assigned(application, person, staff=staff)
        with transaction():
            declaring.declare_conflict(given, "financial", "", actor=accounts.actor_of(person))
    declares(both, InterestKind.EMPLOYMENT)
    declares(works, InterestKind.EMPLOYMENT)
    keep_rows()
    client.sign_in(staff)
    listed: dict[str, tuple[str, ...]] = {
        "": ("Own", "Both", "Works", "Gone"),
        "source=declared": ("Own", "Both", "Gone"),
        "source=found": ("Both", "Works"),
        "source=applicant": (),
        "stands=hard": ("Own", "Both", "Works", "Gone"),
        "source=declared&q=own": ("Own",),
    }
    for way, names in listed.items():
        page = client.get(f"/manage/conflicts?{way}", budget=9)
        for name in ("Own", "Both", "Works", "Gone"):
            assert (f"{name} Example" in page.text) == (name in names), (way, name)
        number = len(names)
        assert (f"{number} conflicts" in page.text) == (number > 1), way
    assert "Declared by the assessor; Found by the service" in client.get("/manage/conflicts").text
    asked = {"csrf_token": client.csrf_token()}
    filed = client.post("/manage/conflicts.csv", asked, status=200).data.decode("utf-8-sig")
    assert sum("Example" in row for row in filed.splitlines()) == 4, filed
