"""Rounds that show assessors each other's sheets later or never: proved clean, and each with a leak
planted. What a round says to everybody is no leak."""

from __future__ import annotations

import re
from dataclasses import asdict, replace

import pytest
from sqlalchemy import select

from award.applications.rules.states import ApplicationState
from award.assessment.queries import peers
from award.assessment.rules.states import AssignmentState
from award.assessment.rules.visibility import deal_alias
from award.proofs.facts import TABLES, facts_of
from award.proofs.findings import findings_of
from award.proofs.protected import protected_from
from award.proofs.worlds import settle
from tests.proofs.planting import FEW, NAMES, Tried, undone
from tests.proofs.test_blindness import context, tried

__all__ = ["context", "tried"]
pytestmark = [pytest.mark.long, pytest.mark.any_database]


def one_more_is_asked(tried: Tried, blindness: str) -> None:
    """About what the assessor has sent, beside the other, who has too: so not all have."""
    mine, application = TABLES["assignment"], TABLES["application"]
    facts = facts_of(tried.copy.connection, tried.rounds[blindness])
    sent = next(key for key, one in facts.own(tried.person).items() if one.state == "submitted")
    other = next(one for one in facts.others(tried.person) if one.application_id == sent)
    dealt = select(mine.c.alias).where(mine.c.application_id == sent)
    alias = deal_alias(tried.copy.connection.scalars(dealt))  # any may be taken: chance dealt them
    given = {**other._asdict(), "assessor_id": tried.third, "alias": alias}
    state = {"state": AssignmentState.TO_SCORE, "reading_key": "third", "submitted_at": None}
    del given["id"]
    tried.copy.connection.execute(mine.insert().values({**given, **state}))
    back = application.update().where(application.c.id == sent)
    tried.copy.connection.execute(back.values(state=ApplicationState.IN_ASSESSMENT))
    settle(tried.copy, facts_of(tried.copy.connection, tried.rounds[blindness]), [sent])


@pytest.mark.parametrize("reveal", ["never", "after_all"])
@pytest.mark.parametrize("blindness", [*NAMES])
def test_sheets_that_a_round_shows_later_or_never(
    tried: Tried, blindness: str, reveal: str
) -> None:
    """Clean as it is; and found once others' sheets are open all the same."""
    round_ = TABLES["round"]
    with undone(tried) as patch:
        here = round_.c.reference == tried.rounds[blindness]
        tried.copy.connection.execute(round_.update().where(here).values(reveal=reveal))
        if reveal == "after_all":  # somebody who is asked too, and has sent nothing yet
            one_more_is_asked(tried, blindness)
        assert [str(one) for one in tried.prove(blindness).leaks] == []
        patch.setattr(peers, "sees_others", lambda *_given: True)
        found = tried.prove(blindness, replace(FEW, of_an_endpoint=1))
    where = r"GET /assess/\S+, as assessor \d+: the reason for a score of Assessor . on \S+ stands"
    assert any(re.search(where, str(one)) for one in found.leaks), [*map(str, found.leaks)]


def test_words_of_the_round_are_no_leak_and_own_ones_after_them_are(tried: Tried) -> None:
    """A band given as a reason tells nothing; what follows it does, and is told in words."""
    score, round_ = TABLES["score"], TABLES["round"]
    with undone(tried) as patch:
        never = round_.update().where(round_.c.reference == tried.rounds["double"])
        tried.copy.connection.execute(never.values(reveal="never"))
        facts = facts_of(tried.copy.connection, tried.rounds["double"])
        sent = [key for key, one in facts.own(tried.person).items() if one.state == "submitted"]
        shut = next(one for one in facts.others(tried.person) if one.application_id in sent)
        first, second, *_ = facts.scores[facts.sheets[shut.id].id]
        band = next(text for text in facts.published.splitlines() if len(text.split()) > 4)
        own = f"{band} And a conspicuously lavish budget for biscuits"
        for one, said in ((first, band), (second, own)):
            row = score.update().where(score.c.id == one.id)
            tried.copy.connection.execute(row.values(justification=said))
        facts = facts_of(tried.copy.connection, tried.rounds["double"])
        assert facts.published.count(band)
        looked = {one.kept for one in protected_from(facts, tried.person)}
        assert not any(one.startswith(f"score/{first.id}/") for one in looked)
        patch.setattr(peers, "sees_others", lambda *_given: True)
        found = [one for one in tried.prove("double").leaks if one.kept.startswith("score/")]
        assert f"score/{second.id}" in {"/".join(one.kept.split("/")[:2]) for one in found}
        with tried.copy.app.app_context():
            told = findings_of([asdict(one) for one in found])
    said = next(str(one) for one in told if "biscuits" in one.words)
    assert said.startswith("First Person (") and "lavish budget for biscuits" in said
    assert f"who is {NAMES['double'][2]} (" in said and "the reason for a score of Assessor" in said
