"""Names, numbers and addresses that lead to whoever wrote, and words that only look like them."""

from __future__ import annotations

from time import process_time

import pytest

from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.queries import sheets
from award.assessment.queries.naming import assessors_named
from award.assessment.rules.sheet import marks
from award.assessment.rules.states import AssignmentState
from award.assessment.rules.visibility import deal_alias
from award.assessment.rules.who_wrote import (
    address_in,
    by_letter,
    names_of,
    perhaps_of,
    phones,
    tells_who,
)
from award.assessment.services import asking, scoring
from award.foundation.db import db, transaction
from tests.build import applications, assessment, rounds
from tests.build.accounts import account_of, actor_of
from tests.client import CheckedClient
from tests.page import Page

NBSP, THIN, FIGURE, EN, NON_BREAKING = "\u00a0", "\u2009", "\u2012", "\u2013", "\u2011"


@pytest.mark.parametrize(
    "number",
    [
        "020 7946 0123", "02079460123", "(020) 7946 0123", "020-7946-0123", "020/7946/0123",
        "020.7946.0123", "+44 (0)20 7946 0123", "+44(0)2079460123", "(+44) 20 7946 0123",
        "+44 20 7946 0123", "0044 20 7946 0123", "07700 900123", "07700 900 123", "447700900123",
        "01204 33445", "+1 212 555 0100", "+47 22 12 34 56", "+353 1 234 5678",
        f"020{NBSP}7946{NBSP}0123", f"07700{THIN}900123", f"020{EN}7946{EN}0123",
        f"020{FIGURE}7946{NON_BREAKING}0123", "020 − 7946 − 0123", "０２０ ７９４６ ０１２３",
        "＋44 20 7946 0123", "020\u200b7946\u200b0123", "٠٢٠٧٩٤٦٠١٢٣",
    ],
)  # fmt: skip
def test_a_number_to_ring_however_it_is_written(number: str) -> None:
    assert [*phones(f"Ring {number}, please.")] == [number]
    assert [*phones(number)] == [number]


@pytest.mark.parametrize(
    "words",
    [
        "£1,250,000 over 2026 to 2028", "01/02/2026 to 03/04/2026", "01.02.2026-03.04.2026",
        "p < 0.0000000001", "1234567890", "£0.0123 for 4", "0.5 of 100, 20 of 400", "2026-11-28",
        "09:30 to 17:00 on 05/06/2026", "from 0 to 10",
    ],
)  # fmt: skip
def test_no_number_to_ring(words: str) -> None:
    assert [*phones(words)] == []


@pytest.mark.parametrize(
    ("name", "words", "found"),
    [
        ("Devinder Oakes", "As Devinder Oakes says.", "Devinder Oakes"),
        ("Devinder Oakes", "as devinder oakes says.", "devinder oakes"),
        ("Devinder Oakes", "We at Oakes know.", "Oakes"),
        ("Devinder Oakes", "D. Oakes and I.", "D. Oakes"),
        ("Devinder Oakes", "Oakes, Devinder wrote it.", "Oakes, Devinder"),
        ("Devinder Oakes", "It is Oakes’s view.", "Oakes"),
        ("Devinder Oakes", "See linkedin.com/in/d-oakes.", "linkedin.com/in/d-oakes"),
        ("Devinder Oakes", "It is thin.\n\nDevinder", "Devinder"),
        ("Devinder Oakes", "I’m Devinder and it is thin.", "Devinder"),
        ("Zoë Gunnarsdóttir", "By Zoe Gunnarsdottir.", "Zoe Gunnarsdottir"),
        ("Zoe Gunnarsdottir", "By GUNNARSDÓTTIR.", "GUNNARSDÓTTIR"),
        ("Aoife O’Brien", "By OBrien, or O'Brien.", "OBrien"),
        ("Ann Smith-Jones", "By Ann Smith Jones.", "Ann Smith Jones"),
        ("Ann Smith-Jones", "By Jones.", "Jones"),
        ("Wei Ng", "By Wei Ng.", "Wei Ng"),
        ("Wei Ng", "By W. Ng.", "W. Ng"),
        ("John Smith", "By J Smith.", "J Smith"),
        ("Grace Long", "By Grace Long.", "Grace Long"),
        ("Grace Long", "It is for Long to say.", "Long"),
        ("Will Young", "It is thin. Will", "Will"),
    ],
)
def test_a_name_however_it_is_written(name: str, words: str, found: str) -> None:
    assert found in [*names_of(words, name)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Will Young", "Will it last? It will young people no longer help. They say they will"),
        ("Grace Long", "Long delays. A period of grace, and before long it is done. Grace’s day."),
        ("Mark Price", "Price is high. The price is a mark of it: Price matters.\n- Price again"),
        ("Devinder Oakes", "0.5 posts for Devinder. Under the oakes. For Devinder, and so on."),
        ("Anna Good", "Good. A good start."),
        ("Wei Ng", "Checking in the evening, by NG"),
        ("Cher Chair", "@Chair, what does the Chair think? @the Chair or the Deputy Chair may say"),
        ("Chair", "@Chair: @chair. Chair to decide. A Chair, our chair, is one"),
        ("Jo Judge", "Judge it as the Panel does: every Judge may"),
        ("", "Nobody wrote it."),
    ],
)
def test_words_that_are_names_too_tell_nobody(name: str, words: str) -> None:
    assert [*names_of(words, name)] == []


@pytest.mark.parametrize(
    "address",
    ["d.oakes@wren.example.org", "d.oakes＠wren.example.org", "d.oakes (at) wren.example.org"],
)
def test_an_address_is_told_once(address: str) -> None:
    assert [*tells_who(f"Write to {address}.", "Devinder Oakes")] == [address]
    assert [*tells_who("Two @ £3.50 each", "Devinder Oakes")] == []


@pytest.mark.parametrize(
    "words", ["a", "a.", "-", "a@", "Oakes ", "Will ", "Will Oakes ", "oakes.uk "]
)
def test_long_text_takes_time_that_grows_with_it_alone(words: str) -> None:
    before = process_time()
    assert len([*tells_who(words * 10_000, "Will Oakes")]) <= 3
    assert process_time() - before < 3


def test_an_address_is_not_taken_for_the_end_of_a_longer_one() -> None:
    for words in (
        "Write to joann@trust.example.",
        "To ann@trust.example.org",
        "jo-ann@trust.example",
    ):
        assert address_in(words, "ann@trust.example") == []
    for words in ("To ANN@trust.example.", "<ann@trust.example>", "İ: ann@trust.example"):
        assert [one.lower() for one in address_in(words, "ann@trust.example")] == [
            "ann@trust.example"
        ]


@pytest.mark.parametrize(
    ("name", "words", "found"),
    [
        ("Cara Hollis", "Cara felt so, as cara says; Cara’s view.", ["Cara", "cara"]),
        ("Grace Long", "As Grace said. Long felt so too.", ["Grace", "Long"]),
        ("Dr Jo van der Berg", "We asked Jo. The van is theirs.", ["Jo"]),
        ("Will Young", "May we ask: will it last? Will it help young people?", []),
        ("Ai Lin", "AI in care, on an AI trial.", []),
        ("Cara Hollis", "Care at home, in a caravan.", []),
        ("Lou Chair", "The chair may know, and @chair. Ask Chair, or Lou.", ["Chair", "Lou"]),
    ],
)  # fmt: skip
def test_a_part_of_a_name_may_be_somebody(name: str, words: str, found: list[str]) -> None:
    assert [*perhaps_of(words, name)] == found


def test_a_letter_is_one_of_them() -> None:
    words = "Assessor B felt so, reviewer 2 and panel member C too. Assessors agree: an assessor a"
    assert [*by_letter(words)] == ["Assessor B", "reviewer 2", "panel member C"]
    none = "As a reviewer I saw it. Tell assessors e.g. how; reviewers i.e. all. We judge 3 late."
    assert [*by_letter(none)] == []


@pytest.mark.any_database
def test_i_is_a_letter_where_it_was_dealt(app: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere “assessor I” is somebody who speaks."""
    application = applications.submitted()
    taken = [f"Assessor {letter}" for letter in "ABCDEFGHJKLMNOPQRSTUVWXYZ"]
    monkeypatch.setattr(asking, "deal_alias", lambda dealt: deal_alias([*taken, *dealt]))
    assessment.assigned(application, assessment.assessor("Ash Assessor"))
    named = assessors_named(application.id, "As Assessor I said, Ash Assessor was late.")
    assert named.typed == ["Ash Assessor"]
    named = assessors_named(application.id, "What does @Assessor I say?")
    assert (named.typed, named.perhaps) == ([], [])


@pytest.mark.each_database
def test_who_tells_an_applicant_of_a_colleague_is_asked_where_assessors_know_each_other(
    client: CheckedClient,
) -> None:
    me, other = assessment.assessor("Cara Hollis"), assessment.assessor("Devinder Oakes")
    said = "You count visits and not change. {} would have liked to see a second home."
    for blindness, reveal in (
        ("none", "after_own"),
        ("assessor_hidden", "after_own"),
        ("none", "never"),
    ):
        bid = applications.submitted(rounds.closed_round(blindness=blindness, reveal=reveal))
        assessment.declared(bid, other)
        mine = assessment.declared(bid, me)

        def written(name: str, bid: Application = bid, mine: Assignment = mine) -> Page:
            values = assessment.sheet_values(bid, [7, 7, 7], for_applicant=said.format(name))
            with transaction():
                base = marks(sheets.sheet_values(sheets.sheet_of(mine.id)))
                scoring.save_sheet(mine, values, base, actor=actor_of(me))
            return client.sign_in(account_of(me.id)).get(f"/assess/{bid.reference}/submit")

        page = written("D. Oakes")
        check = f"/assess/{bid.reference}/submit"
        if (blindness, reveal) == ("none", "after_own"):
            refused = client.post(check, page.form_values(), status=200)
            assert "Take out “D. Oakes”: the applicant reads this" in refused.errors[0]
            page = client.post(check, written("Devinder").form_values(), status=200)
            assert "Does “Devinder” tell who assesses?" in page.errors[0]
            assert "Keep “Devinder”: it does not" in page.text
        else:  # whoever assesses anywhere, and a first name is asked about nowhere
            refused = client.post(check, page.form_values(), status=200)
            assert "Take out “D. Oakes”: in this round nobody is named" in refused.errors[0]
            page = written("Devinder")
        ticked = {**page.form_values(), "about_nobody": "for_applicant|Devinder"}
        client.post(check, ticked)
        state = db.session.get_one(Assignment, mine.id, populate_existing=True).state
        assert state == AssignmentState.SUBMITTED, (blindness, reveal)
