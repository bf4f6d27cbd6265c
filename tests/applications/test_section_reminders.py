"""Whoever was asked for a section by a day is reminded of it, as long as it is theirs to do."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.requests import waiting_in
from award.applications.queries.team import collaborator_who_is
from award.applications.reminders import remind
from award.applications.rules.states import CollaboratorRole
from award.applications.services import requests, team
from award.foundation import clock
from award.foundation.clock import LONDON
from award.foundation.db import transaction
from tests.accounts.letters import told
from tests.build import accounts, applications
from tests.build import team as teams


@pytest.fixture
def draft(lead: User) -> Application:
    return applications.draft(lead=lead)


def test_sections_are_reminded_of_two_days_before_and_on_the_day(draft: Application) -> None:
    editor = teams.collaborator(draft, CollaboratorRole.EDITOR)
    actor = accounts.actor_of(accounts.account_of(draft.lead_id))
    due_on = clock.today() + timedelta(days=4)
    with transaction():
        row = teams.last_of(draft)
        requests.ask_for_section(row, "summary", due_on, "", actor=actor)
    start = datetime.combine(due_on, datetime.min.time(), LONDON)
    for hours in range(-96, 72, 6):
        with clock.at(start + timedelta(hours=hours)):
            remind()
    letters = told("section_request.due")
    assert [one.recipient for one in letters] == [editor.email] * 2
    assert ["in 2 days" in letters[0].body, "today" in letters[1].body] == [True, True]


def test_sections_that_are_done_or_whose_editor_left_are_not(draft: Application) -> None:
    editor = teams.collaborator(draft, CollaboratorRole.EDITOR)
    actor = accounts.actor_of(accounts.account_of(draft.lead_id))
    due_on = clock.today() + timedelta(days=4)
    with transaction():
        requests.ask_for_section(teams.last_of(draft), "summary", due_on, "", actor=actor)
    assert waiting_in(draft.id)
    with transaction():
        leaver = accounts.actor_of(accounts.account_of(editor.id))
        mine = collaborator_who_is(leaver, draft.id)
        assert mine is not None
        team.leave(mine, actor=leaver)
    with clock.at(datetime.combine(due_on, datetime.min.time(), LONDON) + timedelta(hours=9)):
        remind()
    assert told("section_request.due") == []
