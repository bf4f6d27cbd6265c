"""A chapter brings all of itself by standing in one list, and nothing by being imported."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from award import create_app
from award.chapters import CHAPTERS
from award.foundation import events, menu, objections, pointers, workflow
from award.foundation.audit import AuditEvent
from award.foundation.chapters import Chapter
from award.foundation.checks import CHECKS
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import ANONYMOUS, Permission, Role, can, nobody
from tests.architecture import toy
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.conftest import app_of_its_own, make_settings

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted((ROOT / "award").rglob("*.py"))


def make(chapters: tuple[Chapter, ...] = CHAPTERS) -> Flask:
    settings = make_settings(Path("/nonexistent"), "sqlite://", jobs_url="sqlite::memory:")
    return create_app(settings, chapters)


@pytest.fixture
def kitchen(database_name: str, tmp_path: Path) -> Iterator[Flask]:
    """An app of all chapters and the toy, on a database of its own."""
    chapters = (*CHAPTERS, toy.CHAPTER)
    with app_of_its_own(database_name, tmp_path, chapters) as app, app.app_context():
        toy.boiled.clear()
        toy.asked.clear()
        yield app


def test_the_toy_has_something_of_everything() -> None:
    empty = {one.name for one in fields(Chapter) if not getattr(toy.CHAPTER, one.name)}
    beyond_it = {"footer", "set_up", "lists", "concealed", "watches", "keepers", "jobs", "objects",
                 "marks"}  # fmt: skip
    assert empty == beyond_it


def test_what_a_chapter_has_waiting_stands_above_the_applications(kitchen: Flask) -> None:
    me = user("Mo Mine", roles=(Role.APPLICANT,))
    page = CheckedClient(kitchen).sign_in(me).get("/applications")
    assert page.links()["Fill it: The kettle"] == "/kettles"


def test_one_list_brings_page_menu_permission_and_filter(kitchen: Flask) -> None:
    staff = user("Sam Staff", roles=(Role.STAFF,))
    client = CheckedClient(kitchen).sign_in(staff)
    page = client.get("/kettles")
    assert "KET-7! Cold." in page.text
    assert "Boil" in page.text
    assert page.links()["Kettles"] == "/kettles"
    assert can(actor_of(staff), "kettle.boil")
    visitor = CheckedClient(kitchen)
    visitor.get("/kettles", status=302)
    assert "Kettles" not in visitor.get("/cookies").links()


def test_one_list_brings_machine_notice_verb_and_followers(kitchen: Flask) -> None:
    actor = actor_of(user("Sam Staff", roles=(Role.STAFF,)))
    kettle = toy.Kettle()
    assert objections.remarks("kettle.boil", kettle) == ["The handle stays warm."]
    assert pointers.pointers("kettle", [7])[7][0].href == "/tea"
    with transaction():
        objections.hear("kettle.boil", kettle)
        context, says = toy.Filling(1), toy.Steam("Wheee")
        workflow.fire(kettle, "boil", actor=actor, context=context, says=says)
    assert (kettle.state, toy.boiled) == ("hot", ["KET-7"])
    letter = db.session.scalars(sa.select(OutboxMessage)).one()
    assert letter.subject == "KET-7 has boiled"
    assert "KET-7 has boiled: Wheee." in letter.body
    verb = db.session.scalars(sa.select(AuditEvent.verb).order_by(AuditEvent.id.desc())).first()
    assert verb == "kettle.boil"
    assert events.says(verb) == "Boiled the kettle"
    assert events.choices()["kettle"] == [("kettle.boil", "Boiled the kettle")]


def test_a_move_is_judged_once_and_then_made(kitchen: Flask) -> None:
    actor = actor_of(user("Sam Staff", roles=(Role.STAFF,)))
    kettle = toy.Kettle()
    with pytest.raises(Refused, match="It is empty"):
        workflow.judge(kettle, "boil", actor=actor, context=toy.Filling(0))
    with pytest.raises(Refused, match="it is cold"):
        workflow.judge(kettle, "boil", actor=ANONYMOUS, context=toy.Filling(1))
    toy.asked.clear()
    with transaction():
        move = workflow.judge(kettle, "boil", actor=actor, context=toy.Filling(2))
        assert kettle.state == "cold"
        workflow.make(move, says=toy.Steam("Wheee"))
    assert (kettle.state, toy.asked) == ("hot", [2])
    with pytest.raises(Refused, match="it is hot"):
        workflow.judge(kettle, "boil", actor=actor, context=toy.Filling(1))


def test_one_list_brings_check_command_and_job(kitchen: Flask) -> None:
    assert list(CHECKS.all())[-1] == "No kettle is empty"
    assert "ok     No kettle is empty" in kitchen.test_cli_runner().invoke(args=["check"]).output
    assert kitchen.test_cli_runner().invoke(args=["boil"]).output == "Boiled.\n"
    assert {"send_outbox", "descale"} <= set(kitchen.extensions["jobs"])


def test_two_apps_in_one_process_know_different_things(kitchen: Flask) -> None:
    actor = actor_of(user("Sam Staff", roles=(Role.STAFF,)))
    plain = make()
    assert "kettles.index" not in plain.view_functions
    with plain.app_context():
        assert "Kettles" not in [entry.text for entry in menu.MENU.all().values()]
        with pytest.raises(KeyError):
            can(actor, "kettle.boil")
    assert can(actor, "kettle.boil")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"notices": ()}, "kettle.boil sends the unknown notice 'kettle.boiled'"),
        ({"permissions": ()}, "kettle.boil needs the unknown permission 'kettle.boil'"),
        ({"follows": (("kettle.fill", toy.pour),)}, "somebody follows 'kettle.fill'"),
        ({"kinds": {}}, "the verb 'kettle.boil' is about an unknown kind"),
        ({"blueprints": ()}, "the menu entry 'kettles.index' leads nowhere"),
    ],
)
def test_what_does_not_fit_stops_the_start(changed: dict[str, object], words: str) -> None:
    with pytest.raises(RuntimeError, match=words):
        make((*CHAPTERS, replace(toy.CHAPTER, **changed)))  # type: ignore[arg-type]


def test_two_of_one_name_stop_the_start() -> None:
    double = Permission("application.submit", nobody, "Nobody")
    with pytest.raises(ValueError, match=r"permission 'application.submit' is registered twice"):
        make((*CHAPTERS, Chapter("double", permissions=(double,))))


def test_importing_registers_nothing() -> None:
    """In a fresh interpreter every module is imported: no app, no entry, no listener."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["False", "[]"], done.stderr


IMPORT_ALL = """
import gc, importlib, pkgutil
import award
for module in pkgutil.walk_packages(award.__path__, "award."):
    importlib.import_module(module.name)
from flask import Flask
from sqlalchemy import event
from award.foundation.audit import recording
from award.foundation.db import db
print(event.contains(db.session.session_factory, "after_flush", recording._note_changes))
print([one for one in gc.get_objects() if isinstance(one, Flask)])
"""


def test_no_module_keeps_a_register_of_its_own() -> None:
    """An empty list or dict at the top of a module is one that something else will fill."""
    keeps = {
        "award/rounds/queries/question_sets.py:_parsed",  # parsed question sets by digest: a cache
        "award/rounds/kinds/base.py:KINDS",  # filled by the one list of its own package
    }
    found = set()
    for path in SOURCES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.AnnAssign) and _is_empty(node.value):
                found.add(f"{path.relative_to(ROOT)}:{ast.unparse(node.target)}")
            elif isinstance(node, ast.Assign) and _is_empty(node.value):
                found.add(f"{path.relative_to(ROOT)}:{ast.unparse(node.targets[0])}")
    assert found - keeps == set()


def _is_empty(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, ast.List | ast.Set):
        return not value.elts
    return (
        isinstance(value, ast.Call)
        and ast.unparse(value.func) in {"dict", "list", "set", "defaultdict", "OrderedDict"}
        and (not value.args or "defaultdict" in ast.unparse(value.func))
    )


def test_nothing_is_imported_for_what_it_does() -> None:
    guilty = [str(path) for path in SOURCES if "noqa: F401" in path.read_text(encoding="utf-8")]
    assert guilty == []


def test_every_module_of_pages_is_part_of_the_app(app: Flask) -> None:
    """A module of views that its chapter doesn't name would be a page that isn't there."""
    served = {view.__module__ for view in app.view_functions.values()}
    decorated = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in SOURCES
        if re.search(r"^@blueprint\.(get|post|route)", path.read_text(encoding="utf-8"), re.M)
    }
    assert decorated <= served


def test_every_move_and_every_recorded_verb_has_words(app: Flask) -> None:
    moves = {
        f"{machine.kind}.{row.action}"
        for machine in workflow.MACHINES.all().values()
        for row in machine.transitions
    }
    assert moves | recorded() <= set(events.VERBS.all())


def recorded() -> set[str]:
    """Verbs that are written out where `audit.record` is called."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("record"):
                for argument in node.args[1:2]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        found.add(argument.value)
    return found
