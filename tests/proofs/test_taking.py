"""Files that a job makes for whoever asks are made and read, and what is planted in them is found.

One round that hides who assesses and who applies, and who chairs it; nothing else is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from award.foundation.db import transaction
from award.foundation.documents.parts import Heading
from award.foundation.errors import there
from award.foundation.policy import Role
from award.moderation.queries.panels import panel_of
from award.moderation.services import chairing
from award.packs.models import ListFile, Pack
from award.packs.services import lists as long_lists
from award.packs.services import making
from award.packs.views import lists as asking
from award.proofs.browsing import Browser
from award.proofs.copying import copied
from award.proofs.facts import TABLES, facts_of
from award.proofs.worlds import settle
from tests.build import accounts, applications, rounds
from tests.build import assessment as build
from tests.conftest import rolled_back
from tests.proofs.planting import SCORES, Tried, undone

pytestmark = [pytest.mark.long, pytest.mark.any_database]

OTHER, HOME, LEAD = "Bartholomew Fothergill", "Marjoram Court", "Augusta Quartermain"
FIRST, SECOND = "Quenching thirst", "Sleeping through the night"
SMUG = "Suspiciously convenient arithmetic"


@pytest.fixture(autouse=True)
def context() -> None:
    """All of the module is tried on one copy."""


@pytest.fixture(scope="module")
def tried(app: Flask) -> Iterator[Tried]:
    """An application that the chair reads, and one that they have still to score."""
    with rolled_back(app):
        staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
        actor = accounts.actor_of(staff)
        chair, other = build.assessor("Chair Person"), build.assessor(OTHER)
        lead = accounts.user(LEAD, roles=())
        home = accounts.organisation(lead, name=HOME)
        round_ = rounds.open_round(blindness="double", reveal="after_own")
        for title in (FIRST, SECOND):
            bid = applications.submitted(round_, lead, title=title, organisation=home)
            build.scored(
                bid, SCORES, other, staff=staff, justification=f"Overwhelmingly splendid: {title}",
                for_programme=f"{SMUG}: {title}",
            )  # fmt: skip
        build.declared(bid, chair, staff=staff)
        panel = there(panel_of(actor, round_.reference), "the round")
        with transaction():
            chairing.appoint(panel, chair.email, deputy=False, actor=actor)
            chairing.open_to_chairs(panel, actor=actor)
        with copied() as copy:
            facts = facts_of(copy.connection, round_.reference)
            settle(copy, facts, facts.applications)
            yield Tried(copy, {"double": round_.reference}, other.id, 0, chair=chair.id)


@pytest.fixture(autouse=True)
def nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only these files, and every list through a job."""
    monkeypatch.setattr(Browser, "_first", Browser._files)
    monkeypatch.setattr(Browser, "evening", lambda *_given: {})
    monkeypatch.setattr(asking, "is_long", lambda *_given: True)


def in_a_panel_pack(_tried: Tried, patch: Any) -> None:
    """In its pages, and in what it says of itself."""
    kept = making.front_of

    def leaky(*given: Any) -> Any:
        made = kept(*given)
        parts = (*made.parts, Heading(f"Written with {LEAD}"))
        return replace(made, title=f"Panel pack, by {OTHER}", parts=parts)

    patch.setattr(making, "front_of", leaky)


def in_a_document_of_dossiers(_tried: Tried, patch: Any) -> None:
    """And in none that is bound with others."""
    kept = making.whole_document

    def leaky(*given: Any, **more: Any) -> Any:
        made = kept(*given, **more)
        return made if more else replace(made, caption=f"{made.caption}, by {HOME}")

    patch.setattr(making, "whole_document", leaky)


def in_a_file_of_dossiers(_tried: Tried, patch: Any) -> None:
    kept = making.as_data
    patch.setattr(making, "as_data", lambda *given: {**kept(*given), "also": f"{SMUG}: {FIRST}"})


def in_the_workbook(_tried: Tried, patch: Any) -> None:
    kept = long_lists.whole_of

    def leaky(key: str, title: str, *given: Any) -> Any:
        return kept(key, f"{title}; {SMUG}: {SECOND}", *given)

    patch.setattr(long_lists, "whole_of", leaky)


def in_a_long_list(_tried: Tried, patch: Any) -> None:
    kept = long_lists.export_of

    def leaky(view: Any, *given: Any, **more: Any) -> Any:
        made = kept(view, *given, **more)
        if view.table.key != "shortlist":
            return made
        return replace(made, title=f"{made.title}, seen by {LEAD}")

    patch.setattr(long_lists, "export_of", leaky)


PLANTED = {
    in_a_panel_pack: (
        r"/packs/shortlist.*: a person of \S+ stands there, in text: page 1 of the PDF",
        r"/packs/shortlist.*: the name of Assessor . .* in metadata: what the PDF says of itself",
    ),
    in_a_document_of_dossiers: (
        r"/packs/to_moderate.*: the organisation of .*, in text: page . of the PDF of \S+.pdf",
    ),
    in_a_file_of_dossiers: (
        r"/packs/to_moderate.*: comments for the programme team .*, in text: \S+said.json",
    ),
    in_the_workbook: (r"/tables.xlsx.*: comments for the programme team .*, in text: xl/",),
    in_a_long_list: (r"/shortlist.\w+, .*: a person of \S+ stands there, in text",),
}
"""Each with what it alone makes the proof say."""


def test_what_a_job_makes_for_a_chair_hides_what_the_round_hides(
    tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = list[str]()
    for module, name in ((making, "note_made"), (long_lists, "note_made")):
        kept = getattr(module, name)

        def counted(file: Pack | ListFile, *given: Any, kept: Any = kept, **more: Any) -> None:
            kept(file, *given, **more)
            made.append(getattr(file, "list_key", "") + getattr(file, "kind", ""))

        monkeypatch.setattr(module, name, counted)
    with undone(tried):
        old = {"owner_id": tried.chair, "round_id": 1, "kind": "panel", "scores": True}
        old |= {"named": True, "list_key": "shortlist", "filters": {}, "asked_at": tried.copy.at}
        for number in range(20):  # as many as one keeps
            row = {**old, "token": f"{number:032}", "lies_at": "", "size": 0, "sha256": ""}
            tried.copy.connection.execute(TABLES["pack"].insert().values(**row, manifest={}))
        found = tried.prove("double", person=tried.chair)
    assert [str(one) for one in found.leaks] == []
    once = {"shortlistpanel", "to_moderatedossiers", "tables", "shortlist"}
    assert {*made} >= once and made.count("tables") == 2, "in both worlds"
    assert found.asked["pack_asking.ask"] and found.asked["list_files.whole"]


def test_what_is_planted_in_them_is_found(tried: Tried) -> None:
    with undone(tried) as patch:
        for plant in PLANTED:
            plant(tried, patch)
        found = tried.prove("double", person=tried.chair)
    said = "\n".join(map(str, found.leaks))
    missed = [
        plant.__name__
        for plant, says in PLANTED.items()
        for one in says
        if not re.search(one, said)
    ]
    assert missed == [], said
