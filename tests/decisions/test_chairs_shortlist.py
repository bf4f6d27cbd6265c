"""The shortlist as who chairs its round reads it: what their other pages say, and nothing else."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.decisions.queries.shortlist_list import shortlist_of
from award.foundation import saved_views, work
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.policy import Role
from award.foundation.saved_views import Sharing
from award.moderation.queries.panels import panel_of
from award.moderation.services import chairing
from award.packs.models import ListFile
from award.rounds.models import Round
from tests.build import accounts, decisions, rounds
from tests.build import assessment as assessing
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.decisions.sheets import body, entry, path, texts

HIGH, GOOD, LOW = [[9, 9, 9]] * 2, [[8, 8, 8], [7, 7, 7]], [[3, 3, 3]] * 2


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


def chaired(round_: Round, staff: User, person: User | None = None, *, opened: bool = True) -> User:
    """Committed: somebody chairs the round, which is open to them."""
    panel, actor = there(panel_of(actor_of(staff), round_.reference), "it"), actor_of(staff)
    chair = person or assessing.assessor("Cher Chairs")
    with transaction():
        chairing.appoint(panel, chair.email, deputy=bool(panel.chairs), actor=actor)
        if opened:
            chairing.open_to_chairs(panel, actor=actor)
    return chair


def tied(application: Application, person: User) -> None:
    """Committed: they say that they have a conflict of interest with it."""
    actor = actor_of(person)
    with transaction():
        chairing.step_back(build.item(application, actor), "family", "", actor=actor)


def files_of(client: CheckedClient, round_: Round, asked: str = "") -> dict[str, str]:
    """What each file says, as text."""
    found = {}
    for kind in ("csv", "json", "xlsx"):
        sent = client.post(f"/manage/rounds/{round_.reference}/shortlist.{kind}{asked}", status=200)
        found[kind] = sent.data.decode() if kind != "xlsx" else _cells(sent.data)
    return found


def _cells(data: bytes) -> str:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return "\n".join(str(cell) for row in rows for cell in row)


def test_a_chair_reads_ranks_spread_and_line_of_what_they_may_meet(
    staff: User, client: CheckedClient, app: Flask
) -> None:
    round_ = rounds.closed_round(budget_gbp=150_000)
    theirs = entry(round_, "Theirs is best", HIGH)
    first, second = entry(round_, "One good", GOOD), entry(round_, "Two good", GOOD)
    entry(round_, "Low one", LOW)
    to_score, chair = entry(round_, "Still to score", HIGH), assessing.assessor("Cher Chairs")
    assessing.declared(to_score, chair)
    chaired(round_, staff, chair)
    tied(theirs, chair)
    decisions.staged(first, staff=staff, note="Colleagues of the team noted this.",
                     conditions="Report each quarter.")  # fmt: skip
    client.sign_in(chair)
    page = client.get(path(round_))
    rows = body(page)
    assert [row for row in texts(rows) if row in ("One good", "Two good", "Low one")] == [
        "One good", "Two good", "Low one"
    ]  # fmt: skip
    assert rows[1][0] == "1=" and "3 applications" in page.text
    assert any("The money ends here: £100,000 of £150,000" in row[0] for row in rows)
    assert "(staged)" in page.text and page.links()[first.reference].endswith("/moderation")
    ways = " ".join(page.links().values())
    for way in (
        "/decision",
        "/decide",
        "/release",
        "/by-rule",
        "/confirm",
        "/manage/applications?",
    ):
        assert way not in ways
    secret = ("Theirs is best", theirs.reference, "Still to score", to_score.reference,
              "Colleagues of the team", "each quarter")  # fmt: skip
    asked = ("", "?q=Theirs", "?standing=within", "?talk=yes", "?decision=none", "?sort=title",
             "?decision=staged")  # fmt: skip
    for one in asked:
        said = client.get(path(round_) + one).text.replace("“Theirs”", "")
        files = files_of(client, round_, one)
        for words in secret:
            assert words not in said, (one, words)
            for kind, text in files.items():
                assert words not in text, (one, kind, words)
    every = files_of(client, round_)
    assert "One good" in every["xlsx"] and "One good" in every["json"]
    assert "3 applications that who chairs it may read" in every["xlsx"]
    assert "rows_in_round" not in every["json"]
    packed = client.get(f"/manage/rounds/{round_.reference}/packs/shortlist").text
    assert "One good" in packed and not [one for one in secret if one in packed]
    tables = client.get(f"/manage/rounds/{round_.reference}/tables")
    assert "Shortlist" in tables.links()
    deputy = CheckedClient(app).sign_in(chaired(round_, staff, assessing.assessor("Dee Puty")))
    assert "Theirs is best" in deputy.get(path(round_)).text, "who has no tie reads it"
    assert second.reference in deputy.get(path(round_)).text
    client.post(f"/manage/rounds/{round_.reference}/tables.xlsx", {})
    work.run_jobs()
    token = db.session.scalars(select(ListFile.token).order_by(ListFile.id.desc())).first()
    book = _cells(client.post(f"/exports/lists/{token}/file", status=200).data)
    assert "One good" in book and not [one for one in secret if one in book]


def test_nobody_reads_it_before_it_is_open_nor_without_chairing(
    staff: User, client: CheckedClient, app: Flask
) -> None:
    round_, other = rounds.open_round(), rounds.closed_round()
    application = entry(round_, "One good", [])
    person = assessing.assessor("Ann Assesses")
    assessing.scored(application, [8, 8, 8], person)
    chair = chaired(round_, staff, opened=False)
    client.sign_in(chair)
    reference = round_.reference
    for address in (path(round_), f"/manage/rounds/{reference}/packs/shortlist", path(other)):
        client.get(address, status=404)
    client.post(f"/manage/rounds/{reference}/shortlist.csv", status=404)
    assert "Shortlist" not in client.get(f"/manage/rounds/{reference}/tables").links()
    with transaction():
        chairing.open_to_chairs(
            there(panel_of(actor_of(staff), reference), "it"), actor=actor_of(staff)
        )
    assert "One good" in client.get(path(round_)).text
    client.get(path(other), status=404)
    reader = CheckedClient(app).sign_in(person)
    reader.get(path(round_), status=404)
    reader.post(f"/manage/rounds/{reference}/shortlist.json", status=404)
    with transaction():
        panel = there(panel_of(actor_of(staff), reference), "it")
        chairing.end(panel, panel.chairs[0].id, actor=actor_of(staff))
    client.get(path(round_), status=404)


def test_a_round_that_hides_who_applies_hides_it_here(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round(blindness="double", title="Hidden round")
    application = entry(round_, "One good", GOOD)
    home = there(application.organisation, "its organisation")
    client.sign_in(chaired(round_, staff))
    page = client.get(path(round_))
    assert "One good" in page.text and home.name not in page.text
    assert "Lead organisation" not in page.text and "Reference or title" in page.text
    assert "One good" not in client.get(f"{path(round_)}?q={home.name.split()[0]}").text
    for one in ("sort=organisation", "columns=organisation&columns=region&columns=org_type"):
        client.get(f"{path(round_)}?{one}", status=302)
    for one in ("", "?columns=organisation&columns=title"):
        for kind, text in files_of(client, round_, one).items():
            assert home.name not in text, (one, kind)
            assert "Lead organisation" not in text and "Region" not in text


def test_what_staff_share_leads_chairs_to_what_their_list_has(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round()
    entry(round_, "One good", GOOD)
    actor = actor_of(staff)
    table = there(shortlist_of(actor, round_.reference), "the list")
    with transaction():
        for name, asked in (("Ours", {"decision": ["held"]}), ("By mean", {"sort": ["mean"]})):
            view = table.read(asked, actor)
            saved_views.save_view(view, name, actor=actor, shared=Sharing.CHAIRS)
    client.sign_in(chaired(round_, staff))
    page = client.get(path(round_))
    shown = [href for words, href in page.links().items() if "of the programme team" in words]
    assert len(shown) == 1 and "sort=mean" in shown[0], "what they can't ask leads nowhere"


def test_it_costs_the_same_however_many_there_are(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    entry(round_, "One", GOOD)
    client.sign_in(chaired(round_, staff))
    client.get(path(round_), budget=14)
    for number in range(4):
        entry(round_, f"More {number}", GOOD)
    client.get(path(round_), budget=14)
