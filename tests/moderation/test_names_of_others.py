"""Where assessors are letters to each other nobody writes who somebody else is."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from award.accounts.models import User
from award.assessment.queries.naming import anybody_named
from award.assessment.services.declaring import declare_conflict
from award.foundation.db import transaction
from award.foundation.errors import Refused, there
from award.foundation.policy import Role
from award.moderation.queries.panels import panel_of
from award.moderation.services import chairing
from tests.build import applications, assessment, rounds
from tests.build import moderation as build
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.moderation.test_discussion import assessors_of, refused, say, staff
from tests.statements import counting

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


@pytest.mark.each_database
@pytest.mark.parametrize("blindness", ["double", "assessor_hidden"])
def test_trying_names_tells_nobody_who_applies_or_has_a_conflict(
    blindness: str, staff: User, client: CheckedClient
) -> None:
    """Only the lead may be named, where assessors are told who applies."""
    round_ = rounds.open_round(reveal="after_own", blindness=blindness)
    lead, tied = user("Ada Lovell", roles=(Role.ASSESSOR,)), assessment.assessor("Connie Flint")
    application = applications.submitted(round_, lead)
    assessment.assessed(application, build.APART, staff=staff)
    theirs = assessment.assigned(application, tied, staff=staff)
    assessment.assessor("Devinder Oakes")
    with transaction():
        declare_conflict(theirs, "family", actor=actor_of(tied))
    client.sign_in(assessors_of(application)[0][0])
    page = f"/assess/{application.reference}/discussion"
    told = refused(client, page, "Ada Lovell, Connie Flint and Devinder Oakes may know.")
    names = ["Ada Lovell"] * (blindness == "double") + ["Connie Flint", "Devinder Oakes"]
    assert {*re.findall("“([^”]* [^” ]*)”", told)} - {"Assessor B"} == {*names}


@pytest.mark.any_database
def test_people_are_loaded_once_for_a_sheet_and_not_at_all_where_nothing_could_be_a_name(
    app: Flask,
) -> None:
    application = applications.submitted()
    assessment.assessor("Devinder Oakes")
    with counting() as none:
        assert anybody_named(application.id, ["If so, do it.", "71%", ""]) == [[], [], []]
    assert len(none) == 0
    with counting() as both:
        found = anybody_named(application.id, ["By devinder oakes.", "By D. Oakes, or Oakes."])
    assert (found, len(both)) == ([["devinder oakes"], ["D. Oakes"]], 2)


def test_who_is_called_as_a_chair_is_can_still_ask_the_chair(
    staff: User, client: CheckedClient
) -> None:
    """“@Chair” is nobody’s name, whoever writes it; their own, where it stands as one, still is."""
    round_ = rounds.open_round(reveal="after_own")
    application = build.disagreed(staff=staff, round_=round_)
    called, chair = assessment.assessor("Morgan Chair"), assessment.assessor("Cher Hollis")
    assessment.scored(application, (7, 7, 7), called, staff=staff)
    panel = there(panel_of(actor_of(staff), round_.reference), "the panel")
    with transaction():
        chairing.appoint(panel, chair.email, deputy=False, actor=actor_of(staff))
        chairing.open_to_chairs(panel, actor=actor_of(staff))
    theirs = f"/assess/{application.reference}/discussion"
    ours = f"/manage/applications/{application.reference}/moderation/discussion"
    client.sign_in(called)
    assert (
        "Would the Chair say"
        in say(client, theirs, "@Chair, is it enough? Would the Chair say so?", topic="").text
    )
    assert "Take out “Morgan Chair”" in refused(client, theirs, "Morgan Chair wrote this.")
    client.sign_in(staff)
    assert "please look" in say(client, ours, "@chair, please look. The Chair may", topic="").text
