"""What makes kept pages old, in every process at once: whatever changes something public."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, delete, select, update

from award import create_app
from award.case_studies.models import CaseStudyHtml
from award.case_studies.queries import manage
from award.case_studies.services import drawing, publication
from award.foundation import clock, public_version, search
from award.foundation.db import db, transaction
from award.foundation.policy import SYSTEM, Role
from award.rounds.models import Criterion, Round
from award.rounds.services.rounds import update_round
from tests import databases
from tests.build import case_studies as build
from tests.build import rounds
from tests.build.accounts import actor_of, user
from tests.case_studies.test_kept_pages import get, made_anew
from tests.conftest import make_settings, migrate


def raises(app: Flask, change: Any) -> bool:
    before = public_version.current()
    with transaction():
        change()
    return public_version.current() != before


def test_every_change_of_something_public_makes_what_is_kept_old(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = actor_of(user(roles=(Role.STAFF,)))
    round_ = rounds.announced_round()
    study = build.agreed(build.sent())
    review = clock.today() + timedelta(days=90)
    assert raises(app, lambda: publication.publish(study, review_by_on=review, actor=staff))
    assert raises(app, lambda: publication.take_down(study, reason="Consent", actor=staff))
    values = rounds.changed(round_, title="Another title")
    assert raises(app, lambda: update_round(round_, values, actor=SYSTEM))
    # Statements that no service makes: each has to be seen by itself.
    monkeypatch.setitem(app.config, "REFUSE_UNAUDITED", False)
    criterion = select(Criterion.id).limit(1).scalar_subquery()
    for statement in (
        update(Round).values(summary="Other words"),
        update(Criterion).where(Criterion.id == criterion).values(guidance="Other words"),
        delete(CaseStudyHtml),
    ):
        assert raises(app, lambda each=statement: db.session.execute(each))
    assert raises(app, lambda: list(search.rebuild()))
    assert raises(app, lambda: search.put(search.Kind(1), 999, "Title", "Words"))
    assert raises(app, rounds.question_set) is False  # it is stored already

    draft = build.promoted(build.funded(rounds.closed_round(min_assessments=1)))
    assert not raises(app, lambda: build.edited(draft, project="Words that nobody reads yet"))


def test_what_was_rolled_back_was_never_public(app: Flask) -> None:
    before = public_version.current()
    with pytest.raises(ZeroDivisionError), transaction():
        db.session.execute(update(Round).values(summary="Other words"))
        raise ZeroDivisionError
    assert not raises(app, lambda: None)
    assert public_version.current() == before


def test_a_published_text_is_drawn_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    study = build.published()
    path = f"/case-studies/{study.slug}"
    page = made_anew(app, path)
    html = db.session.scalars(select(CaseStudyHtml)).one()
    assert all(text in page.decode() for text in html.parts.values())
    assert not drawing.outdated()
    with transaction():
        db.session.execute(
            update(CaseStudyHtml).values(drawn_by="older code", parts={"problem": "?"})
        )
    assert drawing.outdated() and made_anew(app, path) == page
    assert (
        app.test_cli_runner().invoke(args=["case-studies", "draw"]).output.endswith("drawn: 1.\n")
    )
    assert not drawing.outdated() and made_anew(app, path) == page


def test_taking_down_takes_effect_in_every_process_at_once(
    database_name: str, tmp_path: Path
) -> None:
    """Two apps on one database, each with its own pages."""
    with databases.migrated_url_of(
        database_name, f"award_kept_{tmp_path.name[-12:]}", tmp_path, migrate
    ) as url:
        one, other = (create_app(make_settings(tmp_path, url)) for _ in range(2))
        engines: list[Engine] = []
        with one.app_context():
            engines.append(db.engine)
            study = build.published()
            path, title = f"/case-studies/{study.slug}", study.title
            db.session.remove()
        with other.app_context():
            engines.append(db.engine)
        for app in (one, other, one, other):
            assert get(app, path).status_code == 200
            assert title in get(app, "/case-studies").text
        with one.app_context(), transaction():
            staff = actor_of(user("Sal Staff", "sal@example.org", roles=(Role.STAFF,)))
            found = manage.managed_study(staff, study.slug)
            assert found is not None
            publication.take_down(found, reason="They withdrew their consent", actor=staff)
        for app in (other, one, other):
            assert get(app, path).status_code == 410
            for place in ("/", "/case-studies", "/case-studies?q=night"):
                assert title not in get(app, place).text
        for engine in engines:
            engine.dispose()
