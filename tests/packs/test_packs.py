"""Taking a round's applications away, opened with readers that are not ours."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pikepdf
import pypdf
import pytest
from flask import Flask

from award.accounts.models import User
from award.foundation import clock, work
from award.foundation.db import db, transaction
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.moderation.queries.sheets import sheets_of
from award.packs.jobs import sweep_packs
from award.packs.models import Pack
from award.packs.rules.archives import safe_name
from award.packs.rules.choosing import MOST_AT_ONCE, PackKind
from award.packs.services import packs
from tests.build import accounts, applications, rounds
from tests.build import assessment as assessing
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient

BOTH = {"kind": "panel", "scores": "yes", "names": "yes", "which": "all"}


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


@dataclass(frozen=True)
class Two:
    """Two assessed applications of a round, in plain words: a worker lets go of rows."""

    round: str
    first: str
    second: str
    applicants: tuple[str, ...]
    assessors: tuple[str, ...]


@pytest.fixture
def two(staff: User) -> Two:
    round_ = rounds.open_round()
    first = applications.submitted(round_, title="Reminders that help")
    first = assessing.assessed(first, build.APART, staff=staff)
    second = applications.submitted(round_, title="Falls found early")
    second = assessing.assessed(second, ((7, 7, 7), (7, 7, 8)), staff=staff)
    actor = actor_of(staff)
    item = build.item(first, actor)
    return Two(
        round_.reference,
        first.reference,
        second.reference,
        (first.lead.name, "Brightwater Care"),
        tuple(one.who.partition(" (")[0] for one in sheets_of(item, actor)),
    )


def asked(client: CheckedClient, two: Two, key: str = "shortlist", **values: Any) -> Pack:
    """Through its page, and made by the worker."""
    here = f"/manage/rounds/{two.round}/packs/{key}"
    form = client.get(here).form_values()
    client.post(here, {**form, **BOTH, **values})
    work.run_jobs()
    db.session.expire_all()
    pack = db.session.query(Pack).order_by(Pack.id.desc()).first() or pytest.fail("no pack")
    db.session.expunge(pack)  # as it is now: a worker lets go of rows
    return pack


def taken(client: CheckedClient, pack: Pack, what: str = "file") -> bytes:
    return client.post(f"/exports/{pack.token}/{what}", status=200).data


def text_of(file: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(file)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_a_pack_reads_like_one_book(staff: User, two: Two, client: CheckedClient) -> None:
    client.sign_in(staff)
    page = client.get(f"/manage/rounds/{two.round}/shortlist")
    assert "/packs/shortlist" in page.links()["Panel pack or dossiers"]
    pack = asked(client, two)
    shown = client.get("/exports").text
    assert pack.sha256 in shown and "2 applications, with scores, with names" in shown
    file = taken(client, pack)
    assert hashlib.sha256(file).hexdigest() == pack.sha256
    said = json.loads(taken(client, pack, "manifest"))
    read = pypdf.PdfReader(io.BytesIO(file))

    # every application stands on the pages that contents, manifest and bookmarks say
    top = [one for one in read.outline if not isinstance(one, list)][1:]
    labels = read.page_labels
    names = [one["name"] for one in said["parts"]]
    assert [str(one.title).partition(":")[0] for one in top] == names
    for mark, part in zip(top, said["parts"], strict=True):
        start = read.get_destination_page_number(mark) or 0
        assert labels[start] == str(part["pages"][0])
        for number in range(part["pages"][0], part["pages"][1] + 1):
            there = " ".join(read.pages[labels.index(str(number))].extract_text().split())
            assert part["name"] in there and f"Page {number}" in there
            assert "OFFICIAL-SENSITIVE: contains assessor opinion" in there
    assert labels[0] == "i" and labels[-1] == str(said["parts"][-1]["pages"][1])
    front = " ".join(read.pages[0].extract_text().split())
    assert all(part["name"] in front for part in said["parts"]) and "Sam Staff" in front
    assert set(names) == {two.first, two.second}
    bound = pikepdf.open(io.BytesIO(file))
    pages = [page.obj.objgen for page in bound.pages]
    starts = [labels.index(str(part["pages"][0])) for part in said["parts"]]
    notes = [note for page in [*bound.pages][: starts[0]] for note in page.obj.get("/Annots", ())]
    ways = [pages.index(note.Dest[0].objgen) for note in notes if "/Dest" in note]
    assert [*dict.fromkeys(ways)] == starts, "contents lead to where each begins"
    assert b"bound:" not in file
    letters = db.session.scalars(
        db.select(OutboxMessage.body).where(OutboxMessage.notice == "pack.made")
    ).all()
    assert len(letters) == 1 and f"/exports#{pack.token}" in letters[0]
    assert not any(name in letters[0] for name in (*names, *two.assessors))
    assert said["made_for"] == "Sam Staff" and said["asked"]["scores"] is True

    # what assessors said is in it, and what they wrote to the programme team in confidence is not
    words = text_of(file)
    assert two.assessors and all(name in words for name in two.assessors)
    assert "What assessors said" in words and "For the programme team" not in words

    # tags: each page's marks lead to elements of that page, and ids are there once
    with pikepdf.open(io.BytesIO(file)) as pdf:
        root: Any = pdf.Root.StructTreeRoot
        on_pages = pikepdf.NumberTree(root.ParentTree)
        assert len(root.K) == 3 and pdf.Root.MarkInfo.Marked
        for one in pdf.pages:
            for element in on_pages[int(one.obj.StructParents)]:
                assert element.Pg.objgen == one.obj.objgen
        ids = [*pikepdf.NameTree(root.IDTree)]
        assert len(ids) == len(set(ids)) and ids == sorted(ids)
    again = asked(client, two)
    assert again.token != pack.token and again.sha256 == pack.sha256
    assert taken(client, again) == file


def test_anonymised_or_without_scores_names_and_opinions_stay_away(
    staff: User, two: Two, client: CheckedClient
) -> None:
    client.sign_in(staff)
    words = text_of(taken(client, asked(client, two, names="no")))
    assert re.search(r"Assessor [A-Z]\b", words) and "What assessors said" in words
    assert not [name for name in (*two.assessors, *two.applicants) if name in words]
    words = text_of(taken(client, asked(client, two, scores="no", which="chosen",
                                        chosen=[two.first])))  # fmt: skip
    assert two.first in words and two.applicants[0] in words and "1 chosen of" in words
    assert "Falls found early" not in words
    assert "What assessors said" not in words and "assessor opinion" not in words


def test_a_dossier_can_be_checked_with_its_own_sums(
    staff: User, two: Two, client: CheckedClient
) -> None:
    client.sign_in(staff)
    pack = asked(client, two, kind="dossiers")
    file = taken(client, pack)
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.testzip() is None
        lines = archive.read("SHA256SUMS").decode().splitlines()
        sums = {line[66:]: line[:64] for line in lines}
        rest = set(archive.namelist()) - {"SHA256SUMS"}
        assert set(sums) == rest
        for name in rest:
            assert hashlib.sha256(archive.read(name)).hexdigest() == sums[name]
        said = json.loads(archive.read("manifest.json"))
        data = json.loads(archive.read(f"{two.first}/what-assessors-said.json"))
        became = text_of(archive.read(f"{two.second}/what-became-of-it.pdf"))
        assert "What happened" in became
    assert said == json.loads(taken(client, pack, "manifest"))
    assert {one["name"] for one in said["parts"]} == rest - {"manifest.json"}
    assert len(data["sheets"]) == len(build.APART)
    assert [s["score"] for s in data["sheets"][0]["scores"]]
    again = asked(client, two, kind="dossiers")
    assert taken(client, again) == file
    anonymous = asked(client, two, kind="dossiers", names="no")
    with zipfile.ZipFile(io.BytesIO(taken(client, anonymous))) as archive:
        assert not [name for name in archive.namelist() if "became" in name]
        told = archive.read(f"{two.first}/what-assessors-said.json").decode()
        assert re.search(r"Assessor [A-Z]\b", told) and 'for_programme": "' not in told


def test_a_file_is_its_owners_while_they_may_read_all_of_it(
    staff: User, two: Two, client: CheckedClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(staff)
    pack = asked(client, two)
    token = pack.token
    other = accounts.user("Una Other", roles=(Role.STAFF,))
    stranger = CheckedClient(app).sign_in(other)
    for what in ("file", "manifest", "remove"):
        stranger.post(f"/exports/{token}/{what}", status=404)
    assert "You have no exports" in stranger.get("/exports").text

    step = f"/manage/applications/{two.first}/moderation/step-back"
    form = client.get(step).form_values()
    client.post(step, {**form, "kind": "personal", "detail": "We are cousins."})
    assert token not in client.get("/exports").text
    client.post(f"/exports/{token}/file", status=404)
    monkeypatch.setattr(packs, "MOST_KEPT", 1)  # one that can't be removed any more isn't counted
    left = asked(client, two)
    words = text_of(taken(client, left))
    assert two.first not in words and "Falls found early" in words


def test_it_can_be_stopped_removed_and_is_gone_after_a_week(
    staff: User, two: Two, client: CheckedClient
) -> None:
    client.sign_in(staff)
    here = f"/manage/rounds/{two.round}/packs/to_moderate"
    form = client.get(here).form_values()
    wrong = client.post(here, {**form, **BOTH, "which": "chosen"}, status=200)
    assert wrong.errors
    client.post(here, {**form, **BOTH})
    page = client.get("/exports")
    assert "Waiting for its turn" in page.text
    pack = db.session.query(Pack).one()
    client.post(f"/exports/{pack.token}/remove", page.form_values(), status=409)
    job = db.session.get(work.Job, pack.job_id)
    assert job is not None
    stop = client.get(f"/manage/jobs/{job.reference}")
    client.post(f"/manage/jobs/{job.reference}/stop", stop.form_values())
    work.run_jobs()
    page = client.get("/exports")
    assert "asked for it to stop. No file comes of it." in page.text
    assert "There is no file" in page.text
    client.post(f"/exports/{pack.token}/remove", page.form_values())
    assert db.session.query(Pack).count() == 0

    made = asked(client, two)
    client.post(f"/exports/{made.token}/remove", client.get("/exports").form_values())
    assert "You have no exports" in client.get("/exports").text
    old = asked(client, two)
    with transaction():
        db.session.merge(old).asked_at = clock.now() - timedelta(days=8)
    assert "You have no exports" in client.get("/exports").text
    sweep_packs()
    assert db.session.query(Pack).count() == 0


def test_more_than_there_is_room_for_is_said_and_not_offered(
    staff: User, two: Two, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(staff)
    here = f"/manage/rounds/{two.round}/packs/shortlist?sort=title"
    page = client.get(here)
    assert f"/manage/rounds/{two.round}/shortlist?sort=title" in page.links().values()
    monkeypatch.setitem(MOST_AT_ONCE, PackKind.PANEL, 1)
    shown = client.get(here)
    assert "A panel pack has room for 1 applications, and these are 2." in shown.text
    assert "Dossiers" in shown.text and "One PDF to read" not in shown.text
    assert client.post(here, {**page.form_values(), **BOTH}, status=200).errors
    monkeypatch.setitem(MOST_AT_ONCE, PackKind.DOSSIERS, 1)
    assert "Make the file" not in client.get(here).text
    assert safe_name(f"{'a' * 200}.pdf") == f"{'a' * 116}.pdf" and safe_name("é/b.pdf") == "é_b.pdf"
