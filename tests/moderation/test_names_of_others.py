"""Where assessors are letters to each other nobody writes who somebody else is."""

from __future__ import annotations

import pytest

from award.accounts.models import User
from award.foundation.db import transaction
from award.foundation.errors import Refused, there
from award.moderation.queries.panels import panel_of
from award.moderation.services import chairing
from tests.build import applications, assessment, rounds
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.moderation.test_discussion import assessors_of, refused, say, staff

__all__ = ["staff"]


@pytest.mark.each_database
def test_nobody_who_knows_no_names_writes_those_of_others(
    staff: User, client: CheckedClient
) -> None:
    """Whole names and addresses of whoever assesses anywhere: whether somebody assesses this one
    can't be found out by trying. In remarks, what chairs write, and sheets."""
    round_ = rounds.open_round(reveal="after_own")
    application = build.disagreed(staff=staff, round_=round_)
    (first, _), (_, two), *_ = assessors_of(application)
    elsewhere, chair = assessment.assessor("Devinder Oakes"), assessment.assessor("Cher Chair")
    panel = there(panel_of(actor_of(staff), round_.reference), "the panel")
    assessment.assigned(application, assessment.assessor("Imogen Hartley-Vane"), staff=staff)
    with transaction():
        chairing.appoint(panel, chair.email, deputy=False, actor=actor_of(staff))
        chairing.open_to_chairs(panel, actor=actor_of(staff))
    theirs = f"/assess/{application.reference}/discussion"
    ours = f"/manage/applications/{application.reference}/moderation"
    client.sign_in(first)
    for name in ("Imogen Hartley-Vane", "Devinder Oakes", "D. Oakes", elsewhere.email):
        told = refused(client, theirs, f"{name} may know.")
        assert told.startswith(f"Take out “{name}”") and two.alias not in told
    say(client, theirs, "Devinder may know, and Oakes too: Sam Staff said it.", topic="")
    client.sign_in(chair)
    assert "Take out “Devinder Oakes”" in refused(client, f"{ours}/discussion", "Devinder Oakes?")
    out = f"{ours}/{two.alias[-1]}/leave-out"
    typed = {"what": "whole", "reason": "Devinder Oakes says that it is about another."}
    page = client.post(out, {**client.get(out).form_values(), **typed}, status=200)
    assert "Take out “Devinder Oakes”" in page.described("reason")
    another = applications.submitted(round_)
    writes = assessment.declared(another, elsewhere, staff=staff)
    values = assessment.sheet_values(
        another, (8, 7, 6), justification="Imogen Hartley-Vane says so."
    )
    with pytest.raises(Refused, match="Take out “Imogen Hartley-Vane”"):
        assessment.submit(writes, elsewhere, values)
