"""An organisation that was renamed is found by the names that it had."""

from __future__ import annotations

from itertools import pairwise

import pytest

from award.accounts.models import Organisation, User
from award.accounts.rules.organisations import with_former
from award.accounts.services.organisations import save_organisation
from award.applications.models import Application
from award.foundation import names
from award.foundation.db import db, transaction
from award.foundation.kept import keep_rows
from tests.build import applications, assessment, rounds
from tests.build.accounts import account_of, actor_of, organisation, user
from tests.client import CheckedClient

SEARCHED = ("applications", "shortlist", "due-diligence")


def renamed(application: Application, member: User, *names: str) -> None:
    actor = actor_of(member)
    for name in names:
        with transaction():
            found = db.session.get_one(
                Organisation, application.organisation_id, populate_existing=True
            )
            db.session.refresh(found, ["members"])
            save_organisation(found, {"name": name}, actor=actor)


@pytest.mark.each_database
def test_it_is_found_by_the_names_that_it_had(staff: User, client: CheckedClient) -> None:
    lead = user("Ada Lead")
    home, round_ = organisation(lead, name="Oldfield Care"), rounds.closed_round()
    one = applications.submitted(round_, lead, title="Bells", organisation=home)
    assessment.assessed(one)
    other = applications.submitted(round_, title="Kestrels")
    keep_rows()
    renamed(one, lead, "Sunhaven Homes", "Sunhaven Group")
    client.sign_in(account_of(staff.id))
    for kept in (False, True):
        for which in SEARCHED:
            for words in ("oldfield", "Sunhaven homes", "sunhaven group"):
                address = f"/manage/rounds/{round_.reference}/{which}?q={words}"
                text = client.get(address, budget=14).text
                assert one.reference in text, (kept, which, words)
                assert other.reference not in text, (kept, which, words)
        keep_rows()
    page = client.get(f"/manage/applications/{one.reference}", budget=20).text
    assert "Sunhaven Group (before: Sunhaven Homes, Oldfield Care), led by" in page
    renamed(one, account_of(lead.id), "OLDFIELD care")
    found = db.session.get_one(Organisation, home.id, populate_existing=True)
    assert found.formerly == ["Sunhaven Group", "Sunhaven Homes"], "what it is called it was not"


@pytest.mark.each_database
def test_none_of_its_names_is_cut_off_by_those_after_it(staff: User, client: CheckedClient) -> None:
    lead = user("Ada Lead")
    home, round_ = organisation(lead, name="Oldfield Care"), rounds.closed_round()
    one = applications.submitted(round_, lead, title="Bells", organisation=home)
    assessment.assessed(one)
    renamed(one, lead, *(f"{letter} {'homes ' * 32}" for letter in "ABC"), "Sunhaven")
    client.sign_in(account_of(staff.id))
    for which in SEARCHED:
        address = f"/manage/rounds/{round_.reference}/{which}?q=oldfield"
        assert one.reference in client.get(address, budget=14).text, which
    assert not list(names.faults())


def test_the_last_names_are_kept_however_often_they_change() -> None:
    names = [f"Home {number}" for number in range(9)]
    former = ""
    for was, now in pairwise(names):
        former = with_former(former.splitlines(), was, now)
    assert former.splitlines() == ["Home 7", "Home 6", "Home 5", "Home 4", "Home 3"]
    assert with_former([], "Home", "HOME") == ""
