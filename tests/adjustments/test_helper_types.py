"""Who types for somebody is named beside each answer that they typed, and assessors aren't told."""

from __future__ import annotations

import pytest
from flask import Flask

from award.accounts.models import User
from award.accounts.queries.people import user_by_email
from award.applications.models import Application
from award.applications.queries.applications import stored_answers
from award.own_data.queries.collecting import collected
from tests.applications.walking import url
from tests.build import applications
from tests.build.accounts import actor_of, user
from tests.build.adjustments import answered, asked
from tests.client import CheckedClient


@pytest.fixture
def lead(app: Flask) -> User:
    return user("Ada Lead", roles=())


@pytest.fixture
def helped(lead: User) -> Application:
    draft = applications.draft(lead=lead)
    answered(asked(draft, "helper"), helper="Hal Per")
    return draft


def typed(application: Application) -> dict[str, str]:
    return {key: one.typed_by for key, one in stored_answers(application.id).items()}


def save(me: CheckedClient, application: Application, **values: str) -> None:
    page = me.get(url(application, "/problem"))
    me.post(url(application, "/problem"), {**page.form_values(), **values})


def test_what_is_saved_while_they_type_says_so(
    client: CheckedClient, lead: User, helped: Application
) -> None:
    me = client.sign_in(lead)
    page = me.get(url(helped, "/problem"), budget=10)
    assert "Hal Per types for me now" in page.text and "by_helper" not in page.form_values()
    save(me, helped, answer_problem="What Ada wrote")
    assert typed(helped) == {"problem": ""}
    save(me, helped, answer_problem="What Ada said", by_helper="yes")
    assert typed(helped) == {"problem": "Hal Per"}
    # The next page goes on as this one was.
    assert me.get(url(helped, "/project")).form_values()["by_helper"] == ["yes"]
    history = me.get(url(helped, "/history/problem"), budget=8)
    assert "As it is now: saved by Ada Lead, typed by Hal Per" in history.text
    version = me.get(url(helped, "/history/problem/1"), budget=8)
    assert "Ada Lead, typed by Hal Per" in version.text
    assert "Typed by Hal Per" in me.get(url(helped, "/check"), budget=12).text

    values = me.get(url(helped, "/problem")).form_values()
    values.pop("by_helper")
    me.post(url(helped, "/problem"), {**values, "answer_problem": "What Ada wrote then"})
    assert typed(helped) == {"problem": ""}
    assert "Typed by" not in me.get(url(helped, "/check")).text
    older = me.get(url(helped, "/history/problem"))
    assert "by Ada Lead, typed by Hal Per" in older.text


def test_the_copy_of_ones_data_names_them(
    client: CheckedClient, lead: User, helped: Application
) -> None:
    save(client.sign_in(lead), helped, answer_problem="What Ada said", by_helper="yes")
    person = user_by_email(lead.email)
    assert person is not None
    (answer,) = collected(actor_of(person), person).parts["Your answers"][1:]
    assert answer["Typed by"] == "Hal Per"


def test_nobody_is_named_where_nobody_was_agreed(client: CheckedClient, lead: User) -> None:
    draft = applications.draft(lead=lead)
    me = client.sign_in(lead)
    assert "types for me now" not in me.get(url(draft, "/problem")).text
    save(me, draft, answer_problem="What Ada wrote", by_helper="yes")
    assert typed(draft) == {"problem": ""}


def test_submitting_names_nobody_to_assessors(
    client: CheckedClient, lead: User, helped: Application
) -> None:
    save(client.sign_in(lead), helped, answer_problem="What Ada said", by_helper="yes")
    seen = client.get(url(helped, "/as-an-assessor"))
    assert "What Ada said" in seen.text and "Hal Per" not in seen.text
