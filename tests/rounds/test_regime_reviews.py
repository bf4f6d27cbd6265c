"""Staff record that they looked at a law or standard again."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from flask import Flask

from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM, Role
from award.rounds.models import RegimeRecord
from award.rounds.queries import regime_list, regimes
from award.rounds.services import reference_data
from tests.build import accounts
from tests.client import CheckedClient
from tests.rounds.test_regimes import NOON, TWO, changed, prepared
from tests.rounds.test_services import count, last_event

PATH = "/manage/regimes/checklist/2"
LATER = datetime(2027, 4, 1, 12, tzinfo=clock.LONDON)


@pytest.fixture
def staff(app: Flask, client: CheckedClient) -> CheckedClient:
    with transaction():
        reference_data.import_regimes(TWO, actor=SYSTEM)
    return client.sign_in(accounts.user("Sam Staff", roles=(Role.STAFF,)))


def test_what_was_looked_at_again_is_due_no_more(staff: CheckedClient) -> None:
    with clock.at(LATER):
        assert regime_list.due() == 1
        page = staff.get(PATH, budget=8)
        assert "Record 1" in page.text and "reviewed on 31 August 2026 by Adviser" in page.text
        after = staff.follow(staff.post(PATH, page.form_values()))
        assert "Recorded: reviewed today" in after.text and "Record 2" in after.text
        assert "reviewed on 1 April 2027 by Programme team" in after.text
        assert regime_list.due() == 0
        assert last_event().verb == "regime_record.review"
        again = staff.post(PATH, page.form_values(), status=200)
        assert "was reviewed today already" in again.text
        assert count(RegimeRecord) == 3


def test_the_file_stays_the_source_and_the_later_review_counts(staff: CheckedClient) -> None:
    with clock.at(LATER):
        staff.post(PATH, staff.get(PATH).form_values())
        with transaction():
            assert reference_data.import_regimes(TWO, actor=SYSTEM) == []
        mended = changed(("regimes", 0, "versions", 1, "says"), "Mended.")
        with transaction():
            (made,) = reference_data.import_regimes(mended, actor=SYSTEM)
    assert made.revision == 3
    found = regimes.known().all[1]
    assert (found.says, found.reviewed_on) == ("Mended.", date(2027, 4, 1))


def test_who_only_reads_has_no_button(staff: CheckedClient) -> None:
    staff.sign_in(accounts.user("Other", roles=(Role.AUDITOR,)))
    assert "I looked today" not in staff.get(PATH).text
    staff.post(PATH, status=404)
    assert count(RegimeRecord) == 2


def test_what_is_not_recorded_is_not_there(staff: CheckedClient) -> None:
    staff.get("/manage/regimes/checklist/9", status=404)
    staff.post("/manage/regimes/nothing/1", status=404)


def test_a_day_that_is_not_confirmed_is_told_to_staff_alone(
    app: Flask, client: CheckedClient
) -> None:
    unsure = changed(("regimes", 0, "versions", 1, "unsure"), "The day on which it began.")
    with clock.at(NOON):
        round_, _ = prepared()
        with transaction():
            reference_data.import_regimes(unsure, actor=SYSTEM)
        public = client.get(f"/rounds/{round_.reference}/questions").text
        assert "The second checklist. A list of now. In force." in public
        assert "6 April 2026" not in public and "The day on which it began" not in public
        client.sign_in(accounts.user("Sam Staff", roles=(Role.STAFF,)))
        assert "Date not confirmed" in client.get("/manage/regimes").text
        page = client.get(PATH).text
        assert "6 April 2026 (date not confirmed)" in page and "The day on which it began" in page
