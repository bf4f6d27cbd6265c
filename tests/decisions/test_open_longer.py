"""Until when an application can still change, in the shortlist's files."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

from award.accounts.models import User
from award.foundation import clock
from award.foundation.policy import Role
from tests.applications.test_extension import extend
from tests.build import applications, rounds
from tests.build.accounts import user
from tests.client import CheckedClient
from tests.decisions.sheets import path


def test_what_can_still_change_is_told_in_the_files_as_on_the_page(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.open_round()
    longer, other = applications.submitted(round_), applications.submitted(round_)
    until = round_.closes_at + timedelta(days=9)
    extend(longer, staff, until)
    with clock.at(round_.closes_at + timedelta(hours=1)):
        client.sign_in(staff)
        chosen = {"columns": "open_until"}
        file = client.post(f"{path(round_)}.csv", chosen, status=200).data.decode("utf-8-sig")
        told = {row["Reference"]: row["Can still change until"] for row in read(file)}
        assert told[longer.reference].startswith(f"{clock.london(until):%Y-%m-%d}")
        assert told[other.reference] == ""
        whole = client.post(f"{path(round_)}.json", status=200)
        assert '"open_until"' in whole.data.decode()
        assert client.post(f"{path(round_)}.xlsx", chosen, status=200).data
        page = client.get(f"{path(round_)}?columns=open_until", budget=8)
        assert "Can still change until" in page.text
    with clock.at(until + timedelta(hours=1)):
        client.sign_in(staff)
        file = client.post(f"{path(round_)}.csv", chosen, status=200).data.decode("utf-8-sig")
        assert {row["Can still change until"] for row in read(file)} == {""}
    client.sign_in(user("Nosy Example", roles=(Role.ASSESSOR,)))
    client.post(f"{path(round_)}.csv", chosen, status=404)


def read(file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file)))
