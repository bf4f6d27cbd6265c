"""Numbers on the shortlist that are part of a whole."""

from __future__ import annotations

import json

from award.accounts.models import User
from tests.build import applications, assessment, rounds
from tests.client import CheckedClient
from tests.decisions.sheets import body, path


def test_what_is_part_of_a_whole_says_of_how_many(staff: User, client: CheckedClient) -> None:
    """On the page; files keep two numbers."""
    round_ = rounds.closed_round(min_assessments=2)
    split = applications.submitted(round_, title="Split")
    assessment.scored(split, [8, 8, 8], staff=staff)
    assessment.scored(split, [8, 8, 8], assessment.assessor("No"), staff=staff, recommend=False)
    assessment.declared(split, assessment.assessor("Late"))
    applications.submitted(round_, title="Unread")
    columns = "?columns=submitted&columns=in_scope&columns=recommend"
    page = client.sign_in(staff).get(path(round_) + columns)
    told = {row[2]: row[3:] for row in body(page)[1:] if len(row) > 1}
    assert told == {"Split": ["2 of 3, 1 to come", "2 of 2", "1 of 2"],
                    "Unread": ["0 of 2", "", ""]}  # fmt: skip
    asked = {"columns": ["submitted", "to_come", "counted", "recommend"]}
    rows = json.loads(client.post(f"{path(round_)}.json", asked, status=200).data)["data"]
    split_row = next(row for row in rows if row["title"] == "Split")
    assert [split_row[key] for key in asked["columns"]] == [2, 1, 2, 1]
