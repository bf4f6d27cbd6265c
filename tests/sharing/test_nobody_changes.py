"""Changes that were asked for and nobody makes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from award.accounts.models import User
from award.foundation import clock
from award.foundation.db import transaction
from award.sharing import services
from award.sharing.checks import shares_told
from award.sharing.jobs import remind_of_changes
from award.sharing.rules.asked import CHANGED_WITHIN, REMINDED_AFTER
from tests.accounts.letters import letters, told
from tests.build import accounts
from tests.build import shares as build
from tests.client import CheckedClient
from tests.sharing.test_sharing import send, staff, the_one

__all__ = ["staff"]


@pytest.mark.each_database
def test_changes_that_nobody_makes_are_asked_for_once_more_and_then_let_go(
    client: CheckedClient, staff: User
) -> None:
    made = build.shared()
    with transaction():
        services.ask(made, words="How many homes?", actor=accounts.actor_of(staff))
    here, now = build.link(made), clock.now()
    assert "If nobody writes in it by then, we delete it" in client.get(here).text
    with clock.at(now + REMINDED_AFTER - timedelta(days=1)):
        remind_of_changes()
        assert told("share.reminded") == []
    with clock.at(now + REMINDED_AFTER + timedelta(days=1)):
        remind_of_changes()
        remind_of_changes()
    (reminder,) = told("share.reminded")
    assert here in reminder.body and "How many homes?" in reminder.body
    written = now + CHANGED_WITHIN - timedelta(days=1)
    with clock.at(written):
        send(client, f"{here}/problem", problem="Three homes waited.")
    with clock.at(now + CHANGED_WITHIN + timedelta(days=1)):
        remind_of_changes()
        assert the_one().state == "changes", "somebody works on it"
    with clock.at(written + REMINDED_AFTER + timedelta(days=1)):
        remind_of_changes()
        assert len(told("share.reminded")) == 2
    with clock.at(written + CHANGED_WITHIN + timedelta(days=1)):
        remind_of_changes()
        remind_of_changes()
        client.get(here, status=404)
    left = the_one()
    assert (left.state, left.email, left.problem, left.letter) == ("lapsed", "", "", "")
    (last,) = letters("ola@example.org")
    assert last.notice == "share.lapsed" and last.state == "queued"
    assert staff.email in [one.recipient for one in told("share.not_changed")]
    client.sign_in(staff)
    page = client.get(f"/manage/shared-projects/{left.reference}")
    assert "Nobody made the changes" in page.text
    assert list(shares_told()) == []
