"""What else somebody can say who shares a project: where it is, how far, and what it took."""

from __future__ import annotations

import pytest

from award.accounts.models import User
from award.foundation.db import transaction
from award.foundation.policy import ANONYMOUS
from award.sharing import services
from award.sharing.queries import OWNER
from tests.build import shares as build
from tests.client import CheckedClient
from tests.sharing.test_sharing import ALLOWED, send, staff, study, the_one

__all__ = ["staff"]


@pytest.mark.each_database
def test_where_it_is_and_what_it_took_arrive_in_the_draft(
    client: CheckedClient, staff: User
) -> None:
    here = build.link(build.begun())
    page = client.get(f"{here}/place")
    assert page.h1 == "Where, and how far it is"
    place = page.form_values() | {"settings": ["nursing_home", "homecare"], "stage": "retired"}
    wrong = client.post(f"{here}/place", place | {"stage": "famous"}, status=200)
    assert wrong.errors == ["Select one of the options"] and the_one().settings == []
    client.post(f"{here}/place", place)
    asked = {"cost_words": "About *£4* a week.", "who_said_no": "Nightnurses" * 59 + "x"}
    client.post(f"{here}/effort", client.get(f"{here}/effort").form_values() | asked)
    again = client.get(f"{here}/place").form_values()
    assert (again["settings"], again["stage"]) == (["homecare", "nursing_home"], ["retired"])
    with transaction():
        services.save(the_one(), build.TEXTS, whose=OWNER, actor=ANONYMOUS)
    page = send(client, here, **ALLOWED)
    client.sign_in(staff)
    page = client.get(f"/manage/shared-projects/{the_one().reference}")
    assert "Homecare, Care home with nursing" in page.text and "No longer in use" in page.text
    send(client, f"/manage/case-studies/shared/{the_one().reference}/take-on")
    made = study()
    assert (made.settings, made.stage) == (["homecare", "nursing_home"], "retired")
    assert made.cost_words == "About *£4* a week.", "plain, where no marks are read"
    assert len(made.who_said_no) == 600, "as much as its box takes"
    assert made.provenance["who_said_no"]["source"].startswith("Who said no")
    assert client.get(f"/manage/case-studies/{made.slug}/edit").text
