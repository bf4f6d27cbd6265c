"""What may be told of a round: no number that tells of a few."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from random import Random

import pytest
from flask import Flask

from award.accounts.models import OrganisationMember
from award.applications.rules.apart import LEAST
from award.foundation.db import db
from award.foundation.policy import Role
from award.statistics.rules.figures import FEW, FEW_MEANS, NONE, PARTIAL, Fact, Figure, figures
from tests.build import accounts, applications, assessment, rounds
from tests.client import CheckedClient

TITLES = {"problem": "Problem"}


def _facts(scores: Iterable[float], *, funded: bool | None, region: str = "London") -> list[Fact]:
    return [
        Fact("Phase 1", region, "Charity", False, score, funded, 50_000 if funded else None,
             {"problem": score / 10})
        for score in scores
    ]  # fmt: skip


RATE = "Decisions: Success rate of those"


def _told(facts: Sequence[Fact], assessors: dict[str, int] | None = None) -> dict[str, Figure]:
    every = figures(facts, TITLES, assessors or {"Professional": 9, "Lived experience": 6})
    return {f"{one.part}: {one.what}": one for one in every}


def test_a_round_large_enough_tells_what_is_asked_for() -> None:
    facts = [
        *_facts(range(70, 85), funded=True),
        *_facts(range(50, 90, 2), funded=False, region="Wales"),
        Fact("Phase 1", "Wales", "Charity", True, None, None, None),
        Fact("Phase 1", "Wales", "Charity", False, None, None, None, reserved=True),
        Fact("Phase 1", "Wales", "Charity", False, None, None, None),
    ]
    found = {key: one.value for key, one in _told(facts).items()}
    assert found["Applications: Received"] == 38
    assert found["Decisions: Funded or invited"] == 15
    # One each of three: which of them is nobody's business.
    for one in ("Applications: Withdrawn", "Decisions: On the reserve list",
                "Decisions: Not decided yet"):  # fmt: skip
        assert found[one] is None
    # Nor how many were refused, since all that were not funded are public with it.
    assert found["Decisions: Refused"] is None
    assert found[f"{RATE} funded or refused, without the reserve list"] is None
    assert found["Decisions: Not funded or invited, for whatever reason"] == 23
    assert found["Decisions: Success rate of all received"] == pytest.approx(100 * 15 / 38)
    assert found["Money: Awarded in all"] == 750_000
    assert found["Scores: Lowest of those funded or invited"] == 70
    assert found["Scores: Mean of those refused"] == 69
    above = "Scores: Refused, with a score above the lowest of those funded or invited"
    assert found[above] == 9
    assert found["By region, of all received: Wales"] == 23
    assert found["By region, of all received: London"] == 15
    assert found["Mean score by criterion: Problem"] == pytest.approx(7.2429, abs=1e-4)
    assert found["Scores by band: 80% or more"] == 10
    assert found["Scores by band: Under 50%"] is None


def test_what_waits_is_told_where_it_is_many_or_nobody() -> None:
    many = [
        *_facts(range(60, 70), funded=True),
        *_facts([50] * 3, funded=False),
        *(Fact("Phase 1", "", "", False, 65.0, None, None, reserved=True) for _ in range(6)),
        *(Fact("Phase 1", "", "", True, None, None, None) for _ in range(7)),
    ]
    found = {key: one.value for key, one in _told(many).items()}
    # Three refused: hidden, and what is next with them, of which awards and received leave 9.
    assert found["Decisions: Refused"] is None
    assert (found["Decisions: On the reserve list"], found["Applications: Withdrawn"]) == (None, 7)
    assert found[f"{RATE} funded or refused, without the reserve list"] is None
    decided = [*many[:10], *_facts([50] * 6, funded=False)]
    all_decided = {key: one.value for key, one in _told(decided).items()}
    assert all_decided["Decisions: On the reserve list"] == 0
    assert all_decided["Decisions: Refused"] == 6
    assert all_decided[f"{RATE} funded or refused, without the reserve list"] == 62.5


@pytest.mark.parametrize(("gone", "reserved"), [(1, 6), (3, 9), (4, 5)])
def test_what_is_hidden_is_not_what_received_leaves_of_parts(gone: int, reserved: int) -> None:
    found = _told(
        [
            *_facts(range(60, 70), funded=True),
            *_facts(range(40, 52), funded=False, region="Wales"),
            *(Fact("Phase 1", "Wales", "Charity", True, None, None, None) for _ in range(gone)),
            *(
                Fact("Phase 1", "London", "Charity", False, 65.0, None, None, reserved=True)
                for _ in range(reserved)
            ),
        ]
    )
    assert found["Applications: Withdrawn"].value is None
    received = found["Applications: Received"].value
    for part in ("By phase", "By region", "By type of organisation"):
        numbers = [one.value for key, one in found.items() if key.startswith(part)]
        assert None not in numbers
        assert received == sum(number or 0 for number in numbers)


def test_few_are_told_of_nowhere_nor_by_what_is_left_of_the_whole() -> None:
    facts = [
        *_facts(range(70, 79), funded=True),
        *_facts(range(40, 60), funded=False),
        *_facts([61, 62], funded=False, region="Wales"),
    ]
    found = _told(facts, {"Professional": 9, "Lived experience": 3})
    # Nine awards: no score of theirs; and two from Wales aren't what London leaves of 31.
    for one in ("Lowest", "Mean", "Highest"):
        told = found[f"Scores: {one} of those funded or invited"]
        assert (told.value, told.why) == (None, FEW_MEANS)
    for one in ("By region, of all received: Wales", "By region, of all received: London",
                "Assessors with a sheet submitted: Lived experience",
                "Assessors with a sheet submitted: Professional"):  # fmt: skip
        assert (found[one].value, found[one].why) == (None, FEW)
    bands = [one for key, one in found.items() if key.startswith("Scores by band")]
    hidden = 31 - sum(one.value or 0 for one in bands)
    assert hidden == 0 or hidden >= 5
    nothing = _told([])
    assert nothing["Decisions: Success rate of all received"].why == NONE
    assert nothing["Money: Mean award"].value is None
    assert nothing["Applications: Received"].value == 0


@pytest.mark.parametrize("seed", range(60))
def test_no_small_number_is_a_sum_or_difference_of_what_is_told(seed: int) -> None:
    """Whatever is told of a round and all awards, which are public, are equations between the
    numbers of its parts: none of them, whole, funded or not, that is few follows from them."""
    draw = Random(seed)
    facts = [
        _drawn_fact(draw, draw.choices(("fund", "refuse", "reserve", "gone", "open"), odds)[0])
        for odds in [[draw.choice((1, 1, 5, 20)) for _ in range(5)]]
        for _ in range(draw.choice((6, 12, 25, 60, 150)))
    ]
    found = _told(facts)
    value = {key: one.value for key, one in found.items()}
    received, funded = len(facts), sum(bool(one.funded) for one in facts)
    split: dict[str, dict[str, tuple[int, int]]] = {
        "decided": {
            "Decisions: Refused": (sum(one.funded is False for one in facts), 0),
            "Decisions: On the reserve list": (sum(one.reserved for one in facts), 0),
            "Applications: Withdrawn": (sum(one.withdrawn for one in facts), 0),
        }
    }
    parts = split["decided"]
    rest = received - funded - sum(number for number, _public in parts.values())
    parts["Decisions: Not decided yet"] = (rest, 0)
    keys: dict[str, Callable[[Fact], str]] = {
        "By phase, of all received": lambda one: one.phase,
        "By region, of all received": lambda one: one.region,
        "By type of organisation, of all received": lambda one: one.org_type,
    }
    for part, key in keys.items():
        of = {key(one) for one in facts}
        split[part] = {
            f"{part}: {name}": (
                sum(key(one) == name for one in facts),
                sum(key(one) == name and bool(one.funded) for one in facts),
            )
            for name in of
        }
    for name, cells in split.items():
        whole = received - funded if name == "decided" else received
        hidden = [one for one in cells if value[one] is None]
        for one, (number, public) in cells.items():
            told = value[one]
            assert told is None or told == number
            if len(cells) == 1:  # the whole, which is told
                continue
            few = (0 < number < LEAST, 0 < number - public < LEAST)
            assert told is None or not any(few), one
            if not any(few):
                continue
            # What the others leave of the whole isn't this one, nor a few together.
            left = whole - sum(int(value[other] or 0) for other in cells if other not in hidden)
            assert whole < LEAST or (left >= LEAST and len(hidden) > 1), one
            unfunded = left - sum(cells[other][1] for other in hidden)
            assert received - funded < LEAST or not few[1] or unfunded >= LEAST, one
    rate = value[f"{RATE} funded or refused, without the reserve list"]
    assert rate is None or value["Decisions: Refused"] is not None
    ranked, scored = (
        value["Applications: Assessed by enough people to be ranked"],
        sum(one.score_pct is not None and not one.withdrawn for one in facts),
    )
    assert ranked is None or received - scored not in range(1, LEAST)
    bands = [one.value for key, one in found.items() if key.startswith("Scores by band")]
    if None not in bands:
        assert received - sum(one or 0 for one in bands) not in range(1, LEAST)


def _drawn_fact(draw: Random, what: str) -> Fact:
    return Fact(
        phase=draw.choices(("Phase 1", "Phase 2"), (9, 1))[0],
        region=draw.choices(("London", "Wales", "North East"), (6, 3, 1))[0],
        org_type=draw.choice(("Charity", "University")),
        withdrawn=what == "gone",
        score_pct=draw.choice((None, 45.0, 55.0, 75.0, 85.0)) if draw.random() < 0.3 else 72.0,
        funded={"fund": True, "refuse": False}.get(what),
        amount_gbp=1 if what == "fund" else None,
        reserved=what == "reserve",
    )


def test_it_stands_on_a_page_for_those_who_answer_requests(
    app: Flask, client: CheckedClient
) -> None:
    staff, person = accounts.user("Sam Staff", roles=(Role.STAFF,)), assessment.assessor("Ass One")
    round_ = rounds.closed_round()
    bids = [applications.submitted(round_) for _ in range(3)]
    for bid in bids:
        assessment.scored(bid, (8, 7, 6), person, staff=staff)
    here = f"/manage/rounds/{round_.reference}/figures"
    client.sign_in(staff)
    page = client.get(here)
    assert "Received" in page.text and "Not told" in page.text and FEW_MEANS in page.text
    assert "71" not in page.text  # what any of them scored
    # A page folds what each figure is about; the first part is open, and all of one that is asked.
    parts = [one for one in page.all("details") if one.get("data-fold") is not None]
    assert len(parts) == len(page.all("table")) == 10
    assert [one.get("open") is not None for one in parts] == [True] + [False] * 9
    (one,) = (one for one in client.get(f"{here}?part=money").all("details")
              if one.get("data-fold") is not None)  # fmt: skip
    assert one.get("open") is not None
    for words in (
        "Top-down: by rank of the weighted",
        "2 standard deviations",
        "pooled over those",
    ):
        assert words in client.get(f"{here}?part=method").text
    assert here in client.get(f"/manage/rounds/{round_.reference}/tables").links().values()

    def taken() -> dict[str, str]:
        answer = client.post(f"{here}.csv", {"part": "applications"}, status=200)
        rows = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), strict=True)
        return {
            row["Figure"]: row["Number"] or row["In words, or why it isn’t told"] for row in rows
        }

    assert float(taken()["Received"]) == 3 and PARTIAL not in taken().values()
    db.session.add(OrganisationMember(user_id=staff.id, organisation_id=bids[0].organisation_id))
    db.session.commit()
    assert float(taken()["Received"]) < 3
    assert PARTIAL in taken().values(), "the file says by itself that it isn’t of all"
    for who, status in ((person, 404), (accounts.user("Au", roles=(Role.AUDITOR,)), 200)):
        client.sign_in(who)
        client.get(here, status=status)
