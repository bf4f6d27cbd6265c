"""Every route asked by everyone: what it answers as text, and whether that is what was meant.

`UPDATE_GOLDEN=1 pytest tests/architecture/test_routes.py` writes the file anew. Only then, in CI,
or with SWEEP_THOROUGHLY=1, is everything asked: see `sparing`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from werkzeug.routing import Map, Rule

from tests.architecture.asking import Answer, ask, things_of
from tests.architecture.conftest import Peopled
from tests.architecture.sparing import Spared, header, known_from, row_of, spared
from tests.architecture.test_golden import GOLDEN, compare
from tests.build import apart

pytestmark = [pytest.mark.any_database, pytest.mark.long]

REFUSED = (403, 404)


@dataclass(frozen=True)
class Asked:
    answers: list[Answer]
    spared: Spared


@pytest.fixture(scope="module")
def asked(peopled: Peopled) -> Asked:
    known = known_from((GOLDEN / "routes.txt").read_text("utf-8"))
    with peopled.undone() as (world, connection):
        without = spared(peopled.app, world, known)
        return Asked(ask(peopled.app, world, connection, without), without)


@pytest.fixture
def answers(asked: Asked) -> list[Answer]:
    return asked.answers


@pytest.fixture(autouse=True)
def context() -> None:
    """The answers are plain data: no test here needs a transaction of its own."""


def told(answers: Iterable[Answer]) -> list[str]:
    return [str(answer) for answer in answers]


def as_text(answers: list[Answer], without: Spared) -> str:
    """A route on a line; below it each thing, and who got what, those who were spared included."""
    tree: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
    lines: list[str] = []
    for one in answers:
        things = tree.setdefault((one.method, one.rule), {})
        things.setdefault(one.thing, {})[one.person] = one.outcome
    for (method, rule, thing, person), outcome in without.items():
        tree[method, rule][thing][person] = outcome
    routes = {(one.method, one.rule): one for one in answers}
    for route, things in tree.items():
        one = routes[route]
        lines.append(header(one.method, one.rule, one.endpoint, one.access))
        lines += [row_of(thing, got) for thing, got in things.items()]
    return "\n".join(lines) + "\n"


def test_what_everyone_gets(asked: Asked) -> None:
    compare("routes.txt", as_text(asked.answers, asked.spared))


def test_who_may_nothing_somewhere_is_asked_about_something_there(asked: Asked) -> None:
    """And every thing of every route is asked about by somebody."""
    put = {(one.method, one.rule, one.person) for one in asked.answers}
    about = {(one.method, one.rule, one.thing) for one in asked.answers}
    assert {(method, rule, person) for method, rule, _, person in asked.spared} <= put
    assert {(method, rule, thing) for method, rule, thing, _ in asked.spared} <= about
    may = {(one.method, one.rule, one.person) for one in asked.answers if one.may}
    assert may.isdisjoint((method, rule, who) for method, rule, _, who in asked.spared)


def test_nothing_breaks(answers: list[Answer]) -> None:
    assert told(answer for answer in answers if answer.status >= 500) == []


def test_a_private_answer_is_kept_nowhere(answers: list[Answer]) -> None:
    """By one header, whoever made the page; what every visitor sees may be asked about again."""
    asked = [one for one in answers if one.endpoint != "static"]
    assert told(one for one in asked if len(one.kept) != 1) == []
    private = [
        one
        for one in asked
        if one.person != "visitor"
        or one.access != "public"
        or one.method != "GET"
        or one.status >= 400
        or one.endpoint.startswith(("security.", "accounts."))
    ]
    assert told(one for one in private if one.kept != ("no-store",)) == []
    public = {one.endpoint for one in asked if one.kept == ("no-cache",)}
    assert {"rounds.show", "case_studies.index", "pages.privacy"} <= public


def test_a_visitor_is_asked_to_sign_in(answers: list[Answer]) -> None:
    asked = [one for one in answers if one.person == "visitor" and one.access != "public"]
    assert told(one for one in asked if one.outcome not in ("sign-in", "404")) == []
    assert len(asked) > 100


def test_who_may_not_is_refused(answers: list[Answer]) -> None:
    refused = [one for one in answers if not one.may and one.outcome != "sign-in"]
    assert told(one for one in refused if one.status not in REFUSED) == []
    assert len(refused) > 1000


def test_who_may_is_not_refused(answers: list[Answer]) -> None:
    allowed = [one for one in answers if one.may]
    assert told(one for one in allowed if one.status in REFUSED) == []
    assert told(one for one in allowed if one.outcome == "sign-in" and one.access != "public") == []
    assert len(allowed) > 500


def test_reading_and_being_refused_change_nothing(answers: list[Answer]) -> None:
    still = [
        one
        for one in answers
        if one.method == "GET" or one.status in REFUSED or one.outcome == "sign-in"
    ]
    assert [f"{one}: {one.writes}" for one in still if one.writes] == []


def test_no_page_has_a_word_that_is_not_for_its_reader(answers: list[Answer]) -> None:
    assert [f"{one}: {one.leaks}" for one in answers if one.leaks] == []
    seen = {word for one in answers for word in one.words}
    for kind in ("Title of ", "-team", "@world.example", "secret-", "advice-"):
        assert any(kind in word for word in seen), f"nobody read any {kind}"


def test_what_is_kept_apart_is_read_by_those_who_gave_it(answers: list[Answer]) -> None:
    """That nobody else reads it is among the words above; nor is its question in what is read of
    an application, though rounds say that it is asked."""
    read = {one.rule for one in answers if any(word.endswith("-apart") for word in one.words)}
    assert {"/applications/<reference>/check", "/applications/<reference>/submission"} <= read
    assert not [rule for rule in read if "as-read" in rule], "what assessors get"
    asked = [one for one in answers if apart.LABEL in one.words and "/rounds/" not in one.rule]
    assert told(one for one in asked if one.person not in ("lead", "other")) == []
    assert asked


def test_an_auditor_changes_only_their_own_account(answers: list[Answer]) -> None:
    """Downloads are written down in the audit trail; the other pages are everybody's."""
    taking = {"reporting.export", "list.download", "tables.take", "assessment.take_copy"}
    open_to_auditors = {"public", "account.use", "view.save", "view.change", *taking}
    open_to_auditors |= {"own_data.use", "named_assessor.choose"}
    posted = [one for one in answers if one.person == "auditor" and one.method == "POST"]
    assert told(
        one
        for one in posted
        if one.access not in open_to_auditors and one.status not in REFUSED
    ) == []  # fmt: skip
    exported = {w for one in posted if one.access in taking for w in one.writes}
    # All tables of a round are asked for as a file of one's own, which a job makes.
    of_files = {"audit_event", "audit_name", "job", "list_file"}
    assert {s.split()[1 + s.startswith("INSERT")] for s in exported} == of_files


def test_a_new_route_has_to_be_asked_too() -> None:
    new, further = Rule("/teapots/<name>", endpoint="x"), Rule("/assess/<reference>/<cup>")
    Map([new])
    with pytest.raises(LookupError, match=r"/teapots/<name> is new.*THINGS\['/teapots/<name>'\]"):
        things_of(new)
    further.endpoint = "y"
    Map([further])
    with pytest.raises(LookupError, match=r"FURTHER\['cup'\]"):
        things_of(further)
