"""What a chair of a blind round takes away: letters, nobody who applies, nothing in confidence."""

from __future__ import annotations

import io
import json
import re
import zipfile

from flask import Flask

from award.accounts.models import User
from award.accounts.queries.people import user_with_roles
from award.accounts.services.people import add_role, remove_role
from award.foundation import work
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.policy import Role
from award.moderation.queries.panels import panel_of
from award.moderation.services import chairing
from award.packs.jobs import OTHERWISE
from tests.build import accounts, applications, rounds
from tests.build import assessment as assessing
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.packs.test_packs import BOTH, Two, asked, taken, text_of

SECRETS = ("Ada Lead", "Brightwater Care", "No concerns", "Assessor Example")


def chaired(staff: User) -> tuple[User, Two]:
    """A round that hides everybody, and who chairs it."""
    round_ = rounds.open_round(blindness="double")
    found = []
    for title in ("Reminders that help", "Falls found early"):
        one = applications.submitted(round_, title=title)
        found.append(assessing.assessed(one, build.APART, staff=staff).reference)
    chair = accounts.user("Cleo Chair", roles=(Role.ASSESSOR,))
    actor = actor_of(staff)
    with transaction():
        panel = there(panel_of(actor, round_.reference), "the panel")
        chairing.appoint(panel, chair.email, deputy=False, actor=actor)
    with transaction():
        panel = there(panel_of(actor, round_.reference), "the panel")
        chairing.open_to_chairs(panel, actor=actor)
    return chair, Two(round_.reference, found[0], found[1], SECRETS[:2], SECRETS[3:])


def test_a_chair_takes_what_their_pages_show(app: Flask) -> None:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    chair, two = chaired(staff)
    client = CheckedClient(app).sign_in(chair)
    dashboard = client.get("/assess", budget=12)
    assert dashboard.h1 == "Rounds you chair"
    assert "2 of 2 applications with sheets have no score agreed." in dashboard.text
    assert "Next: moderate " in dashboard.text and "Then: Declare your" in dashboard.text
    ways = dashboard.links()
    assert f"/manage/rounds/{two.round}/moderation" in ways.values()
    assert ways["The panel’s meeting"] == f"/manage/rounds/{two.round}/meeting"
    assert ways["Your exports"] == "/exports"
    client.get(f"/manage/rounds/{two.round}/packs/sheets", status=404)
    for kind in ("panel", "dossiers"):
        for names in ("yes", "no"):
            file = taken(client, asked(client, two, "to_moderate", kind=kind, names=names))
            words = text_of(file) if kind == "panel" else unpacked(file)
            assert two.first in words and two.second in words
            assert re.search(r"Assessor [A-Z]\b", words)
            assert not [secret for secret in SECRETS if secret in words]

    kept = asked(client, two, "to_moderate")
    step = f"/manage/applications/{two.first}/moderation/step-back"
    form = client.get(step).form_values()
    client.post(step, {**form, "kind": "personal", "detail": "We are cousins."})
    client.post(f"/exports/{kept.token}/file", status=404)
    assert two.first not in text_of(taken(client, asked(client, two, "to_moderate")))
    stranger = CheckedClient(app).sign_in(accounts.user("Ann Other", roles=(Role.ASSESSOR,)))
    stranger.get(f"/manage/rounds/{two.round}/packs/to_moderate", status=404)


def test_who_is_staff_no_more_keeps_nothing_that_staff_read(app: Flask) -> None:
    staff, admin = (accounts.user(name, roles=(role,)) for name, role in
                    (("Sam Staff", Role.STAFF), ("Adam", Role.ADMIN)))  # fmt: skip
    chair, two = chaired(staff)
    client, number, by = CheckedClient(app), chair.id, actor_of(admin)
    with transaction():
        add_role(there(user_with_roles(number), "the account"), Role.STAFF, actor=by)
    client.sign_in(chair)
    kept = asked(client, two, "to_moderate")
    assert "Ada Lead" in text_of(taken(client, kept))
    here = f"/manage/rounds/{two.round}/packs/to_moderate"
    client.post(here, {**client.get(here).form_values(), **BOTH})
    with transaction():
        remove_role(there(user_with_roles(number), "the account"), Role.STAFF, actor=by)
    client.sign_in(db.session.get_one(User, number))
    client.post(f"/exports/{kept.token}/file", status=404)
    work.run_jobs()
    assert db.session.query(work.Job).filter_by(why=OTHERWISE).count() == 1
    assert "You have no exports" in client.get("/exports").text
    assert "Your exports" in client.get(f"/manage/rounds/{two.round}/moderation").links()
    assert "Ada Lead" not in text_of(taken(client, asked(client, two, "to_moderate")))


def unpacked(file: bytes) -> str:
    """All words of a ZIP file."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        names = archive.namelist()
        assert not [name for name in names if "became" in name]
        said = [text_of(archive.read(name)) for name in names if name.endswith(".pdf")]
        said += [json.dumps(json.loads(archive.read(n))) for n in names if n.endswith(".json")]
    return " ".join([*names, *said])
